/// What an export or a file of orders covers: the value of `--covers` and of `--orders-cover`.
public enum CoverageSetting: OptionValue, Equatable {
  /// Nobody says it. Of an export it is the bounds of `--since` and `--until`, else the first and the
  /// last date of the records; orders that came without it may be a part.
  case unstated
  /// All there is between the first and the last date of the records, whatever the window.
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
    case .unstated: nil
    case .records: "records"
    case .days(let range): range.optionText
    }
  }
}
