import Wire

/// The stores that have orders, and what time their orders cover.
struct StoreTable: ~Copyable {
  private var numbers: [[UInt8]: Int] = [:]
  private var latest = -1
  private var latestName = ByteBuffer()
  private var covered: [ClosedRange<Timestamp>?] = []
  private var incomplete: [Bool] = []
  /// True where an order was lost of which not even the store is known.
  var hasUnknownLosses = false

  /// The number of a store, or nil.
  @inline(__always)
  mutating func number(of store: ByteView) -> Int? {
    if latest >= 0, store.equals(latestName.view) { return latest }
    return search(store)
  }

  private mutating func search(_ store: ByteView) -> Int? {
    guard let number = numbers[store.array] else { return nil }
    remember(store, number)
    return number
  }

  private mutating func remember(_ store: ByteView, _ number: Int) {
    latest = number
    latestName.removeAll()
    latestName.append(store)
  }

  /// The number of a store, which is given one where it has none.
  mutating func insert(_ store: ByteView) -> Int {
    if let known = number(of: store) { return known }
    let number = covered.count
    numbers[store.array] = number
    covered.append(nil)
    incomplete.append(false)
    remember(store, number)
    return number
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
