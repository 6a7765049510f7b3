/// Why a value is not what its field wants; the raw value is the reject's code.
public enum ValueProblem: String, Error, Sendable {
  case missingValue = "missing_value"
  case notANumber = "invalid_number"
  case notAWholeNumber = "invalid_integer"
  case notATime = "invalid_time"
  case notADay = "invalid_date"
  case noSuchDay = "no_such_day"
  case ambiguousDay = "ambiguous_date"
  case mixedDayOrder = "mixed_date_order"
  case shortYear = "short_year"
  case noTimeOfDay = "no_time_of_day"
  case noOffset = "no_offset"
  case zoneAbbreviation = "ambiguous_zone"
  case skippedTime = "skipped_local_time"
  case notABoolean = "invalid_boolean"
  case notACurrency = "invalid_currency"
  case otherCurrency = "currency_conflict"
  case unknownWord = "unknown_word"
  case spoiltIdentifier = "spoilt_identifier"
  case negativeCount = "negative_count"

  /// What is wrong and what would be right, completing `field F: "value" …`.
  public var reason: String {
    switch self {
    case .missingValue: "is empty, but records of this kind must have it"
    case .notANumber:
      "is not a number; expected digits with a point for decimals and, if any, commas between "
        + "thousands"
    case .notAWholeNumber: "is not a whole number"
    case .notATime: "is not a date and time in a known format"
    case .notADay: "is not a date in a known format"
    case .noSuchDay: "is not a day of the calendar or a time of the day"
    case .ambiguousDay:
      "can be read as month/day and as day/month; say which with --date-format mdy or dmy"
    case .mixedDayOrder:
      "has day and month in another order than dates before it; the file mixes both"
    case .shortYear: "has a year of two digits; export it with four"
    case .noTimeOfDay: "is a day without a time of day, which this field needs"
    case .noOffset:
      "has no offset from UTC; say with --timezone in which time zone the export's times are"
    case .zoneAbbreviation:
      "names its time zone by an abbreviation, which several zones share; expected an offset"
    case .skippedTime:
      "does not exist in the time zone: the clocks were put forward over it; check --timezone"
    case .notABoolean: "is neither true nor false"
    case .notACurrency: "is not a currency code of three letters"
    case .otherCurrency: "is in another currency than the record says"
    case .unknownWord: "is not a known word for this field"
    case .spoiltIdentifier:
      "is an id that a spreadsheet has turned into a rounded number; export it again and do not "
        + "open it in a spreadsheet"
    case .negativeCount: "is negative, but it is a count"
    }
  }
}
