public import StageKit

/// Where the coverage of an export comes from: the value of `--covers`.
public enum CoverageSetting: OptionValue, Equatable {
  /// The bounds of `--since` and `--until`, else the first and the last date of the records.
  case usual
  /// The first and the last date of the records, whatever the window: for files that were not
  /// made for that window.
  case records
  /// Whole days.
  case days(DayRange)

  /// Reads `records`, or `FROM..UNTIL`.
  public init(optionText: String) throws(InvalidValue) {
    if optionText == "records" {
      self = .records
    } else if optionText.contains("..") {
      self = .days(try DayRange(optionText: optionText))
    } else {
      throw InvalidValue("is neither \"records\" nor two days as 2026-01-01..2026-02-01")
    }
  }

  /// The text that is read back as the same setting; nil for the default.
  public var optionText: String? {
    switch self {
    case .usual: nil
    case .records: "records"
    case .days(let range): range.optionText
    }
  }
}
