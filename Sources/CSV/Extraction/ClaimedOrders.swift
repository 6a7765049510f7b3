import StageKit
import Wire

/// Finds claims whose order has the id of an order of another name: a spreadsheet has rounded it.
///
/// It remembers the names of the orders that came last, in a table of a fixed size that stays in the
/// processor's cache: what rounding brings together lies side by side.
struct ClaimedOrders {
  /// An order as the file had it first, sixteen bytes; one of line 0 is none.
  private struct ClaimedOrder: BitwiseCopyable {
    var id: UInt64 = 0
    var name: UInt32 = 0
    var line: UInt32 = 0
  }

  private static let slots = 1 << 12

  private let id: Int
  private let name: Int
  private let hash = KeyHash()
  private var orders = [ClaimedOrder](repeating: ClaimedOrder(), count: slots)

  /// Prepares for a file of a profile; nil for one whose claims have no ids beside names.
  init?(_ profile: Profile, _ match: HeaderMatch) {
    guard profile.stream.name == StreamShape.attributedOrders.name,
      let id = match.columns["order_id"], let name = match.columns["order_name"]
    else { return nil }
    self.id = id
    self.name = name
  }

  /// The line of a claim before this one that names the same order's id by another name; 0 for none.
  @inline(__always)
  mutating func conflictingLine(_ record: RecordView) -> Int {
    let (id, name) = (record[id].trimmed.bytes, record[name].trimmed.bytes)
    guard name.count > 4 || !UnknownValue.contains(record[self.name].trimmed),
      id.count > 4 || !UnknownValue.contains(record[self.id].trimmed)
    else { return 0 }
    let bare = name[0] == UInt8(ascii: "#") ? name[1, name.count] : name
    let order = ClaimedOrder(
      id: hash.content(id),
      name: UInt32(truncatingIfNeeded: hash.content(bare)),
      line: UInt32(clamping: record.line)
    )
    let slot = Int(truncatingIfNeeded: order.id) & (Self.slots - 1)
    let first = orders[slot]
    guard first.line > 0, first.id == order.id else {
      orders[slot] = order
      return 0
    }
    return first.name == order.name ? 0 : Int(first.line)
  }

  /// What is wrong with a claim that conflicts with one on that line.
  func fault(_ record: RecordView, line: Int) -> RecordFault {
    let (id, name) = (record[id].trimmed.bytes, record[name].trimmed.bytes)
    return OrderHistory.twoNames(id, name, place: "line \(line)")
  }
}
