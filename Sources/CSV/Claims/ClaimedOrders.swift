import Wire

/// Finds claims whose order has the id of an order of another name: a spreadsheet has rounded it.
struct ClaimedOrders {
  private let hash = KeyHash()
  private var orders = FirstByKey()

  /// The line of a claim before this one that names the same order's id by another name; 0 for none.
  mutating func conflictingLine(_ record: ByteView, _ values: ClaimValues, line: Int) -> Int {
    if values.id.isEmpty || values.name.isEmpty { return 0 }
    let name = RowMark(content: hash.content(Self.bare(record[values.name])), line: line)
    let id = hash.content(record[values.id])
    guard let first = orders.first(of: id, orNow: name.word).map({ RowMark($0) }) else { return 0 }
    return first.content == name.content ? 0 : Int(first.line)
  }

  /// A name in quotes, without the first of them, and without the `#` that some exports leave out.
  @_lifetime(copy name)
  private static func bare(_ name: ByteView) -> ByteView {
    let isMarked = name.count > 2 && name[1] == UInt8(ascii: "#")
    return name[isMarked ? 2 : min(1, name.count), name.count]
  }
}
