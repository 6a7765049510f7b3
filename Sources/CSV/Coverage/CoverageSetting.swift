public import StageKit
public import Wire

/// Where the coverage of an export comes from: the value of `--covers`.
public enum CoverageSetting: OptionValue, Equatable {
  /// The bounds of `--since` and `--until`, else the first and the last date of the records.
  case usual
  /// The first and the last date of the records, whatever the window: for files that were not
  /// made for that window.
  case records
  /// Whole days, from the first up to the second, which is not part of it.
  case days(CivilDate, CivilDate)

  /// Reads `records`, or `FROM..UNTIL`.
  public init(optionText: String) throws(InvalidValue) {
    if optionText == "records" {
      self = .records
      return
    }
    let parts = optionText.split(separator: "..", omittingEmptySubsequences: false)
    guard parts.count == 2, let from = String(parts[0]).withView({ CivilDate($0) }),
      let until = String(parts[1]).withView({ CivilDate($0) })
    else {
      throw InvalidValue("is neither \"records\" nor two days as 2026-01-01..2026-02-01")
    }
    guard from.daysSinceEpoch < until.daysSinceEpoch else {
      throw InvalidValue("ends before it begins; the second day is not part of the range")
    }
    self = .days(from, until)
  }

  /// The text that is read back as the same setting; nil for the default.
  public var optionText: String? {
    switch self {
    case .usual: return nil
    case .records: return "records"
    case .days(let from, let until):
      return "\(CoverageBound.day(from).text)..\(CoverageBound.day(until).text)"
    }
  }
}
