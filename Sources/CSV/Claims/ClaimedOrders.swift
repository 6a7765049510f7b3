import StageKit
import Wire

/// Finds claims whose order has the id of an order of another name: a spreadsheet has rounded it.
///
/// It remembers the orders of all claims that it is shown, sixteen bytes each in a table half full.
struct ClaimedOrders {
  /// An order as the file had it first; one of line 0 is none.
  private struct ClaimedOrder: BitwiseCopyable {
    var id: UInt64 = 0
    var name: UInt32 = 0
    var line: UInt32 = 0
  }

  private let hash = KeyHash()
  private var orders = [ClaimedOrder](repeating: ClaimedOrder(), count: 1 << 10)
  private var count = 0

  /// The line of a claim before this one that names the same order's id by another name; 0 for none.
  mutating func conflictingLine(_ record: ByteView, _ values: ClaimValues, line: Int) -> Int {
    if values.id.isEmpty || values.name.isEmpty { return 0 }
    let order = ClaimedOrder(
      id: hash.content(record[values.id]),
      name: UInt32(truncatingIfNeeded: hash.content(Self.bare(record[values.name]))),
      line: UInt32(clamping: line)
    )
    let place = place(of: order.id)
    let first = orders[place]
    if first.line > 0 { return first.name == order.name ? 0 : Int(first.line) }
    orders[place] = order
    count += 1
    if count * 2 > orders.count { grow() }
    return 0
  }

  /// Where the order of an id is, or would be.
  private func place(of id: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: id >> UInt64(64 - orders.count.trailingZeroBitCount))
    while orders[place].line != 0, orders[place].id != id {
      place = (place + 1) & (orders.count - 1)
    }
    return place
  }

  private mutating func grow() {
    let old = orders
    orders = [ClaimedOrder](repeating: ClaimedOrder(), count: old.count * 2)
    for order in old where order.line != 0 { orders[place(of: order.id)] = order }
  }

  /// A name in quotes, without the first of them, and without the `#` that some exports leave out.
  @_lifetime(copy name)
  private static func bare(_ name: ByteView) -> ByteView {
    let isMarked = name.count > 2 && name[1] == UInt8(ascii: "#")
    return name[isMarked ? 2 : min(1, name.count), name.count]
  }
}
