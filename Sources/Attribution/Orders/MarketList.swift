import StageKit

/// A store, a currency and what the source knows, which most orders share, so that an entry has only
/// their number.
struct Market: Hashable {
  let store: Int
  /// The packed code; 0 for an order without a currency.
  let currency: UInt32
  /// One bit for each field that the source of the order has.
  let fields: UInt32
}

/// The markets of all orders, by number.
struct MarketList {
  private var markets: [Market] = []
  private var numbers: [Market: UInt16] = [:]
  private var latest: UInt16 = 0

  /// The market of a number.
  @inline(__always)
  subscript(_ number: UInt16) -> Market { markets[Int(number)] }

  /// The number of a market, which is given one where it has none.
  ///
  /// - Throws: ``StageError`` where there are more markets than numbers.
  mutating func number(of market: Market) throws(StageError) -> UInt16 {
    if !markets.isEmpty, self[latest] == market { return latest }
    if let known = numbers[market] {
      latest = known
      return known
    }
    guard let number = UInt16(exactly: markets.count) else {
      throw StageError(.data, "there are more than 65536 stores, currencies and sets of columns")
    }
    markets.append(market)
    numbers[market] = number
    latest = number
    return number
  }
}
