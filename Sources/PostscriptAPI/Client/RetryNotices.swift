/// Chooses which repetitions of requests are worth a line in the log.
///
/// A pure value: the first is logged at once, and then one every ten seconds, however many
/// requests fail at the same time.
public struct RetryNotices: Sendable {
  /// The shortest time between two lines, in nanoseconds.
  public static let interval: Int64 = 10_000_000_000

  private var text: String?
  private var notBefore = Int64.min

  /// Starts without any.
  public init() {}

  /// Takes notice that a call is tried again.
  ///
  /// - Parameters:
  ///   - failure: why its last attempt came to nothing.
  ///   - attempt: the number of the next one, from 2.
  ///   - now: the present in nanoseconds of the steady clock.
  public mutating func add(_ failure: CallFailure, attempt: Int, at now: Int64) {
    add(failure.text, attempt: attempt, at: now)
  }

  /// The same, with why the last attempt came to nothing in words.
  public mutating func add(_ words: String, attempt: Int, at now: Int64) {
    guard now >= notBefore else { return }
    notBefore = now + RetryNotices.interval
    text = "\(words); trying again (attempt \(attempt))"
  }

  /// What to log now, once; nil for nothing.
  public mutating func take() -> String? {
    defer { text = nil }
    return text
  }
}
