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

  private let hash = KeyHash()
  private var orders = [ClaimedOrder](repeating: ClaimedOrder(), count: slots)

  /// The line of a claim before this one that names the same order's id by another name; 0 for none.
  mutating func conflictingLine(_ record: ByteView, _ values: ClaimValues, line: Int) -> Int {
    if values.id.isEmpty || values.name.isEmpty { return 0 }
    let order = ClaimedOrder(
      id: hash.content(record[values.id]),
      name: UInt32(truncatingIfNeeded: hash.content(Self.bare(record[values.name]))),
      line: UInt32(clamping: line)
    )
    let slot = Int(truncatingIfNeeded: order.id) & (Self.slots - 1)
    let first = orders[slot]
    guard first.line > 0, first.id == order.id else {
      orders[slot] = order
      return 0
    }
    return first.name == order.name ? 0 : Int(first.line)
  }

  /// A name in quotes, without the first of them, and without the `#` that some exports leave out.
  @_lifetime(copy name)
  private static func bare(_ name: ByteView) -> ByteView {
    let isMarked = name.count > 2 && name[1] == UInt8(ascii: "#")
    return name[isMarked ? 2 : min(1, name.count), name.count]
  }
}
