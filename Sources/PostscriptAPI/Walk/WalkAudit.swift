/// The count of rows at the end of a walk, which shows whether some came in behind it.
///
/// What the list has up to a settled second is compared with how many subscribers were handed out
/// whose newest version lies there. Subscribers that change leave that stretch, on either side of
/// the comparison, so that it holds for a list that changes too.
struct WalkAudit: Sendable {
  /// The last second that is counted; what is later isn't settled.
  var through: Int64?
  var isAwaited = false
  var repetitions = 0
  /// The page to count: the last, as far as is known.
  var page = 1
  /// How many rows a full page holds, once one was seen.
  var pageSize = 0
  /// The objects without an id, which are in the list though they are never handed out.
  private var bad: Set<Int> = []
  /// Everyone who was handed out with a time, and without one.
  private var ids = IDSet()
  private var timelessIDs = IDSet()
  /// How many of those that were counted have been handed out again with a later time.
  private var moved = 0
  private var counts: [Int64: Int] = [:]
  private var settledCount = 0
  private var settledSecond = Int64.min

  /// How many different objects without an id the answers held.
  var badCount: Int { bad.count }

  /// Takes notice of objects without an id.
  mutating func note(_ objects: [BadObject]) {
    for object in objects where bad.count < 65_536 { bad.insert(object.text.hashValue) }
  }

  /// Counts a row that is handed out; false where a row without a time was so before.
  mutating func count(_ row: WalkRow, _ finding: RepeatedRows.Finding) -> Bool {
    guard let second = row.second else { return timelessIDs.insert(row.record.id) }
    // An unsettled version isn't counted, so it can't leave either.
    if !ids.insert(row.record.id), finding == .other { moved += 1 }
    // Seconds of the last minutes are kept apart, since the bound is known only at the end.
    counts[second, default: 0] += 1
    if counts.count > 4096, let newest = counts.keys.max() { settle(before: newest - 1024) }
    return true
  }

  private mutating func settle(before second: Int64) {
    settledSecond = max(settledSecond, second)
    for (key, value) in counts where key < settledSecond {
      settledCount += value
      counts[key] = nil
    }
  }

  /// How many rows were handed out that lie at or before a second; nil where that is too long ago
  /// to be told.
  func rows(through second: Int64) -> Int? {
    guard second + 1 >= settledSecond else { return nil }
    return settledCount + counts.reduce(0) { $0 + ($1.key <= second ? $1.value : 0) }
  }

  /// How many subscribers were handed out whose newest version lies at or before a second.
  ///
  /// Where the rows of the last minute are too many to be told apart, those that moved stay counted.
  func present(through second: Int64, _ repeats: RepeatedRows) -> Int? {
    rows(through: second).map { repeats.isFull ? $0 : $0 - moved }
  }

  mutating func reset() {
    counts = [:]
    settledCount = 0
    settledSecond = .min
    ids = IDSet()
    timelessIDs = IDSet()
    moved = 0
    page = 1
  }
}
