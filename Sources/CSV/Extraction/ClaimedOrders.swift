import StageKit
import Wire

/// Finds claims whose order has the id of an order of another name: a spreadsheet has rounded it.
///
/// It remembers the names of the orders that came last, in a table of a fixed size: what rounding brings
/// together lies side by side.
final class ClaimedOrders {
  /// An order as the file had it first.
  private struct ClaimedOrder {
    let id: UInt64
    let name: UInt64
    let line: Int
  }

  private let id: Int
  private let name: Int
  private let hash = KeyHash()
  private var orders = [ClaimedOrder?](repeating: nil, count: 1 << 14)

  /// Prepares for a file of a profile; nil for one whose claims have no ids beside names.
  init?(_ profile: Profile, _ match: HeaderMatch) {
    guard profile.stream.name == StreamShape.attributedOrders.name,
      let id = match.columns["order_id"], let name = match.columns["order_name"]
    else { return nil }
    self.id = id
    self.name = name
  }

  /// What is wrong with a claim that names an order's id by another name than one before it.
  func conflict(_ record: RecordView) -> RecordFault? {
    let (id, name) = (record[id].trimmed.bytes, record[name].trimmed.bytes)
    guard !id.isEmpty, !name.isEmpty else { return nil }
    let bare = name[0] == UInt8(ascii: "#") ? name[1, name.count] : name
    let order = ClaimedOrder(id: hash.content(id), name: hash.content(bare), line: record.line)
    let slot = Int(truncatingIfNeeded: order.id) & (orders.count - 1)
    guard let first = orders[slot], first.id == order.id else {
      orders[slot] = order
      return nil
    }
    if first.name == order.name { return nil }
    return OrderHistory.twoNames(id, name, line: first.line)
  }
}
