public import StageKit

/// What the thread that owns the stage does while others make calls.
extension Stage {
  /// Asks for signals, shows the progress, and says that calls are being tried again.
  func checkpoint(_ client: PostscriptClient) throws(StageError) {
    try checkpoint()
    if let notice = client.takeRetryNotice() { log.warning(notice) }
  }

  /// Takes what was sent into the summary.
  public func count(_ sent: PostscriptClient.Statistics) {
    counts[.requests] = sent.requests
    counts[.retries] = sent.retries
    counts[.throttled] = sent.throttled
  }
}

extension PostscriptClient {
  /// Makes one call on its own thread and waits for its end, so that a signal ends the wait.
  ///
  /// `repeats` is false for a request that must not go twice unless its owner has looked what became
  /// of it.
  public func callAlone<Answer: Sendable>(
    _ stage: Stage,
    _ request: HTTPRequest,
    repeats: Bool = true,
    _ read: @escaping CallPool<Int, Answer>.AnswerReader
  ) throws(StageError) -> Result<Answer, CallFailure> {
    typealias Pool = CallPool<Int, Answer>
    let pool = repeats ? Pool(self, limit: 1) : Pool(attempting: self, limit: 1)
    pool.submit(0, request, read)
    while true {
      try stage.checkpoint(self)
      if let finished = pool.next() { return finished.outcome }
    }
  }
}

extension CountName {
  fileprivate static let requests = CountName("requests")
  fileprivate static let retries = CountName("retries")
  fileprivate static let throttled = CountName("throttled")
}
