public import StageKit
import Synchronization
import Wire

/// Talks to the Postscript API: paced, retried, and with errors that say what to do.
///
/// It may be used by several threads at once; all their requests share one pace.
public final class PostscriptClient: Sendable {
  private let transport: HTTPTransport
  private let gate: RateGate
  private let policy: RetryPolicy
  private let keys: APIKeys
  private let fields: [(name: String, value: String)]
  private let base: BaseURL
  private let state = Mutex(Totals())

  private struct Totals {
    var random = SystemRandomNumberGenerator()
    var hadContact = false
    var requests = 0
    var retries = 0
    var throttled = 0
    var notices = RetryNotices()
  }

  /// What a program may tell of its requests.
  public struct Statistics: Sendable, Equatable {
    /// Requests sent, repetitions included.
    public let requests: Int
    /// Repetitions.
    public let retries: Int
    /// Answers with status 429.
    public let throttled: Int
  }

  /// Prepares a client; nothing is sent yet.
  ///
  /// - Throws: exit code 64 for a bad option, 77 and 78 for keys that can't work, 73 for the rate
  ///   file.
  public init(_ options: APIClientOptions) throws(StageError) {
    try options.check()
    base = options.baseURL
    inFlight = options.inFlight
    keys = try APIKeys(shop: options.apiKey, partner: options.partnerKey)
    fields = keys.fields
    gate = try RateGate(perSecond: options.rate, file: options.rateFile)
    policy = RetryPolicy(budgetSeconds: Double(options.retryFor))
    // Many set the name in lower case, as other tools want it.
    let proxy = options.proxy ?? Environment.process.variable("https_proxy").map { Secret($0) }
    transport = HTTPTransport(
      base,
      via: try ProxyAddress.choose(proxy, except: options.noProxy, for: base),
      userAgent: "postscript-etl/\(Version.current)",
      timeout: Double(options.timeout),
      bodyLimit: APIClientOptions.bodyLimit
    )
  }

  /// The most requests under way at the same time.
  public let inFlight: Int

  /// Where the API is, for messages.
  public var address: String { base.text }

  /// Whether enough requests wait for the limit that more would only wait too.
  public var isSaturated: Bool { gate.waiting >= 3 }

  /// What was sent so far.
  public var statistics: Statistics {
    state.withLock { state in
      Statistics(requests: state.requests, retries: state.retries, throttled: state.throttled)
    }
  }

  /// A line to log about requests that are being tried again; nil where there is none now.
  ///
  /// Calls run on threads that can't log, so the one that can asks for it.
  public func takeRetryNotice() -> String? { state.withLock { state in state.notices.take() } }

  /// Sends a request until it is answered for good, and gives the JSON body of a success.
  ///
  /// A closure looks at the answer of a success; what it throws counts as a fault of the server, and
  /// the request is tried again.
  ///
  /// - Throws: ``CallFailure``.
  public func call<Answer>(
    _ request: HTTPRequest,
    _ accept: (HTTPResponse) throws(UnexpectedAnswer) -> Answer
  ) throws(CallFailure) -> Answer {
    let start = Clock.monotonicNanoseconds
    var attempt = 0
    while true {
      attempt += 1
      let outcome = try attemptOnce(request, accept)
      switch outcome {
      case .answer(let answer): return answer
      case .failure(let failure, let report):
        let (hadContact, random) = state.withLock { state in
          (state.hadContact, Double.random(in: 0...1, using: &state.random))
        }
        let decision = policy.decision(
          after: failure,
          attempt: attempt,
          elapsed: Clock.monotonicNanoseconds - start,
          hadContact: hadContact,
          asked: report.askedWait,
          random: random
        )
        guard case .retry(let wait) = decision else { throw report }
        state.withLock { state in
          state.retries += 1
          state.notices.add(report, attempt: attempt + 1, at: Clock.monotonicNanoseconds)
        }
        Clock.sleep(until: Clock.monotonicNanoseconds + wait)
      }
    }
  }

  /// Sends a request once, when the pace allows, for those who decide themselves about another
  /// attempt.
  ///
  /// - Throws: ``CallFailure``.
  public func attempt<Answer>(
    _ request: HTTPRequest,
    _ accept: (HTTPResponse) throws(UnexpectedAnswer) -> Answer
  ) throws(CallFailure) -> Answer {
    switch try attemptOnce(request, accept) {
    case .answer(let answer): return answer
    case .failure(_, let report): throw report
    }
  }

  private enum Attempt<Answer> {
    case answer(Answer)
    case failure(RetryPolicy.Failure, CallFailure)
  }

  private func attemptOnce<Answer>(
    _ request: HTTPRequest,
    _ accept: (HTTPResponse) throws(UnexpectedAnswer) -> Answer
  ) throws(CallFailure) -> Attempt<Answer> {
    let response: HTTPResponse
    do {
      try gate.pass()
      state.withLock { state in state.requests += 1 }
      response = try transport.send(request, fields: fields)
    } catch let fault as HTTPFault {
      return .failure(.network(fault.kind), .network(fault, address: base.text))
    } catch let error as StageError {
      throw .local(error)
    } catch {
      throw .local(StageError(.software, "unexpected error: \(error)"))
    }
    state.withLock { state in state.hadContact = true }
    guard (200..<300).contains(response.status) else { return try refusal(response, request) }
    guard response.isJSON else {
      let type =
        response.header("content-type").map { Excerpt.plain(keys.hidden($0)) }
        ?? "no content type"
      return .failure(.server, .unexpected("\(request.path): \(type) instead of JSON"))
    }
    do throws(UnexpectedAnswer) {
      return .answer(try accept(response))
    } catch {
      let failure = CallFailure.unexpected("\(request.path): \(error.reason)")
      guard error.passes else { throw failure }
      return .failure(.server, failure)
    }
  }

  private func refusal<Answer>(
    _ response: HTTPResponse,
    _ request: HTTPRequest
  ) throws(CallFailure) -> Attempt<Answer> {
    let error = APIError(response, hiding: keys.hidden)
    if let seconds = error.retryAfter, error.kind == .throttled || error.kind == .server {
      do throws(StageError) { try gate.pause(for: APIError.nanoseconds(seconds)) } catch {
        throw .local(error)
      }
    }
    switch error.kind {
    case .throttled:
      state.withLock { state in state.throttled += 1 }
      do throws(StageError) { try gate.slowDown() } catch { throw .local(error) }
      return .failure(.throttled, .refused(error))
    case .server: return .failure(.server, .refused(error))
    case .keyRefused, .notPermitted, .notFound, .rejected, .unexpected: throw .refused(error)
    }
  }
}
