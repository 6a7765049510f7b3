/// The count of rows at the end of a walk, which shows whether some came in behind it.
///
/// What the list has up to a settled second is compared with how many subscribers were handed out
/// whose newest version lies there. Subscribers that change leave that stretch, on either side of
/// the comparison, so that it holds for a list that changes too.
struct WalkAudit: Sendable {
  /// What an answer shows.
  enum Comparison {
    /// The list has another last page, which must be asked for.
    case unknown
    /// The list has no rows that were not handed out.
    case complete
    /// The list has more rows than were handed out.
    case missing(listed: Int, handedOut: Int)
  }

  /// The last second that is counted, once the count has begun; what is later isn't settled.
  private(set) var through: Int64?
  /// How often the walk was made again.
  private(set) var repetitions = 0
  private var isAwaited = false
  /// The page to count: the last, as far as is known.
  private var page = 1
  /// How many rows a full page holds, once one was seen.
  private var pageSize = 0
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

  /// Takes notice of a page of the walk: of its size, and of its objects without an id.
  mutating func see(_ page: SubscriberPage) {
    if page.number < page.total { pageSize = max(pageSize, page.count) }
    for object in page.objects.bad where bad.count < 65_536 { bad.insert(object.text.hashValue) }
  }

  // MARK: The count of the list

  /// Begins to count up to a second; false where it isn't known how many rows were handed out there.
  mutating func begin(through second: Int64, _ repeats: RepeatedRows) -> Bool {
    guard let rows = present(through: second, repeats) else { return false }
    through = second
    page = pageSize > 0 ? max((rows + pageSize - 1) / pageSize, 1) : 1
    return true
  }

  /// The page to ask for now, or nil where an answer must come first.
  mutating func nextPage() -> Int? {
    guard through != nil, !isAwaited else { return nil }
    isAwaited = true
    return page
  }

  /// Compares the number of rows in the list with the number handed out.
  mutating func take(_ answer: SubscriberPage, asked: Int, _ repeats: RepeatedRows) -> Comparison {
    isAwaited = false
    let last = max(answer.total, 1)
    guard last == asked else {
      page = last
      return .unknown
    }
    guard let through, let handedOut = present(through: through, repeats) else { return .unknown }
    let listed = (last - 1) * pageSize + answer.count
    return listed > handedOut + bad.count
      ? .missing(listed: listed, handedOut: handedOut) : .complete
  }

  // MARK: The count of rows handed out

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
  /// to know.
  private func rows(through second: Int64) -> Int? {
    guard second + 1 >= settledSecond else { return nil }
    return settledCount + counts.reduce(0) { $0 + ($1.key <= second ? $1.value : 0) }
  }

  /// How many subscribers were handed out whose newest version lies at or before a second.
  ///
  /// Where the rows of the last minute are too many to remember, those that moved stay counted.
  private func present(through second: Int64, _ repeats: RepeatedRows) -> Int? {
    rows(through: second).map { repeats.isFull ? $0 : $0 - moved }
  }

  /// Begins anew, since the walk is made again.
  mutating func repeatWalk() {
    repetitions += 1
    through = nil
    counts = [:]
    settledCount = 0
    settledSecond = .min
    ids = IDSet()
    timelessIDs = IDSet()
    moved = 0
    page = 1
  }
}
