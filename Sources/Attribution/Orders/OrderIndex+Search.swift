public import Wire

/// How a claim names its order; its texts are valid as long as those they were read from.
public struct OrderReference {
  /// The store of the claim.
  public var store: ByteView
  /// The id of the order.
  public var id: OrderID?
  /// The name of the order.
  public var name: ByteView?

  /// Makes a reference; a store that is not named is `default`.
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
      let store = markets[Int(entries[place].market)].store
      let name = OrderName.normal(text(at: Int(entries[place].name)))
      let digest = textHash(name, store)
      if let other = table.first(digest, where: { hasName($0, name, store) }) {
        entries[other][.sharedName] = true
        entries[place][.sharedName] = true
      }
      table.insert(digest, place)
    }
    byName = table
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
  ///   - id: the id of the order that was found; valid until the index changes.
  /// - Returns: what was found, with what the index holds of it.
  @inline(__always)
  public mutating func match(
    _ reference: OrderReference,
    at date: ClaimDate,
    id: inout OrderID?
  ) -> OrderMatch {
    id = nil
    guard let store = stores.number(of: reference.store) else { return .undecided }
    var place: Int?
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
    id = entry[.textID] ? .text(text(at: Int(entry.id))) : .number(entry.id)
    return entry[.unreadable] ? .undecided : .found(order(entry))
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
