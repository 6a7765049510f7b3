public import StageKit

/// What orders cover whose STATE does not say it: the value of `--orders-cover`.
public enum OrdersCover: OptionValue, Equatable {
  /// Nobody says it: they may be a part.
  case unsaid
  /// All there is between the first and the last order of a file.
  case records
  /// Whole days, for the stores that a file has orders of.
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
    case .unsaid: nil
    case .records: "records"
    case .days(let range): range.optionText
    }
  }
}
