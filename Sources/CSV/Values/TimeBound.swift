public import StageKit
public import Wire

/// One end of a range of records: a day, or an instant.
public enum TimeBound: OptionValue {
  /// Midnight at the beginning of a day, wherever the records' times are local to.
  case day(CivilDate)
  /// An instant.
  case time(Timestamp)

  /// Reads `YYYY-MM-DD`, or RFC 3339 with an offset.
  public init(optionText: String) throws(InvalidValue) {
    if let day = optionText.withView({ CivilDate($0) }) {
      self = .day(day)
    } else if let time = optionText.withView({ Timestamp($0) }) {
      self = .time(time)
    } else {
      throw InvalidValue(
        "is neither a day (2025-04-06) nor a time with an offset (2025-04-06T00:00:00Z)"
      )
    }
  }

  /// The day or the instant as it is read.
  public var optionText: String? {
    switch self {
    case .day(let day): day.optionText
    case .time(let time): time.optionText
    }
  }

  /// Makes sure that a range is not empty.
  ///
  /// - Throws: exit code 64 where it is.
  public static func check(
    since: TimeBound?,
    until: TimeBound?,
    zone: LocalTimeZone?
  ) throws(StageError) {
    guard let since, let until, since.seconds(zone) >= until.seconds(zone) else { return }
    throw StageError.emptyRange
  }

  /// The first whole second of the range's inside, since 1970 in UTC; a day begins in the zone.
  func seconds(_ zone: LocalTimeZone?) -> Int {
    switch self {
    case .day(let day):
      var zone = zone
      let midnight = day.daysSinceEpoch * 86_400
      return midnight - (zone?.offset(day: day.daysSinceEpoch, second: 0) ?? 0)
    case .time(let time):
      // Rounded up: a record's whole second is before a bound within that second.
      let (seconds, rest) = time.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
      return Int(seconds) + (rest > 0 ? 1 : 0)
    }
  }
}
