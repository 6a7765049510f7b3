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

  /// The hash of an order's name, and an order in the table that has the same name.
  private func nameHash(_ place: Int, _ table: borrowing SlotTable) -> (UInt64, Int?) {
    let store = markets[Int(entries[place].market)].store
    let name = OrderName.normal(text(at: Int(entries[place].name)))
    let digest = textHash(name, store)
    return (digest, table.first(digest, where: { hasName($0, name, store) }))
  }

  @inline(__always)
  private func hasName(_ place: Int, _ name: ByteView, _ store: Int) -> Bool {
    let entry = entries[place]
    return markets[Int(entry.market)].store == store
      && OrderName.normal(text(at: Int(entry.name))).equals(name)
  }

  /// Looks the order of a claim up: by its id, and where that is not given or unknown, by its name
  /// within the store.
  ///
  /// - Parameters:
  ///   - reference: how the claim names the order.
  ///   - date: the date of the order by the claim, which tells whether it should be here.
  ///   - place: where the order that was found is held, for ``id(at:)``; nil where none was.
  /// - Returns: what was found, with what the index holds of it.
  @inline(__always)
  public mutating func match(
    _ reference: OrderReference,
    at date: ClaimDate,
    place: inout Int?
  ) -> OrderMatch {
    place = nil
    guard let store = stores.number(of: reference.store) else { return .undecided }
    if let wanted = reference.id { place = find(wanted, store) }
    if place == nil, let name = reference.name {
      switch find(named: name, store) {
      case .one(let found): place = found
      case .several: return .undecided
      case .none: break
      }
    }
    guard let place else { return stores.covers(reference.store, date) ? .notFound : .undecided }
    let entry = entries[place]
    return entry[.unreadable] ? .undecided : .found(order(entry))
  }

  /// The id of the order that is held at a place.
  @inline(__always)
  @_lifetime(borrow self)
  public func id(at place: Int) -> OrderID {
    let entry = entries[place]
    if entry[.textID] { return .text(Self.text(at: Int(entry.id), of: texts.view)) }
    return .number(entry.id)
  }

  private enum Named {
    case none
    case one(Int)
    case several
  }

  private func find(named name: ByteView, _ store: Int) -> Named {
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
      if hasName(place, wanted, store), text(at: Int(entries[place].name)).equals(name) {
        if exact != nil { isUnique = false }
        exact = place
      }
      return false
    }
    guard let exact, isUnique else { return .several }
    return .one(exact)
  }

  @inline(__always)
  private func order(_ entry: OrderEntry) -> Order {
    var order = Order()
    order.time = OrderEntry.timestamp(entry.time)
    order.revenue = revenue(entry)
    let currency = markets[Int(entry.market)].currency
    order.currency = currency == 0 ? nil : CurrencyCode(packed: currency)
    order.faults = entry.faults
    order.customer = entry.customer
    return order
  }
}
