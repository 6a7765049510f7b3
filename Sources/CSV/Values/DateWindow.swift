import StageKit
import Wire

/// The half-open range of `--since` and `--until`.
struct DateWindow {
  private let isByDay: Bool
  private let lower: Int
  private let upper: Int

  /// Takes the two bounds, for records with days or with times; nil where neither is given.
  ///
  /// - Throws: exit code 64 for a time where records have days.
  init?(
    since: TimeBound?,
    until: TimeBound?,
    isByDay: Bool,
    zone: LocalTimeZone?
  ) throws(StageError) {
    if since == nil && until == nil { return nil }
    self.isByDay = isByDay
    lower =
      try since.map { bound throws(StageError) in
        try Self.value(of: bound, "--since", isByDay, zone)
      } ?? Int.min
    upper =
      try until.map { bound throws(StageError) in
        try Self.value(of: bound, "--until", isByDay, zone)
      } ?? Int.max
  }

  func contains(seconds: Int, days: Int) -> Bool {
    let value = isByDay ? days : seconds
    return value >= lower && value < upper
  }

  private static func value(
    of bound: TimeBound,
    _ option: String,
    _ isByDay: Bool,
    _ zone: LocalTimeZone?
  ) throws(StageError) -> Int {
    guard isByDay else { return bound.seconds(zone) }
    guard case .day(let day) = bound else {
      throw StageError(.usage, "\(option): records of this profile have days; give a day")
    }
    return day.daysSinceEpoch
  }
}
