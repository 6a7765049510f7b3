public import StageKit
import Wire

/// The orders that claims are checked against, held in memory, to be found by id or by name.
///
/// An order takes 64 bytes, in which hashes replace its phone number and email address, about 12 more
/// in the tables, and its name; and 16 for its amounts until the index is sealed. Of several versions of an order the latest counts. Names are held
/// as text and compared exactly; where two orders of a store have the same name, that name means
/// neither. What only an earlier version knows is not held, but counted.
public struct OrderIndex: ~Copyable {
  private(set) var entries = ChunkedArray<OrderEntry>()
  private(set) var texts = HeldTexts()
  /// The revenues whose digits an entry has no room for.
  private(set) var wideRevenues: [ExactDecimal] = []
  private(set) var markets = MarketList()
  /// How often a version knew less than an earlier one whose place it takes.
  private(set) var poorerVersions = 0
  /// One bit for each field that such a version did not know.
  private(set) var lostFields: UInt32 = 0
  /// The amounts of each entry, until all refunds are known.
  private var money = ChunkedArray<HeldMoney>()
  private var wideMoney: [OrderMoney] = []
  private(set) var refunds = RefundTable()
  private(set) var byName = SlotTable(entries: 0)
  private var byID = SlotTable(entries: 0)
  private var stores: StoreTable
  let hash: KeyHash
  /// What is known of all orders, where these are a part; nil where they are the whole.
  let whole: WholeOrders?

  /// Makes an empty index; days of claims and of coverage begin in a store's reporting timezone.
  ///
  /// With facts of the whole it holds a part of the orders, which is told apart from the whole.
  init(_ policies: StorePolicies, cover: CoverageSetting = .unstated, whole: WholeOrders? = nil) {
    hash = KeyHash()
    stores = StoreTable(policies, cover)
    self.whole = whole
  }

  /// Whether an order was lost of which not even the id is known.
  var hasLosses: Bool { stores.hasLosses }

  /// The number of orders held.
  public var count: Int { entries.count }

  /// Takes in a version of an order; an older one than that held changes nothing.
  ///
  /// - Throws: ``StageError`` where there are more stores or orders than an index can hold.
  mutating func insert(_ version: OrderVersion) throws(StageError) {
    let store = stores.insert(version.store)
    if let time = version.facts.order?.time { stores.note(store, time) }
    let known = find(version.id, store)
    let market = Market(
      store: store,
      currency: version.facts.order?.currency?.packed ?? 0,
      fields: version.facts.fields
    )
    var entry = OrderEntry(id: 0, market: try markets.number(of: market))
    entry.updatedAt = OrderEntry.microseconds(version.facts.updatedAt)
    entry.extractedAt = OrderEntry.microseconds(version.facts.extractedAt)
    fill(&entry, version.facts.order)
    if let known {
      let isOlder = entry.isOlder(than: entries[known])
      compare(isOlder ? entry : entries[known], with: isOlder ? entries[known] : entry)
      if isOlder { return }
    }
    try takeTexts(&entry, version, known)
    let held = HeldMoney(
      version.facts.money,
      isExcluded: version.facts.isExcluded,
      &wideMoney
    )
    if let known {
      entries[known] = entry
      money[known] = held
    } else {
      try append(entry)
      money.append(held)
    }
  }

  /// Takes in a refund that is a record of its own, under the policy at a place.
  mutating func insert(_ refund: RefundVersion, at time: Timestamp?, policy: Int) {
    refunds.insert(refund, at: time, store: stores.insert(refund.store), policy: policy)
  }

