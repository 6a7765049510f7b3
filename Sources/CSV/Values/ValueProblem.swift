import StageKit
import Wire

/// Why a value is not what its field wants.
public enum ValueProblem: Error, Sendable, Equatable {
  case missingValue
  case notANumber
  case notAWholeNumber
  case notATime
  case notADay
  case noSuchDay
  /// A day within a month, in a column of months.
  case notAMonth
  case ambiguousDay
  case mixedDayOrder
  /// The day can only be read in the order that was not declared.
  case otherDayOrder
  case shortYear
  case noTimeOfDay
  case noOffset
  case zoneAbbreviation
  case skippedTime
  case notABoolean
  case notACurrency
  case otherCurrency
  case tooManyDecimals
  /// Hundredths of a currency that is not divided by a hundred.
  case noHundredths
  /// A number of hundredths with the sign of a currency, or with decimals as an amount has them.
  case notHundredths
  case negativeAmount
  case roundedIdentifier
  /// Not the number that the id of an order is.
  case notAnOrderID
  /// A text in the place of an order's id, as the order's name is.
  case orderNameAsID
  case negativeCount
  case unknownDirection
  /// The file has other figures of the same message and day.
  case otherFigures
}

extension ValueProblem {
  /// The fault for a reject, whose reason completes `field F: "value" …`; the currency is that of the
  /// record, where it is known.
  func fault(_ currency: CurrencyCode?) -> RecordFault {
    switch self {
    case .otherCurrency: RecordFault(code, reason + (currency.map { ", " + $0.text } ?? ""))
    case .noHundredths:
      RecordFault(
        code,
        "counts hundredths, and \(currency?.text ?? "its currency") has none; only a whole number of "
          + "hundreds would be certain"
      )
    case .tooManyDecimals:
      RecordFault(
        code,
        (currency.map { "has more decimals than \($0.text), which has \($0.decimals)" }
          ?? "has more decimals than most currencies; name its currency with --currency") + "; "
          + reason
      )
    default: RecordFault(code, reason)
    }
  }

  private var code: RejectCode {
    switch self {
    case .missingValue: .missingValue
    case .notANumber: .invalidNumber
    case .notAWholeNumber, .notHundredths: .invalidInteger
    case .notATime: .invalidTime
    case .notADay, .notAMonth: .invalidDate
    case .noSuchDay: .noSuchDay
    case .ambiguousDay: .ambiguousDate
    case .mixedDayOrder, .otherDayOrder: .mixedDateOrder
    case .shortYear: .shortYear
    case .noTimeOfDay: .noTimeOfDay
    case .noOffset: .noOffset
    case .zoneAbbreviation: .ambiguousZone
    case .skippedTime: .skippedLocalTime
    case .notABoolean: .invalidBoolean
    case .notACurrency: .invalidCurrency
    case .otherCurrency: .currencyConflict
    case .roundedIdentifier, .notAnOrderID: .roundedIdentifier
    case .orderNameAsID: .invalidIdentifier
    case .negativeCount: .negativeCount
    case .unknownDirection: .unknownWord
    case .tooManyDecimals, .noHundredths: .tooManyDecimals
    case .negativeAmount: .negativeAmount
    case .otherFigures: .conflictingFigures
    }
  }

  private var reason: String {
    switch self {
    case .missingValue: "is empty, but records of this kind must have it"
    case .notANumber:
      "is not a number; expected digits with a point for decimals and, if any, commas between "
        + "thousands, or with --decimal comma the other way round"
    case .notAWholeNumber: "is not a whole number"
    case .notATime: "is not a date and time in a known format"
    case .notADay: "is not a date in a known format"
    case .notAMonth:
      "is a day within a month, but the column is one of months; export the figures by month or by day"
    case .noSuchDay: "is not a day of the calendar or a time of the day"
    case .ambiguousDay:
      "can be read as month/day and as day/month; say which with --date-format mdy or dmy"
    case .mixedDayOrder:
      "has day and month in another order than dates before it; the file mixes both"
    case .otherDayOrder:
      "has day and month in another order than --date-format says, and others of the file can be read "
        + "both ways"
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
    case .otherCurrency: "is in another currency than the record"
    case .roundedIdentifier:
      "is not the id or phone number itself but what a spreadsheet shows of it; export it again and "
        + "do not open it in a spreadsheet"
    case .notAnOrderID:
      "is not the id of an order, which Shopify writes as digits alone; export the orders again and do "
        + "not open them in a spreadsheet"
    case .orderNameAsID:
      "is not the id of an order, which Shopify writes as digits alone; where it is the order's name, "
        + "give the column to \"order_name\" with --mapping, and to \"order_id\" one that has the ids"
    case .negativeCount: "is negative, but it is a count"
    case .tooManyDecimals:
      "where that point is between thousands, say --decimal comma, and where that comma is, point"
    case .noHundredths: "counts hundredths, and its currency has none"
    case .notHundredths:
      "looks like an amount, and its column counts hundredths of one; export it again as whole hundredths"
    case .negativeAmount: "is negative, but it is a total"
    case .otherFigures:
      "is the message of an earlier row, too, of the same day and with other figures; keep the row that "
        + "is right, or add them up where they are parts of one message"
    case .unknownDirection:
      "is no known word for a text that is sent (outbound) or received (inbound), so it is not known "
        + "whether it counts; where the file has only texts that are sent, map \"direction\" to "
        + "{\"headers\": [], \"required\": false}"
    }
  }
}
