import Glibc

/// The steady clock of the machine, which programs on it share.
public enum SteadyClock {
  /// Nanoseconds since the machine started, sleep included.
  public static var nanoseconds: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Sleeps until an instant of this clock.
  public static func sleep(until instant: Int64) {
    while true {
      let rest = instant - nanoseconds
      if rest <= 0 { return }
      var wish = timespec(tv_sec: Int(rest / 1_000_000_000), tv_nsec: Int(rest % 1_000_000_000))
      unsafe nanosleep(&wish, nil)
    }
  }
}

/// An instant by which something must be done.
struct Deadline: Sendable {
  private let instant: Int64

  /// So many seconds from now.
  init(seconds: Double) { instant = SteadyClock.nanoseconds + Int64(seconds * 1e9) }

  private init(instant: Int64) { self.instant = instant }

  /// The deadline for the first of several attempts that share what is left, each with no more than
  /// so many seconds.
  func share(of attempts: Int, atMost seconds: Double) -> Deadline {
    let now = SteadyClock.nanoseconds
    let rest = max(instant - now, 0) / Int64(max(attempts, 1))
    return Deadline(instant: now + min(rest, Int64(seconds * 1e9)))
  }

  var hasPassed: Bool { SteadyClock.nanoseconds >= instant }

  /// What is left, rounded up, for poll(2).
  var remainingMilliseconds: Int32 {
    let rest = max(instant - SteadyClock.nanoseconds, 0)
    return Int32(min((rest + 999_999) / 1_000_000, 1_000_000))
  }
}
