import PostscriptAPI
import StageKit
import Wire

/// The subscribers: drives the walk.
extension Extraction {
  /// An answer of the list, as the walk wants it.
  private struct PageAnswer: Sendable {
    var page: SubscriberPage
    var serverTime: Timestamp?
    var bytes = 0
  }

  private typealias Pool = CallPool<SubscriberWalk.Ticket, PageAnswer>

  /// Extracts the subscribers in the range that options and state give.
  func extractSubscribers() throws {
    let bookmark: Bookmark?
    do throws(UnexpectedAnswer) { bookmark = try Bookmark(in: writer.state) } catch {
      throw StageError(.config, "--state: \(error.reason)")
    }
    let plan = BookmarkPlan(options, bookmark)
    if let from = plan.from, let until = options.until, from >= until {
      stage.log.info("nothing to do: the state already reaches \(from.text)")
      return
    }
    let now = SystemTime.now
    var walk = SubscriberWalk(
      SubscriberWalk.Range(options.by, since: plan.from, until: options.until),
      now: now
    )
    let pool = Pool(client, limit: options.client.inFlight)
    let readBefore = stage.counts.read
    var rejected: Set<[UInt8]> = []
    while !walk.isFinished {
      submit(&walk, pool)
      try stage.checkpoint()
      guard pool.underWay > 0 || walk.isFinished else {
        throw StageError(.software, "the walk stands still; please report this")
      }
      guard let finished = pool.next() else { continue }
      let answer = try answer(finished)
      stage.counts.bytesRead += answer.bytes
      for bad in answer.page.objects.bad where rejected.insert(bad.text).inserted {
        try reject(bad, .subscribers)
      }
      try take(finished.ticket, answer, into: &walk)
      stage.progress.totalRecords = walk.expectedRows.map { readBefore + $0 }
      try writeRows(&walk, plan)
    }
    try place(plan.final(walk))
    if walk.repetitions > 0 {
      stage.log.warning("subscribers came in behind the walk, which was therefore made twice")
    }
  }

  private func submit(_ walk: inout SubscriberWalk, _ pool: Pool) {
    let store = options.store
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
        observed: SystemTime.now
      )
    } catch {
      switch error {
      case .wrongList(let reason):
        throw StageError(.unavailable, "the list of subscribers: \(reason)")
      case .restless(let reason): throw StageError(.tempFail, "the list of subscribers: \(reason)")
      }
    }
  }

  private func writeRows(_ walk: inout SubscriberWalk, _ plan: BookmarkPlan) throws {
    for row in walk.takeRows() {
      stage.counts.read += 1
      try writer.write(row.record, .subscribers, observed: row.observed)
    }
    if writer.recordsSinceState >= Extraction.recordsPerState {
      try place(plan.soFar(walk))
      try writer.writeState()
    }
  }

  private func place(_ bookmark: Bookmark?) throws {
    if let bookmark { writer.state = bookmark.placed(in: writer.state) }
  }
}
