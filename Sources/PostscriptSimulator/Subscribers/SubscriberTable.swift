import Wire

/// The simulated shop's subscribers, in the two orders in which the list is walked.
///
/// A subscriber's fields follow from the seed, its index and how often it has changed by itself, so
/// that a million of them take little memory. What a client, or an act of the person, has changed is
/// kept whole from then on.
struct SubscriberTable: Sendable {
  struct Row: Sendable {
    var created: Int64
    var updated: Int64
    /// How often it has changed without a client.
    var revision: Int32 = 0
  }

  /// The time of update of a row that has none, behind all others.
  static let timeless = Int64.max - 1

  let seed: UInt64
  /// In order of creation: the index of a row is its identity.
  private(set) var rows: [Row] = []
  /// Indexes of rows by update, then by index.
  private(set) var byUpdate: [Int32] = []
  /// Those whose fields no longer follow from their index.
  private var kept: [Int: SubscriberRecord] = [:]
  private(set) var people = PeopleIndex()
  private(set) var removed: Set<Int> = []
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
    for pair in 0..<min(settings.twins, rows.count / 2) { makeTwin(2 * pair + 1, of: 2 * pair) }
    for place in 0..<min(settings.redacted, rows.count) {
      let index = rows.count - 1 - place
      change(index, at: rows[index].updated) { $0.redact() }
    }
  }

  /// Gives a subscriber the e-mail address and the Shopify customer of another.
  private mutating func makeTwin(_ index: Int, of other: Int) {
    let email = email(other) ?? "twin\(other)@example.com"
    let customer = shopifyCustomer(other) ?? "\(7_000_000_000_000 + other)"
    for row in [index, other] {
      change(row, at: rows[row].updated) { record in
        record.email = email
        record.shopifyCustomer = customer
      }
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

  /// Everything that the shop knows of a subscriber.
  func record(_ index: Int) -> SubscriberRecord { kept[index] ?? drawn(index) }

  /// What it is that was kept of a subscriber; nil where its fields still follow from its index.
  func keptRecord(_ index: Int) -> SubscriberRecord? { kept[index] }

  /// Changes what a client or the person changes, and nothing else.
  mutating func change(_ index: Int, at time: Int64, _ body: (inout SubscriberRecord) -> Void) {
    var record = record(index)
    if kept[index] != nil { people.remove(record, index) }
    body(&record)
    people.add(record, index)
    kept[index] = record
    move(index, to: time)
  }

  /// Changes a subscriber's tags and properties, as the shop's other programs do.
  mutating func edit(_ index: Int, at time: Int64) {
    rows[index].revision += 1
    if let properties = kept[index]?.properties {
      let keys = properties.keys
      if keys.count < PropertyObject.limit || keys.contains("simulated_edits") {
        kept[index]?.properties =
          properties.setting([("simulated_edits", .number("\(rows[index].revision)"))])
      }
    }
    move(index, to: time)
  }

  /// Takes a subscriber out of the shop, as if it had never been there.
  mutating func takeOut(_ index: Int) {
    guard removed.insert(index).inserted else { return }
    people.remove(record(index), index)
    byUpdate.remove(at: position(ofUpdate: rows[index].updated, index: index))
    version += 1
  }

  /// Moves a subscriber to its place in the order of updates.
  private mutating func move(_ index: Int, to time: Int64) {
    guard !removed.contains(index) else { return }
    byUpdate.remove(at: position(ofUpdate: rows[index].updated, index: index))
    let before = rows[index].updated
    rows[index].updated = before == SubscriberTable.timeless ? time : max(time, before)
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
    guard index < UInt64(rows.count), !removed.contains(Int(index)) else { return nil }
    return Int(index)
  }
}
