public import Wire

/// Whole days, from the first up to the second, which is not part of it: `2026-01-01..2026-02-01`.
public struct DayRange: OptionValue, Equatable {
  /// The first day.
  public let from: CivilDate
  /// The day behind the last.
  public let until: CivilDate

  /// Reads `FROM..UNTIL`.
  public init(optionText: String) throws(InvalidValue) {
    let parts = optionText.split(separator: "..", omittingEmptySubsequences: false)
    guard parts.count == 2, let from = String(parts[0]).withView({ CivilDate($0) }),
      let until = String(parts[1]).withView({ CivilDate($0) })
    else { throw InvalidValue("is not two days as 2026-01-01..2026-02-01") }
    guard from.daysSinceEpoch < until.daysSinceEpoch else {
      throw InvalidValue("ends before it begins; the second day is not part of the range")
    }
    self.from = from
    self.until = until
  }

  /// The text that is read back as the same range.
  public var optionText: String? {
    "\(CoverageBound.day(from).text)..\(CoverageBound.day(until).text)"
  }
}
