/// Decides whether and when a request that failed is tried again.
///
/// A pure value: exponential backoff with full jitter (a random wait between nothing and a bound
/// that doubles), as the vendor advises, within a budget of time for each request.
public struct RetryPolicy: Sendable, Equatable {
  /// Why an attempt came to nothing.
  public enum Failure: Sendable, Equatable {
    /// 429: too many requests.
    case throttled
    /// The server's own trouble: 5xx, or an answer that isn't what it should be.
    case server
    /// The network, with what is known of it.
    case network(HTTPFault.Cause)
  }

  /// What to do.
  public enum Decision: Sendable, Equatable {
    /// Try again after this many nanoseconds.
    case retry(after: Int64)
    /// Report the failure.
    case giveUp
  }

  /// How long one request is tried, in nanoseconds from its first attempt.
  public var budget: Int64
  /// The same while no request of the process has been answered yet and the server can't be
  /// reached: a wrong address or a server that is down shows soon.
  public var firstContactBudget: Int64
  /// The bound of the first wait, in nanoseconds.
  public var firstBound: Int64 = 500_000_000
  /// The bound that waits never exceed, in nanoseconds.
  public var lastBound: Int64 = 30_000_000_000

  /// Makes a policy.
  ///
  /// - Parameter budgetSeconds: how long one request is tried.
  public init(budgetSeconds: Double) {
    budget = Int64(budgetSeconds * 1e9)
    firstContactBudget = min(budget, 5_000_000_000)
  }

  /// What to do after a failure.
  ///
  /// - Parameters:
  ///   - failure: why the attempt came to nothing.
  ///   - attempt: which attempt failed, from 1.
  ///   - elapsed: nanoseconds since the first attempt began.
  ///   - hadContact: whether the process has had any answer yet.
  ///   - asked: nanoseconds that the server has asked to wait; 0 for none.
  ///   - random: a random number from 0 to 1.
  /// - Returns: whether to try again, and when.
  public func decision(
    after failure: Failure,
    attempt: Int,
    elapsed: Int64,
    hadContact: Bool,
    asked: Int64 = 0,
    random: Double
  ) -> Decision {
    var limit = budget
    if case .network(let kind) = failure {
      if kind == .certificate || kind == .tooLarge || kind == .proxy { return .giveUp }
      if !hadContact && (kind == .unresolved || kind == .unreachable) { limit = firstContactBudget }
    }
    let doublings = min(attempt - 1, 30)
    let bound = min(firstBound << doublings, lastBound)
    // Not all at the same moment, also after a wait that was asked for.
    let wait = asked + Int64(Double(bound) * min(max(random, 0), 1))
    return elapsed + wait >= limit ? .giveUp : .retry(after: wait)
  }
}
