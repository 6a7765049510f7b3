import StageKit
import Wire

/// The orders that claims are checked against, held in memory, to be found by id or by name.
///
/// An order takes 60 bytes (12 of them in the tables), its name, and 16 bytes in place of its phone
/// number and email address. Of several versions of an order the latest counts. Names are held as text and compared
/// exactly; where two orders of a store have the same name, that name stands for neither.
public struct OrderIndex: ~Copyable {
  var entries = ChunkedArray<OrderEntry>()
  var texts = ByteBuffer(capacity: 4096)
  var wideRevenues: [ExactDecimal] = []
  var markets: [Market] = []
  var stores: StoreTable
  var byID = SlotTable(entries: 0)
  var byName = SlotTable(entries: 0)
  let hash: KeyHash
  private var marketNumbers: [Market: UInt16] = [:]
  private var latestMarket: UInt16 = 0

  /// A store and a currency.
  struct Market: Hashable {
    let store: Int
    let currency: UInt32
  }

  /// Makes an empty index; days of claims and of coverage begin in a store's reporting timezone.
  init(_ policies: StorePolicies) {
    hash = KeyHash()
    stores = StoreTable(policies)
  }

  /// The number of orders held.
  public var count: Int { entries.count }

  /// Takes in a version of an order; an older one than that held changes nothing.
  ///
  /// - Throws: ``StageError`` where there are more stores or orders than an index can hold.
  mutating func insert(_ version: OrderVersion) throws(StageError) {
    let store = stores.insert(version.store)
    if let time = version.facts.order?.time { stores.note(store, time) }
    let known = find(version.id, store)
    var entry = OrderEntry(id: 0, market: try market(store, version.facts.order?.currency))
    entry.updatedAt = OrderEntry.microseconds(version.facts.updatedAt)
    entry.extractedAt = OrderEntry.microseconds(version.facts.extractedAt)
    fill(&entry, version.facts.order)
    if let known, entry.isOlder(than: entries[known]) { return }
    try takeTexts(&entry, version, known)
    if let known { entries[known] = entry } else { try append(entry) }
  }

  /// Notes an order that could not be read and of which only the store is known, or not even that:
  /// what is not found there from now on may be that order.
  mutating func loseOrder(of store: ByteView?) {
    if let store {
      stores.loseOrder(of: stores.insert(store))
    } else {
      stores.hasUnknownLosses = true
    }
  }

  private mutating func append(_ entry: OrderEntry) throws(StageError) {
    guard entries.count < Int(UInt32.max) - 1 else {
      throw StageError(.data, "there are more orders than an index can hold: \(UInt32.max)")
    }
    entries.append(entry)
    if byID.isFull { byID = idTable(roomFor: entries.count * 2) }
    byID.insert(idHash(entry), entries.count - 1)
  }

  /// The entry of an order, or nil.
  @inline(__always)
  func find(_ id: OrderID, _ store: Int) -> Int? {
    switch id {
    case .number(let number):
      return byID.first(hash.pair(UInt64(bitPattern: number), UInt64(store))) { place in
        let entry = entries[place]
        return entry.id == number && !entry[.textID] && markets[Int(entry.market)].store == store
      }
    case .text(let text):
      return byID.first(textHash(text, store)) { place in
        let entry = entries[place]
        return entry[.textID] && markets[Int(entry.market)].store == store
          && self.text(at: Int(entry.id)).equals(text)
      }
    }
  }

  func idHash(_ entry: OrderEntry) -> UInt64 {
    let store = markets[Int(entry.market)].store
    if entry[.textID] { return textHash(text(at: Int(entry.id)), store) }
    return hash.pair(UInt64(bitPattern: entry.id), UInt64(store))
  }

  func textHash(_ text: ByteView, _ store: Int) -> UInt64 {
    hash.pair(hash.content(text), UInt64(store))
  }

  /// A new table of the ids of all orders.
  func idTable(roomFor count: Int) -> SlotTable {
    var table = SlotTable(entries: count)
    for place in 0..<entries.count { table.insert(idHash(entries[place]), place) }
    return table
  }

  private mutating func market(
    _ store: Int,
    _ currency: CurrencyCode?
  ) throws(StageError) -> UInt16 {
    let market = Market(store: store, currency: currency?.packed ?? 0)
    if !markets.isEmpty, markets[Int(latestMarket)] == market { return latestMarket }
    if let known = marketNumbers[market] {
      latestMarket = known
      return known
    }
    guard let number = UInt16(exactly: markets.count) else {
      throw StageError(.data, "there are more than 65536 stores and currencies in the orders")
    }
    markets.append(market)
    marketNumbers[market] = number
    latestMarket = number
    return number
  }
}
