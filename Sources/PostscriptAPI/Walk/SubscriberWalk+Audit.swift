import Wire

/// The count of rows at the end of a walk, which shows whether some came in behind it.
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
  private var counts: [Int64: Int] = [:]
  private var settledCount = 0
  private var settledSecond = Int64.min

  /// How many different objects without an id the answers held.
  var badCount: Int { bad.count }

  /// Takes notice of objects without an id.
  mutating func note(_ objects: [BadObject]) {
    for object in objects { bad.insert(object.text.hashValue) }
  }

  /// Counts rows that were handed out, which come in the order of time.
  mutating func count(_ rows: [WalkRow]) {
    for row in rows {
      // Seconds of the last minutes are kept apart, since the bound is known only at the end.
      counts[row.second ?? .min, default: 0] += 1
    }
    guard counts.count > 4096, let newest = counts.keys.max() else { return }
    settle(before: newest - 1024)
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

  mutating func reset() {
    counts = [:]
    settledCount = 0
    settledSecond = .min
    page = 1
  }
}

extension SubscriberWalk {
  /// The whole range has been handed out: goes on to the present, or counts.
  mutating func goOnOrAudit() {
    guard let end else { return }
    let present = min(serverTime + 1, untilSecond ?? .max)
    if present - end > SubscriberWalk.catchUp, catchUps < SubscriberWalk.catchUpLimit {
      catchUps += 1
      goOn(to: present)
      return
    }
    guard let settled = settledSecond, settled - 1 > startSecond ?? .min,
      audit.rows(through: settled - 1) != nil
    else {
      finish()
      return
    }
    audit.through = settled - 1
    if audit.pageSize > 0, let rows = audit.rows(through: settled - 1) {
      audit.page = max((rows + audit.pageSize - 1) / audit.pageSize, 1)
    }
  }

  /// Reads from the settled end of what was read to the present.
  private mutating func goOn(to present: Int64) {
    var from = settledSecond ?? present
    if let startSecond { from = max(from, startSecond) }
    windows = [WalkWindow(nextNumber, from: from, end: present)]
    nextNumber += 1
    repeats.beginRound()
    // What lies behind is complete only when it has been read again.
    frontier = Timestamp(microseconds: from * 1_000_000)
    readSince = serverTime
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

  /// Compares the number of rows in the list with the number handed out.
  mutating func takeAudit(_ page: SubscriberPage, _ asked: Int) throws(WalkFault) {
    audit.isAwaited = false
    let last = max(page.total, 1)
    guard last == asked else {
      audit.page = last
      return
    }
    guard let through = audit.through, let handedOut = audit.rows(through: through) else { return }
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
    readSince = serverTime
    repeats = RepeatedRows()
    windows = [WalkWindow(nextNumber, from: startSecond, end: end)]
    nextNumber += 1
  }
}
