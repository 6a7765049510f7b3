import Wire

/// The stores that have orders, and what time their orders cover.
struct StoreTable {
  private var names: [[UInt8]] = []
  private var numbers: [[UInt8]: Int] = [:]
  private var latest = -1
  private var covered: [ClosedRange<Timestamp>?] = []
  private var incomplete: [Bool] = []
  /// True where an order was lost of which not even the store is known.
  var hasUnknownLosses = false

  /// The number of a store, or nil.
  @inline(__always)
  mutating func number(of store: ByteView) -> Int? {
    if latest >= 0, names[latest].withView({ store.equals($0) }) { return latest }
    return search(store)
  }

  private mutating func search(_ store: ByteView) -> Int? {
    guard let number = numbers[store.array] else { return nil }
    latest = number
    return number
  }

  /// The number of a store, which is given one where it has none.
  mutating func insert(_ store: ByteView) -> Int {
    if let known = number(of: store) { return known }
    latest = names.count
    names.append(store.array)
    numbers[store.array] = latest
    covered.append(nil)
    incomplete.append(false)
    return latest
  }

  /// Notes that a store has an order of that time.
  mutating func cover(_ store: Int, _ time: Timestamp) {
    guard let range = covered[store] else {
      covered[store] = time...time
      return
    }
    if range.contains(time) { return }
    covered[store] = min(range.lowerBound, time)...max(range.upperBound, time)
  }

  /// Notes that an order of a store was lost, so that an order not found may be that one.
  mutating func loseOrder(of store: Int) { incomplete[store] = true }

  /// Whether an order of that time would be known.
  mutating func covers(_ store: ByteView, _ time: Timestamp?) -> Bool {
    guard let time, !hasUnknownLosses, let number = number(of: store), !incomplete[number],
      let range = covered[number]
    else { return false }
    return range.contains(time)
  }
}
