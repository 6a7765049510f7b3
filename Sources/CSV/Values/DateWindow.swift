import StageKit
import Wire

/// The half-open range of `--since` and `--until`.
struct DateWindow {
  private let isByDay: Bool
  private let lower: Int
  private let upper: Int

  /// Reads the two bounds, of days or of times; nil where neither is given.
  ///
  /// - Throws: exit code 64 for a bound that is neither a day nor an RFC 3339 time.
  init?(since: String?, until: String?, isByDay: Bool, zone: LocalTimeZone?) throws(StageError) {
    if since == nil && until == nil { return nil }
    self.isByDay = isByDay
    lower =
      try since.map { text throws(StageError) in
        try Self.bound("--since", text, isByDay, zone)
      } ?? Int.min
    upper =
      try until.map { text throws(StageError) in
        try Self.bound("--until", text, isByDay, zone)
      } ?? Int.max
    guard lower < upper else {
      throw StageError(.usage, "--since must be before --until, which is not part of the range")
    }
  }

  func contains(seconds: Int, days: Int) -> Bool {
    let value = isByDay ? days : seconds
    return value >= lower && value < upper
  }

  private static func bound(
    _ option: String,
    _ text: String,
    _ isByDay: Bool,
    _ zone: LocalTimeZone?
  ) throws(StageError) -> Int {
    if let day = text.withView({ CivilDate($0) }) {
      if isByDay { return day.daysSinceEpoch }
      var zone = zone
      let midnight = day.daysSinceEpoch * 86_400
      return midnight - (zone?.offset(day: day.daysSinceEpoch, second: 0) ?? 0)
    }
    guard let time = text.withView({ Timestamp($0) }) else {
      throw StageError(
        .usage,
        "\(option): \(Excerpt.quoted(text)) is neither a day (2025-04-06) nor a time "
          + "with an offset (2025-04-06T00:00:00Z)"
      )
    }
    if isByDay {
      throw StageError(.usage, "\(option): records of this profile have days; give a day")
    }
    // Rounded up: a record's whole second is before a bound within that second.
    let (seconds, rest) = time.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return Int(seconds) + (rest > 0 ? 1 : 0)
  }
}
