import Wire

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
      throw .unstable(
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
