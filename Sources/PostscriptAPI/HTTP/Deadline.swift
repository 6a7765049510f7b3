import StageKit

/// An instant by which something must be done.
struct Deadline: Sendable {
  private let instant: Int64

  /// A number of seconds from now.
  init(seconds: Double) { instant = Clock.monotonicNanoseconds + Int64(seconds * 1e9) }

  private init(instant: Int64) { self.instant = instant }

  /// The deadline for the first of several attempts that share what is left, each with no more than
  /// that many seconds.
  func share(of attempts: Int, atMost seconds: Double) -> Deadline {
    let now = Clock.monotonicNanoseconds
    let rest = max(instant - now, 0) / Int64(max(attempts, 1))
    return Deadline(instant: now + min(rest, Int64(seconds * 1e9)))
  }

  var hasPassed: Bool { Clock.monotonicNanoseconds >= instant }

  /// What is left, rounded up, for poll(2).
  var remainingMilliseconds: Int32 {
    let rest = max(instant - Clock.monotonicNanoseconds, 0)
    return Int32(min((rest + 999_999) / 1_000_000, 1_000_000))
  }
}
