import Wire

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

extension SubscriberWalk {
  /// The whole range has been handed out: goes on to the present, or counts.
  mutating func goOnOrAudit() {
    guard let end else { return }
    let present = min(clock.present + 1, untilSecond ?? .max)
    if present - end > SubscriberWalk.catchUp, catchUps < SubscriberWalk.catchUpLimit {
      catchUps += 1
      goOn(to: present)
      return
    }
    guard timeless?.isDone ?? true else { return }
    guard let settled = settledSecond, settled - 1 > startSecond ?? .min,
      let rows = audit.present(through: settled - 1, repeats)
    else {
      finish()
      return
    }
    audit.through = settled - 1
    audit.page = lastPage(rows)
  }

  /// The page on which a list of so many rows ends.
  private func lastPage(_ rows: Int) -> Int {
    audit.pageSize > 0 ? max((rows + audit.pageSize - 1) / audit.pageSize, 1) : 1
  }

  /// Reads from the settled end of what was read to the present.
  private mutating func goOn(to present: Int64) {
    var from = settledSecond ?? present
    if let startSecond { from = max(from, startSecond) }
    windows = [WalkWindow(nextNumber, from: from, end: present)]
    nextNumber += 1
    repeats.readAgain(from: from)
    // What lies behind is complete only when it has been read again.
    if frontier != nil { frontier = Timestamp(microseconds: from * 1_000_000) }
    readSince = clock.reached
    end = present
  }

  /// Asks for the number of rows.
  mutating func auditTicket() -> Ticket? {
    guard let through = audit.through, !audit.isAwaited else { return nil }
    audit.isAwaited = true
    return Ticket(
      query: ListQuery(field: range.field, from: startSecond, through: through, page: audit.page),
      kind: .audit
    )
  }

  /// Asks for the end of the list.
  mutating func timelessTicket() -> Ticket? {
    guard let page = timeless?.nextPage() else { return nil }
    return Ticket(query: ListQuery(field: range.field, page: page), kind: .timeless)
  }

  /// Takes in a page from the end of the list.
  mutating func takeTimeless(
    _ page: SubscriberPage,
    _ asked: Int,
    _ rows: [WalkRow]
  ) throws(WalkFault) {
    try timeless?.take(page, asked: asked, rows)
    if timeless?.isDone == true, windows.isEmpty { goOnOrAudit() }
  }

  /// Compares the number of rows in the list with the number handed out.
  mutating func takeAudit(_ page: SubscriberPage, _ asked: Int) throws(WalkFault) {
    audit.isAwaited = false
    let last = max(page.total, 1)
    guard last == asked else {
      audit.page = last
      return
    }
    guard let through = audit.through, let handedOut = audit.present(through: through, repeats)
    else { return }
    let there = (last - 1) * audit.pageSize + page.count
    guard there > handedOut + audit.badCount else {
      finish()
      return
    }
    guard audit.repetitions == 0, let end else {
      throw .restless(
        "the list has \(there) subscribers where \(handedOut) were read, time after time"
      )
    }
    audit.repetitions += 1
    audit.reset()
    audit.through = nil
    frontier = range.since
    readSince = clock.reached
    repeats = RepeatedRows()
    windows = [WalkWindow(nextNumber, from: startSecond, end: end)]
    nextNumber += 1
  }
}
