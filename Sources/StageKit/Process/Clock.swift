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

  /// Nanoseconds since some fixed instant; it never goes back.
  public static var monotonicNanoseconds: Int64 {
    let time = read(CLOCK_MONOTONIC)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func read(_ clock: clockid_t) -> timespec {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return time
  }
}
