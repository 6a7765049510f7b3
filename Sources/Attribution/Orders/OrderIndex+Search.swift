import StageKit
public import Wire

/// How a claim names its order.
public struct OrderReference: ~Escapable {
  /// The store of the claim.
  public let store: ByteView
  /// The id of the order.
  public let id: OrderID?
  /// The name of the order.
  public let name: ByteView?

  /// Makes a reference; a store that is not named is `default`.
  @_lifetime(copy store, copy id, copy name)
  public init(store: ByteView = ByteView("default"), id: OrderID?, name: ByteView?) {
    self.store = store
    self.id = id
    self.name = name
  }
}

extension OrderIndex {
  /// The hash of an order's name, and an order in the table that has the same name.
  func nameHash(_ place: Int, _ table: borrowing SlotTable) -> (UInt64, Int?) {
    let store = markets[entries[place].market].store
    let name = OrderName.normal(texts[Int(entries[place].name)])
    let digest = textHash(name, store)
    return (digest, table.first(digest, where: { hasName($0, name, store) }))
  }

  @inline(__always)
  func hasName(_ place: Int, _ name: ByteView, _ store: Int) -> Bool {
    let entry = entries[place]
    return markets[entry.market].store == store
      && OrderName.normal(texts[Int(entry.name)]).equals(name)
  }

  /// The id of the order that is held at a place.
  @inline(__always)
  @_lifetime(borrow self)
  public func id(at place: Int) -> OrderID {
    let entry = entries[place]
    if entry[.textID] { return .text(texts[Int(entry.id)]) }
    return .number(entry.id)
  }

  /// The orders of a store that have a name.
  enum NameFinding {
    case none
    case one(Int)
    case several
  }

  /// Finds an order by its name within a store.
  func find(named name: ByteView, _ store: Int) -> NameFinding {
    let name = name.trimmed
    let wanted = OrderName.normal(name)
    let digest = textHash(wanted, store)
    guard let first = byName.first(digest, where: { hasName($0, wanted, store) }) else {
      return .none
    }
    guard entries[first][.sharedName] else { return .one(first) }
    // #1001 and 1001 can both exist: then the one that is written the same way is meant.
    var exact: Int?
    var isUnique = true
    _ = byName.first(digest) { place in
      if hasName(place, wanted, store), texts[Int(entries[place].name)].equals(name) {
        if exact != nil { isUnique = false }
        exact = place
      }
      return false
    }
    guard let exact, isUnique else { return .several }
    return .one(exact)
  }

  /// What the index holds of an order.
  @inline(__always)
  func order(_ entry: OrderEntry) -> Order {
    var order = Order()
    order.time = OrderEntry.timestamp(entry.time)
    order.revenue = revenue(entry)
    let currency = markets[entry.market].currency
    order.currency = currency == 0 ? nil : CurrencyCode(packed: currency)
    order.faults = entry.faults
    order.customer = entry.customer
    return order
  }

  /// The revenue of an entry.
  @inline(__always)
  private func revenue(_ entry: OrderEntry) -> ExactDecimal? {
    guard entry.isPriced else { return nil }
    if entry[.wideRevenue] { return wideRevenues[Int(entry.revenue)] }
    return ExactDecimal(coefficient: Int128(entry.revenue), scale: entry.scale)
  }
}
