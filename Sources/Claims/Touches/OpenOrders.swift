/// The orders of a run, each once, however many records tell of it.
struct OpenOrders {
  /// In the order in which they were first told of.
  private(set) var all: [OpenOrder] = []
  private var places: [UInt64: Int32] = [:]
  /// Those that a later record showed to be one with another.
  private var folded: Set<Int32> = []

  /// True for an order that is one with another of the list.
  func isFolded(_ index: Int) -> Bool { !folded.isEmpty && folded.contains(Int32(index)) }

  /// Takes an order in; false where it is one that is known, of which the better record stays.
  mutating func add(_ order: OpenOrder) -> Bool {
    guard let place = place(of: order) else {
      note(order, Int32(all.count))
      all.append(order)
      return true
    }
    take(order, at: place)
    // One record has the id, another the name, and this one both.
    if let name = order.name, let second = places[name], second != place,
      all[Int(second)].id == nil
    {
      folded.insert(second)
      take(all[Int(second)], at: place)
      places[name] = place
    }
    note(order, place)
    return false
  }

  /// Keeps the better of two records of an order, which knows who it was by the names of both.
  private mutating func take(_ order: OpenOrder, at place: Int32) {
    let other = all[Int(place)]
    var kept = order.replaces(other) ? order : other
    kept.person.add(order.person)
    kept.person.add(other.person)
    kept.id = order.id ?? other.id
    all[Int(place)] = kept
  }

  /// Where an order is: by its id, and by its name where one of the two records has no id.
  private func place(of order: OpenOrder) -> Int32? {
    if let id = order.id, let place = places[id] { return place }
    guard let name = order.name, let place = places[name] else { return nil }
    return order.id == nil || all[Int(place)].id == nil ? place : nil
  }

  private mutating func note(_ order: OpenOrder, _ place: Int32) {
    if let id = order.id { places[id] = place }
    if let name = order.name, places[name] == nil || order.id == nil { places[name] = place }
  }
}
