import StageKit
import Wire

/// The extraction of the subscribers: drives the walk.
struct SubscriberExtraction {
  /// An answer of the list, as the walk wants it.
  private struct PageAnswer: Sendable {
    var page: SubscriberPage
    var serverTime: Timestamp?
    var bytes = 0
  }

  private typealias Pool = CallPool<SubscriberWalk.Ticket, PageAnswer>

  private let stage: Stage
  private let settings: APIExtractionSettings
  private let client: PostscriptClient
  /// The hashes of the objects that were set aside, which the list may show again and again.
  private var rejected: Set<Int> = []
  private var coverage = SubscriberCoverage()

  init(_ stage: Stage, _ settings: APIExtractionSettings, _ client: PostscriptClient) {
    self.stage = stage
    self.settings = settings
    self.client = client
  }

  /// Extracts the subscribers in the range that options and state give.
  mutating func run(from bookmark: SubscriberBookmark?, _ writer: inout RecordWriter) throws {
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
    let walk = try run(range, plan, &writer) { _ in true }
    if walk.hasTimelessRows {
      stage.log.info(
        "some subscribers have no \(range.field.rawValue): going by \(range.field.other.rawValue) "
          + "to find them"
      )
      _ = try run(SubscriberWalk.Range(range.field.other), nil, &writer) { row in
        row.record.time(range.field) == nil
      }
    }
    tell(walk.rowsAhead, of: range.field)
    writer.place(plan.final(walk))
    writer.setState(
      coverage.stated(
        in: writer.state,
        range,
        until: walk.settledEnd,
        store: settings.store,
        isComplete: rejected.isEmpty
      )
    )
  }

  /// Names the subscribers that no run can read yet.
  private func tell(_ rows: RowsAhead?, of field: TimeField) {
    guard let rows else { return }
    stage.counts[.ahead] = rows.count
    stage.log.warning(
      "\(rows.count) subscriber\(rows.count == 1 ? " bears" : "s bear") in \(field.rawValue) a time "
        + "after the API's own clock, such as \(Excerpt.quoted(rows.id)) with \(rows.time.text): left out "
        + "until that time comes"
    )
  }

  /// Walks through a range and writes those rows that are wanted.
  private mutating func run(
    _ range: SubscriberWalk.Range,
    _ plan: BookmarkPlan?,
    _ writer: inout RecordWriter,
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
        throw StageError(.software, "the walk makes no progress; please report this")
      }
      guard let finished = pool.next() else { continue }
      let answer = try answer(finished)
      stage.counts.bytesRead += answer.bytes
      for bad in answer.page.objects.bad where rejected.insert(bad.text.hashValue).inserted {
        try APIExtraction.reject(bad, .subscribers, stage)
      }
      try take(finished.ticket, answer, into: &walk)
      stage.progress.totalRecords = walk.expectedRows.map { readBefore + $0 }
      for row in walk.takeRows() where isWanted(row) {
        stage.counts.read += 1
        coverage.add(row)
        try writer.write(row.record, .subscribers, observed: row.observed)
      }
      if walk.repetitions > repetitions {
        repetitions = walk.repetitions
        stage.log.warning("subscribers came in behind the walk, which is therefore made once more")
        // What STATE messages said of it so far isn't true.
        writer.setState(initialState)
        try writer.writeState()
      }
      if writer.recordsSinceState >= APIExtraction.recordsPerState {
        writer.place(plan?.soFar(walk))
        try writer.writeState()
      }
    }
    return walk
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
}

extension CountName {
  /// Subscribers whose time has yet to come.
  fileprivate static let ahead = CountName("ahead")
}
