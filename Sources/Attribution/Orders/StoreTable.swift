import StageKit
import Wire

/// The stores that have orders, and of which time all their orders are known.
///
/// A file of orders says in its STATE what it covers. One that says nothing covers the time from its
/// first to its last order; two such files leave the gap between them open. Beyond that it may be a
/// part of something, unless the user says that it is not.
struct StoreTable: ~Copyable {
  private var numbers: [[UInt8]: Int] = [:]
  private var latest = -1
  private var latestName = ByteBuffer()
  private var covered: [CoveredTime] = []
  private var ordersOfFile: [ClosedRange<Timestamp>?] = []
  private var fileStatesCoverage = false
  private var incomplete: [Bool] = []
  private let policies: StorePolicies
  /// What files cover that do not say it.
  private let cover: CoverageSetting
  /// True where a file does not say what it covers, and nobody else does.
  private(set) var mayBePart = false
  /// Where the days of each store begin.
  private var zones: [LocalTimeZone?] = []
  /// True where an order was lost of which not even the store is known.
  var hasUnknownLosses = false

  /// Prepares for stores with these policies.
  init(_ policies: StorePolicies, _ cover: CoverageSetting) {
    self.policies = policies
    self.cover = cover
  }

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
    covered.append(CoveredTime())
    ordersOfFile.append(nil)
    incomplete.append(false)
    // A store without a policy has no records that are read.
    zones.append(policies.zones[(try? policies.place(of: store)) ?? 0])
    remember(store, number)
    return number
  }

  /// Notes that the file being read has an order of that time.
  mutating func note(_ store: Int, _ time: Timestamp) {
    ordersOfFile[store].widen(to: time)
  }

  /// Takes what the STATE of the file being read says of its coverage.
  ///
  /// A stretch that is not complete proves nothing about an order that is missing there.
  mutating func cover(_ coverage: [Coverage]) {
    fileStatesCoverage = true
    for stretch in coverage where stretch.isComplete {
      let store = stretch.store.withView { insert($0) }
      let (from, until) = (instant(stretch.from, store), instant(stretch.until, store))
      if from < until { covered[store].add(from..<until) }
    }
  }

  /// Ends a file.
  mutating func endFile() {
    if !fileStatesCoverage, cover == .unstated { mayBePart = true }
    for store in ordersOfFile.indices {
      if !fileStatesCoverage, let range = ordersOfFile[store] { add(range, store) }
      ordersOfFile[store] = nil
    }
    fileStatesCoverage = false
  }

  /// Takes what a file covers that does not say it.
  private mutating func add(_ range: ClosedRange<Timestamp>, _ store: Int) {
    if case .days(let days) = cover {
      let from = midnight(days.from.daysSinceEpoch, store)
      covered[store].add(from..<midnight(days.until.daysSinceEpoch, store))
    } else {
      let end = Timestamp(microseconds: range.upperBound.microseconds + 1)
      covered[store].add(range.lowerBound..<end)
    }
  }

  /// Whether an order was lost that may be the one of a claim.
  var hasLosses: Bool { hasUnknownLosses || incomplete.contains(true) }

  private mutating func instant(_ bound: CoverageBound, _ store: Int) -> Timestamp {
    switch bound {
    case .instant(let time): time
    case .day(let day): midnight(day.daysSinceEpoch, store)
    }
  }

  /// The beginning of a day in the store's reporting timezone; where the clocks leap over midnight, the
  /// first instant after it.
  private mutating func midnight(_ day: Int, _ store: Int) -> Timestamp {
    var local = day * 86_400
    var offset = 0
    if let usual = zones[store]?.offset(day: day, second: 0) {
      offset = usual
    } else if let later = zones[store]?.offset(day: day, second: 3600) {
      (local, offset) = (local + 3600, later)
    }
    return Timestamp(microseconds: Int64(local - offset) * 1_000_000)
  }

  /// Notes that an order of a store was lost, so that an order not found may be that one.
  mutating func loseOrder(of store: Int) { incomplete[store] = true }

  /// Whether an order would be known that a claim dates so.
  mutating func covers(_ store: ByteView, _ date: ClaimDate) -> Bool {
    guard !hasUnknownLosses, let number = number(of: store), !incomplete[number] else {
      return false
    }
    switch date {
    case .unknown: return false
    case .instant(let time): return covered[number].contains(time)
    case .day(let day):
      return covered[number].contains(midnight(day, number)..<midnight(day + 1, number))
    }
  }
}
