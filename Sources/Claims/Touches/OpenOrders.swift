/// The orders of a run, each once, however many records tell of it.
struct OpenOrders {
  /// In the order in which they were first told of.
  private(set) var all: [OpenOrder] = []
  private var places: [UInt64: Int32] = [:]

  /// Takes an order in; false where it is one that is known, of which the better record stays.
  mutating func add(_ order: OpenOrder) -> Bool {
    guard let place = place(of: order) else {
      note(order, Int32(all.count))
      all.append(order)
      return true
    }
    let other = all[Int(place)]
    var kept = order.replaces(other) ? order : other
    kept.person.add(order.person)
    kept.person.add(other.person)
    kept.id = order.id ?? other.id
    all[Int(place)] = kept
    note(order, place)
    return false
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
