import StageKit
import Wire

extension OrderIndex {
  /// Puts the id and the name of a version into its entry; texts that the index holds already for
  /// an earlier version are not held twice.
  mutating func takeTexts(
    _ entry: inout OrderEntry,
    _ version: OrderVersion,
    _ known: Int?
  ) throws(StageError) {
    let former = known.map { entries[$0] }
    switch version.id {
    case .number(let number): entry.id = number
    case .text(let text):
      if let former { entry.id = former.id } else { entry.id = Int64(try hold(text)) }
      entry[.textID] = true
    }
    guard let name = version.name, !OrderName.normal(name).isEmpty else { return }
    entry[.named] = true
    if let former, former[.named], text(at: Int(former.name)).equals(name) {
      entry.name = former.name
    } else {
      entry.name = try hold(name)
    }
  }

  /// Puts what an order says into its entry; nil where it could not be read.
  mutating func fill(_ entry: inout OrderEntry, _ order: Order?) {
    guard let order else {
      entry[.unreadable] = true
      return
    }
    entry.time = OrderEntry.microseconds(order.time)
    entry.faults = order.faults
    entry.customer = order.customer
    guard let revenue = order.revenue else { return }
    if let digits = Int64(exactly: revenue.coefficient) {
      entry.revenue = digits
      entry.scale = revenue.scale
    } else {
      entry.scale = 0
      entry[.wideRevenue] = true
      entry.revenue = Int64(wideRevenues.count)
      wideRevenues.append(revenue)
    }
  }

  /// The revenue of an entry.
  @inline(__always)
  func revenue(_ entry: OrderEntry) -> ExactDecimal? {
    guard entry.isPriced else { return nil }
    if entry[.wideRevenue] { return wideRevenues[Int(entry.revenue)] }
    return ExactDecimal(coefficient: Int128(entry.revenue), scale: entry.scale)
  }

  /// Holds a text and returns where: its length in groups of seven bits, then its bytes.
  private mutating func hold(_ text: ByteView) throws(StageError) -> UInt32 {
    guard let place = UInt32(exactly: texts.count) else {
      throw StageError(.data, "the names of the orders take more than 4 GiB")
    }
    var length = text.count
    while length > 127 {
      texts.append(UInt8(truncatingIfNeeded: length & 127 | 128))
      length >>= 7
    }
    texts.append(UInt8(truncatingIfNeeded: length))
    texts.append(text)
    return place
  }

  /// The text held at a place.
  @inline(__always)
  @_lifetime(borrow self)
  func text(at place: Int) -> ByteView { Self.text(at: place, of: texts.view) }

  /// The text at a place of all of them.
  @inline(__always)
  @_lifetime(copy all)
  static func text(at place: Int, of all: ByteView) -> ByteView {
    var offset = place
    var length = 0
    var shift = 0
    while true {
      let byte = all[offset]
      offset &+= 1
      length |= Int(byte & 127) << shift
      if byte < 128 { break }
      shift &+= 7
    }
    return all[offset, offset &+ length]
  }
}
