import Wire

/// The simulated shop's subscribers, in the two orders in which the list is walked.
///
/// A subscriber's fields follow from the seed, its index and its revision, so that a million of
/// them take little memory; only what clients wrote over the API is kept besides.
struct SubscriberTable: Sendable {
  struct Row: Sendable {
    var created: Int64
    var updated: Int64
    var revision: Int32 = 0
    var isSuppressed = false
    var isRedacted = false
  }

  /// The time of update of a row that has none, behind all others.
  static let timeless = Int64.max - 1

  let seed: UInt64
  /// In order of creation: the index of a row is its identity.
  private(set) var rows: [Row] = []
  /// Indexes of rows by update, then by index.
  private(set) var byUpdate: [Int32] = []
  /// Tags, properties and e-mail addresses that clients wrote.
  private(set) var writings: [Int: SubscriberWritings] = [:]
  /// Changes with every change of the table, so that stale prepared answers are recognised.
  private(set) var version = 0

  init(settings: SimulatorSettings, now: Int64) {
    seed = settings.seed
    var plan = RowPlan(settings: settings, now: now)
    rows = plan.rows()
    byUpdate = rows.indices.map { Int32($0) }
    let unsorted = rows
    byUpdate.sort { left, right in
      let one = unsorted[Int(left)].updated
      let other = unsorted[Int(right)].updated
      return one == other ? left < right : one < other
    }
  }

  var count: Int { rows.count }

  /// Where an update time (and index) is, or would be, in the order of updates.
  func position(ofUpdate time: Int64, index: Int = -1) -> Int {
    var low = 0
    var high = byUpdate.count
    while low < high {
      let middle = (low + high) / 2
      let other = Int(byUpdate[middle])
      let moment = rows[other].updated
      if moment < time || (moment == time && other < index) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// Where a creation time is, or would be, in the order of creation.
  func position(ofCreation time: Int64) -> Int {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].created < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Changes a subscriber, which moves it to its place in the order of updates.
  mutating func touch(_ index: Int, at time: Int64, _ change: (inout Row) -> Void = { _ in }) {
    byUpdate.remove(at: position(ofUpdate: rows[index].updated, index: index))
    let before = rows[index].updated
    rows[index].updated = before == SubscriberTable.timeless ? time : max(time, before)
    rows[index].revision += 1
    change(&rows[index])
    byUpdate.insert(
      Int32(index),
      at: position(ofUpdate: rows[index].updated, index: index)
    )
    version += 1
  }

  /// Gives a subscriber an earlier time of update, which nothing but a repair of the database does.
  mutating func backdate(_ index: Int, to time: Int64) {
    byUpdate.remove(at: position(ofUpdate: rows[index].updated, index: index))
    rows[index].updated = time
    byUpdate.insert(Int32(index), at: position(ofUpdate: time, index: index))
    version += 1
  }

  /// Adds a subscriber, created now, and returns its index.
  mutating func create(at time: Int64) -> Int {
    let moment = max(time, rows.last?.created ?? time)
    rows.append(Row(created: moment, updated: moment))
    let index = rows.count - 1
    byUpdate.insert(Int32(index), at: position(ofUpdate: moment, index: index))
    version += 1
    return index
  }

  /// Keeps what a client wrote about a subscriber.
  mutating func keep(_ written: SubscriberWritings, of index: Int) { writings[index] = written }

  /// The identifier of a row: `s_` and thirteen characters, different for every row.
  func identifier(_ index: Int) -> String {
    let bits = SeededRandom.mix(SeededRandom.mix(seed) &+ UInt64(index))
    let digits = String(bits, radix: 36)
    return "s_" + String(repeating: "0", count: 13 - digits.count) + digits
  }

  /// The row of an identifier, or nil where there is none.
  func index(of identifier: String) -> Int? {
    guard identifier.hasPrefix("s_"), let bits = UInt64(identifier.dropFirst(2), radix: 36) else {
      return nil
    }
    let index = SeededRandom.unmix(bits) &- SeededRandom.mix(seed)
    return index < UInt64(rows.count) ? Int(index) : nil
  }
}

/// What clients wrote about a subscriber over the API.
struct SubscriberWritings: Sendable {
  var email: String?
  var tags: [String] = []
  var properties: [(key: String, json: String)] = []
  var phone: String?
  var shopifyCustomer: String?
}