  /// Takes the refunds off their orders, whichever came first, by the rules of each policy; to be called
  /// once, after the last record.
  mutating func settleRefunds(_ rules: [OrderRules]) {
    var totals: [Int: (total: RefundTotal, policy: Int)] = [:]
    for refund in refunds.entries {
      guard let order = refund.order.value, let place = place(of: order, refund.store) else {
        continue
      }
      // One that names no currency is in the order's, and so is any of an order that names none.
      let own = markets[entries[place].market].currency
      let isOwn = own == 0 || (refund.currency.value?.packed ?? own) == own
      totals[place, default: (RefundTotal(), refund.policy)].total
        .add(refund.amount.value, isOwnCurrency: isOwn)
    }
    for (place, (total, policy)) in totals where !entries[place][.unreadable] {
      let held = money[place]
      let settled = held.money(wideMoney).settled(total, rules[policy])
      var faults = entries[place].faults
      if !held.isExcluded { faults.remove(.orderExcluded) }
      entries[place].faults = faults.union(settled.faults)
      entries[place].price(settled.revenue, &wideRevenues)
    }
    money = ChunkedArray()
    wideMoney = []
    refunds = RefundTable()
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

  /// Takes what the STATE of the file being read says of its coverage.
  mutating func cover(_ coverage: [Coverage]) { stores.cover(coverage) }

  /// Ends a file of orders.
  mutating func endFile() { stores.endFile() }

  /// Ends the building of the index: tables get their final size, and names can be found.
  ///
  /// To be called once, after the last order.
  public mutating func seal() {
    byID = idTable(roomFor: entries.count)
    var table = SlotTable(entries: entries.count)
    for place in 0..<entries.count where entries[place][.named] {
      let (digest, other) = nameHash(place, table)
      if let other {
        entries[other][.sharedName] = true
        entries[place][.sharedName] = true
      }
      table.insert(digest, place)
    }
    byName = table
  }

  /// Looks the order of a claim up: by its id, and where that is not given or unknown, by its name
  /// within the store.
  ///
  /// - Parameters:
  ///   - reference: how the claim names the order.
  ///   - date: the date of the order by the claim, which tells whether it should be here.
  ///   - place: where the order that was found is held, for ``id(at:)``; nil where none was.
  /// - Returns: what was found, with what the index holds of it.
  /// - Throws: ``StageError`` with ``ExitCode/config`` where the orders are a part, or may be one, and
  ///   another part may have the order.
  @inline(__always)
  public mutating func match(
    _ reference: OrderReference,
    at date: ClaimDate,
    place: inout Int?
  ) throws(StageError) -> OrderMatch {
    place = nil
    let number = stores.number(of: reference.store)
    if let whole { try check(reference, number, whole) }
    guard let store = number else {
      if stores.mayBePart { throw Self.mayBePart }
      return .undecided
    }
    if let wanted = reference.id { place = find(wanted, store) }
    if place == nil, let name = reference.name {
      switch find(named: name, store) {
      case .one(let found): place = found
      case .several: return .undecided
      case .none: break
      }
    }
    guard let place else {
      if stores.covers(reference.store, date) { return .notFound }
      if stores.mayBePart { throw Self.mayBePart }
      return .undecided
    }
    let entry = entries[place]
    return entry[.unreadable] ? .undecided : .found(order(entry))
  }

  // MARK: - Entries

  /// Counts a newer version that lacks what an earlier one has; one that cannot be read is a reject.
  private mutating func compare(_ older: OrderEntry, with newer: OrderEntry) {
    let lost = markets[older.market].fields & ~markets[newer.market].fields
    guard lost != 0, !newer[.unreadable] else { return }
    poorerVersions += 1
    lostFields |= lost
  }

  /// Puts the id and the name of a version into its entry; texts that the index holds already for
  /// an earlier version are not held twice.
  private mutating func takeTexts(
    _ entry: inout OrderEntry,
    _ version: OrderVersion,
    _ known: Int?
  ) throws(StageError) {
    let former = known.map { entries[$0] }
    switch version.id {
    case .number(let number): entry.id = number
    case .text(let text):
      if let former { entry.id = former.id } else { entry.id = Int64(try texts.hold(text)) }
      entry[.textID] = true
    }
    guard let name = version.name, !OrderName.normal(name).isEmpty else { return }
    entry[.named] = true
    if let former, former[.named], texts[Int(former.name)].equals(name) {
      entry.name = former.name
    } else {
      entry.name = try texts.hold(name)
    }
  }

  /// Puts what an order says into its entry; nil where it could not be read.
  private mutating func fill(_ entry: inout OrderEntry, _ order: Order?) {
    guard let order else {
      entry[.unreadable] = true
      return
    }
    entry.time = OrderEntry.microseconds(order.time)
    entry.faults = order.faults
    entry.customer = order.customer
    entry.price(order.revenue, &wideRevenues)
  }

  private func place(of order: [UInt8], _ store: Int) -> Int? {
    order.withView { text in
      guard let id = OrderID(text) else { return nil }
      return find(id, store)
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
        return entry.id == number && !entry[.textID] && markets[entry.market].store == store
      }
    case .text(let text):
      return byID.first(textHash(text, store)) { place in
        let entry = entries[place]
        return entry[.textID] && markets[entry.market].store == store
          && texts[Int(entry.id)].equals(text)
      }
    }
  }

  func idHash(_ entry: OrderEntry) -> UInt64 {
    let store = markets[entry.market].store
    if entry[.textID] { return textHash(texts[Int(entry.id)], store) }
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
}
