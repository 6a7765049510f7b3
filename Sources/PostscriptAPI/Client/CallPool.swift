import Dispatch
import StageKit
import Synchronization

/// Makes calls on its own threads, several at a time, and hands their answers back to one.
///
/// The thread that owns the pool submits calls and waits for answers; it alone writes output and
/// asks for signals. Threads begin when they are first needed, and end with the process.
public final class CallPool<Ticket: Sendable, Answer: Sendable>: Sendable {
  /// What reads a successful answer.
  public typealias AnswerReader = @Sendable (HTTPResponse) throws(UnexpectedAnswer) -> Answer
  /// A call that has come to its end.
  public typealias Finished = (ticket: Ticket, outcome: Result<Answer, CallFailure>)

  private struct Job: Sendable {
    let ticket: Ticket
    let request: HTTPRequest
    let read: AnswerReader
  }

  private struct Calls {
    var jobs: [Job] = []
    var finished: [Finished] = []
    var threads = 0
    var underWay = 0
  }

  private let client: PostscriptClient
  private let limit: Int
  private let repeats: Bool
  private let state = Mutex(Calls())
  private let work = DispatchSemaphore(value: 0)
  private let results = DispatchSemaphore(value: 0)

  /// Makes a pool with room for a number of calls under way at the same time.
  public init(_ client: PostscriptClient, limit: Int) {
    self.client = client
    self.limit = limit
    repeats = true
  }

  /// Makes a pool whose calls are one attempt each: their owner decides about another.
  public init(attempting client: PostscriptClient, limit: Int) {
    self.client = client
    self.limit = limit
    repeats = false
  }

  /// Whether another call can begin at once.
  public var hasRoom: Bool { state.withLock { state in state.underWay < limit } }

  /// How many calls have neither failed nor been handed back.
  public var underWay: Int { state.withLock { state in state.underWay } }

  /// Begins a call.
  ///
  /// Where the system grants no thread to make it, it ends at once with a passing fault.
  public func submit(_ ticket: Ticket, _ request: HTTPRequest, _ read: @escaping AnswerReader) {
    let needsThread = state.withLock { state -> Bool in
      state.jobs.append(Job(ticket: ticket, request: request, read: read))
      state.underWay += 1
      guard state.threads < min(state.underWay, limit) else { return false }
      state.threads += 1
      return true
    }
    if needsThread, !BackgroundThread.start({ [self] in serve() }) {
      let isHopeless = state.withLock { state -> Bool in
        state.threads -= 1
        // Otherwise the threads that there are get to it later.
        guard state.threads == 0, let job = state.jobs.popLast() else { return false }
        let failure = StageError(.tempFail, "the system grants no thread to make requests on")
        state.finished.append((job.ticket, .failure(.local(failure))))
        return true
      }
      if isHopeless {
        results.signal()
        return
      }
    }
    work.signal()
  }

  /// The next call that has ended, in the order in which they end; nil after a tenth of a second
  /// without one, so that the caller can look after signals.
  public func next() -> Finished? {
    guard results.wait(timeout: .now() + .milliseconds(100)) == .success else { return nil }
    return state.withLock { state in
      state.underWay -= 1
      return state.finished.isEmpty ? nil : state.finished.removeFirst()
    }
  }

  private func serve() {
    while true {
      work.wait()
      guard let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) else {
        continue
      }
      let outcome = Result<Answer, CallFailure> { () throws(CallFailure) -> Answer in
        repeats
          ? try client.call(job.request, job.read) : try client.attempt(job.request, job.read)
      }
      state.withLock { state in state.finished.append((job.ticket, outcome)) }
      results.signal()
    }
  }
}
