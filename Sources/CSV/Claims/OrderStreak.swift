import Wire

/// Follows the ids of orders that only rise, or only fall, apart from a few.
struct OrderStreak {
  /// What an order is beside those before.
  enum OrderPlace {
    /// The next one, and so none of those before.
    case next
    /// The one that was the next before.
    case same
    /// None of those that were the next, and none that can be the next.
    case apart
    /// One that was the next, or may have been, and others came after it.
    case again
  }

  /// The orders that were the next, the latest thousands of them, by their digits, four bits each, so that
  /// the greater id is the greater number.
  private var orders: [UInt64] = []
  /// True once there were more of them.
  private var isCut = false
  private var last: UInt64 = 0
  /// True where the ids rise.
  private var rises = false
  private var isDirected = false

  /// The most orders that are remembered: what is out of order in an export lies near its place, as the
  /// orders of one second do.
  private static let most = 1 << 13

  /// Goes on with an order, by its id in quotes.
  @inline(__always)
  mutating func place(of quoted: ByteView) -> OrderPlace {
    guard let order = Self.digits(quoted) else { return .apart }
    if order == last { return .same }
    guard isDirected, rises == (order > last) else { return placeOfFirst(order) }
    last = order
    if orders.count == Self.most { cut() }
    orders.append(order)
    return .next
  }

  @inline(never)
  private mutating func cut() {
    orders.removeFirst(Self.most / 2)
    isCut = true
  }

  /// The place of one of the first two orders, or of one that is not the next.
  @inline(never)
  private mutating func placeOfFirst(_ order: UInt64) -> OrderPlace {
    if !isDirected {
      if !orders.isEmpty { (rises, isDirected) = (order > last, true) }
      last = order
      orders.append(order)
      return .next
    }
    if isCut, rises == (order < orders[0]) { return .again }
    var (low, high) = (0, orders.count)
    while low < high {
      let middle = (low + high) / 2
      if orders[middle] == order { return .again }
      if rises == (orders[middle] < order) { low = middle + 1 } else { high = middle }
    }
    return .apart
  }

  /// The digits of an id of at most sixteen; nil for what is none, and for one with zeros before it,
  /// which is another text than the number.
  @inline(__always)
  private static func digits(_ quoted: ByteView) -> UInt64? {
    let count = quoted.count &- 2
    guard count >= 8, count <= 16 else { return short(quoted) }
    let digits = DigitWords(quoted.word(at: 1), quoted.word(at: count &- 7))
    guard digits.areDigits, digits.head & 0xFF != 0 else { return nil }
    // Of the last eight digits the first are in the head, too.
    let more = UInt64(truncatingIfNeeded: 4 &* (count &- 8))
    return DigitWords.packed(digits.head) &<< more
      | DigitWords.packed(digits.tail) & (1 &<< more &- 1)
  }

  private static func short(_ quoted: ByteView) -> UInt64? {
    guard quoted.count > 2, quoted.count < 10, quoted[1] != UInt8(ascii: "0") else { return nil }
    var digits: UInt64 = 0
    for index in 1..<(quoted.count - 1) {
      guard quoted[index].isDigit else { return nil }
      digits = digits << 4 | UInt64(quoted[index] & 15)
    }
    return digits
  }
}
