import StageKit
import Wire

/// The subscribers: drives the walk.
extension APIExtraction {
  /// An answer of the list, as the walk wants it.
  private struct PageAnswer: Sendable {
    var page: SubscriberPage
    var serverTime: Timestamp?
    var bytes = 0
  }

  private typealias Pool = CallPool<SubscriberWalk.Ticket, PageAnswer>

  /// Extracts the subscribers in the range that options and state give.
  func extractSubscribers(from bookmark: SubscriberBookmark?) throws {
    var range = SubscriberWalk.Range(settings.by, since: settings.since, until: settings.until)
    let plan = BookmarkPlan(range, bookmark, store: settings.store)
    range.since = plan.from
    if let from = plan.from, let until = settings.until, from >= until {
      stage.log.info("nothing to do: the state already reaches \(from.text)")
      return
    }
    if let since = settings.since, let from = plan.from, from > since {
      stage.log.info("the state already reaches \(from.text): going on from there")
    }
    if settings.statePath != nil, !plan.moves {
      stage.log.info("a backfill leaves the state as it is")
    }
    let walk = try run(range, plan) { _ in true }
    if walk.hasTimelessRows {
      stage.log.info(
        "some subscribers have no \(range.field.rawValue): going by \(range.field.other.rawValue) "
          + "to find them"
      )
      _ = try run(SubscriberWalk.Range(range.field.other), nil) { row in
        row.record.time(range.field) == nil
      }
    }
    try place(plan.final(walk))
  }

  /// Walks through a range and writes those rows that are wanted.
  private func run(
    _ range: SubscriberWalk.Range,
    _ plan: BookmarkPlan?,
    isWanted: (WalkRow) -> Bool
  ) throws -> SubscriberWalk {
    let initialState = writer.state
    var repetitions = 0
    var walk = SubscriberWalk(range, now: Clock.now, settling: Int64(settings.overlap))
    let pool = Pool(client, limit: client.inFlight)
    let readBefore = stage.counts.read
    while !walk.isFinished {
      submit(&walk, pool)
      try stage.checkpoint(client)
      guard pool.underWay > 0 || walk.isFinished else {
        throw StageError(.software, "the walk stands still; please report this")
      }
      guard let finished = pool.next() else { continue }
      let answer = try answer(finished)
      stage.counts.bytesRead += answer.bytes
      for bad in answer.page.objects.bad where rejected.insert(bad.text.hashValue).inserted {
        try reject(bad, .subscribers)
      }
      try take(finished.ticket, answer, into: &walk)
      stage.progress.totalRecords = walk.expectedRows.map { readBefore + $0 }
      for row in walk.takeRows() where isWanted(row) {
        stage.counts.read += 1
        try writer.write(row.record, .subscribers, observed: row.observed)
      }
      if walk.repetitions > repetitions {
        repetitions = walk.repetitions
        try takeBack(to: initialState)
      }
      if writer.recordsSinceState >= APIExtraction.recordsPerState {
        try place(plan?.soFar(walk))
        try writer.writeState()
      }
    }
    return walk
  }

  /// How far the state says that earlier runs came; nil for not at all.
  ///
  /// - Throws: exit code 78 for a state that is another store's, lies in the future or can't be read.
  func bookmark() throws(StageError) -> SubscriberBookmark? {
    let bookmark: SubscriberBookmark?
    do throws(UnexpectedAnswer) { bookmark = try SubscriberBookmark(in: writer.state) } catch {
      throw StageError(.config, "--state: \(error.reason)")
    }
    guard let bookmark else { return nil }
    if let store = bookmark.store, store != settings.store {
      throw StageError(
        .config,
        "--state: it belongs to the store \(Excerpt.quoted(store)), and this run is for "
          + "\(Excerpt.quoted(settings.store)) (--store): each store needs a state of its own"
      )
    }
    // A little ahead may be this machine's clock; more would hide what changes until then.
    let latest = Clock.now.microseconds + 5 * 60 * 1_000_000
    guard bookmark.updated.microseconds <= latest else {
      throw StageError(
        .config,
        "--state: its updated_at, \(bookmark.updated.text), lies in the future: what changes until "
          + "then would be passed over; set it back to a time before which all is loaded"
      )
    }
    return bookmark
  }

  /// The walk is made again, so that what STATE messages said of it so far isn't true.
  private func takeBack(to state: JSONValue) throws {
    stage.log.warning("subscribers came in behind the walk, which is therefore made once more")
    writer.state = state
    try writer.writeState()
  }

  private func submit(_ walk: inout SubscriberWalk, _ pool: Pool) {
    let store = settings.store
    // A request that only waits for the limit would have the walk split without need.
    while pool.hasRoom, !client.isSaturated, let ticket = walk.nextTicket() {
      pool.submit(ticket, HTTPRequest("GET", ticket.query.target)) {
        (response) throws(UnexpectedAnswer) in
        PageAnswer(
          page: try APIList.page(response, store: store),
          serverTime: response.header("date").flatMap { HTTPDate.parse($0) },
          bytes: response.body.count
        )
      }
    }
  }

  private func answer(_ finished: Pool.Finished) throws(StageError) -> PageAnswer {
    do throws(CallFailure) {
      return try finished.outcome.get()
    } catch {
      // A page that is no more, since the list has become shorter, may also be answered so.
      let page = finished.ticket.query.page
      if case .refused(let refusal) = error, refusal.kind == .notFound, page > 1 {
        return PageAnswer(
          page: SubscriberPage(number: page, total: page - 1, objects: APIObjects())
        )
      }
      throw error.stageError
    }
  }

  private func take(
    _ ticket: SubscriberWalk.Ticket,
    _ answer: PageAnswer,
    into walk: inout SubscriberWalk
  ) throws(StageError) {
    do throws(WalkFault) {
      try walk.receive(
        ticket,
        answer.page,
        serverTime: answer.serverTime,
        observed: Clock.now
      )
    } catch {
      switch error {
      case .wrongList(let reason):
        throw StageError(.unavailable, "the list of subscribers: \(reason)")
      case .unstable(let reason): throw StageError(.tempFail, "the list of subscribers: \(reason)")
      }
    }
  }

  private func place(_ bookmark: SubscriberBookmark?) throws {
    if let bookmark { writer.state = bookmark.placed(in: writer.state) }
  }
}
