import Glibc
// Linked with Swift's library inside, the members of `timespec` belong to this module wherever the
// compiler meets it before Glibc, which depends on the order of a module's files.
import SwiftOverlayShims
public import Wire

/// The clocks of the system.
public enum Clock {
  /// The time of day.
  public static var now: Timestamp {
    let time = read(CLOCK_REALTIME)
    return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec / 1_000))
  }

  /// Nanoseconds since the machine started; it never goes back.
  ///
  /// Sleep of the machine is included and all processes see the same time, since they share limits
  /// of requests by it (CLOCK_MONOTONIC stops while the machine sleeps).
  public static var monotonicNanoseconds: Int64 {
    let time = read(CLOCK_BOOTTIME)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Sleeps until an instant of ``monotonicNanoseconds``.
  public static func sleep(until instant: Int64) {
    while true {
      let rest = instant - monotonicNanoseconds
      if rest <= 0 { return }
      var wish = timespec(tv_sec: Int(rest / 1_000_000_000), tv_nsec: Int(rest % 1_000_000_000))
      unsafe nanosleep(&wish, nil)
    }
  }

  private static func read(_ clock: clockid_t) -> timespec {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return time
  }
}
