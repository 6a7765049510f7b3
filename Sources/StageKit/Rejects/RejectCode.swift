/// The kind of fault of a bad record, the same in every stage: rejects can be routed by it.
///
/// The raw value is the `code` of a line in the rejects file. This is the only list: `--about` and
/// the man page of each program show the codes that it can give, the README all of them. A bad
/// *claim* is something else: it is a good record whose verdict has rejection reasons.
public enum RejectCode: String, Sendable, CaseIterable {
  // Lines and messages
  case invalidUTF8 = "invalid_utf8"
  case invalidJSON = "invalid_json"
  case recordTooLong = "record_too_long"
  case notAMessage = "not_a_message"
  case unknownMessage = "unknown_message"
  case missingStream = "missing_stream"
  case missingRecord = "missing_record"
  case missingState = "missing_state"
  case invalidSchema = "invalid_schema"
  case recordBeforeSchema = "record_before_schema"
  case notAReject = "not_a_reject"
  // Rows of a CSV file
  case raggedRow = "ragged_row"
  case textAfterQuote = "text_after_quote"
  case unclosedQuote = "unclosed_quote"
  case conflictingOrder = "conflicting_order"
  // Fields
  case missingValue = "missing_value"
  case duplicateField = "duplicate_field"
  case wrongType = "wrong_type"
  // Text
  case invalidText = "invalid_text"
  case unstorableText = "unstorable_text"
  case textTooLong = "text_too_long"
  case unknownWord = "unknown_word"
  case invalidList = "invalid_list"
  case invalidIdentifier = "invalid_identifier"
  case roundedIdentifier = "rounded_identifier"
  case invalidPhone = "invalid_phone"
  case invalidEmail = "invalid_email"
  // Numbers and money
  case invalidNumber = "invalid_number"
  case tooManyDecimals = "too_many_decimals"
  case negativeAmount = "negative_amount"
  case invalidInteger = "invalid_integer"
  case negativeCount = "negative_count"
  case outOfRange = "out_of_range"
  case invalidBoolean = "invalid_boolean"
  case invalidCurrency = "invalid_currency"
  case currencyConflict = "currency_conflict"
  // Days and times
  case invalidDate = "invalid_date"
  case invalidTime = "invalid_time"
  case noSuchDay = "no_such_day"
  case ambiguousDate = "ambiguous_date"
  case mixedDateOrder = "mixed_date_order"
  case shortYear = "short_year"
  case noTimeOfDay = "no_time_of_day"
  case noOffset = "no_offset"
  case ambiguousZone = "ambiguous_zone"
  case skippedLocalTime = "skipped_local_time"
  // Objects of an API
  case invalidObject = "invalid_object"
  case notFound = "not_found"
  case refused = "refused"
  // Webhooks
  case notADelivery = "not_a_delivery"
}

extension RejectCode {
  /// What the code means, in one sentence.
  public var meaning: String {
    switch self {
    case .invalidUTF8: "The bytes are not UTF-8."
    case .invalidJSON: "The line is not one JSON object."
    case .recordTooLong: "The line or record is longer than 16 MiB."
    case .notAMessage: "The object has no type, so it is not a Singer message."
    case .unknownMessage: "The message is of an unknown type and may hold data."
    case .missingStream: "The message does not name its stream."
    case .missingRecord: "The RECORD message holds no record object."
    case .missingState: "The STATE message holds no value."
    case .invalidSchema: "The SCHEMA message is not one that a table can be made from."
    case .recordBeforeSchema: "The stream has no table, and its SCHEMA did not come first."
    case .notAReject: "The replayed line is not one of a rejects file."
    case .raggedRow: "The row has more or fewer fields than the header."
    case .textAfterQuote: "Text follows the closing quote of a field."
    case .unclosedQuote: "A quoted field has no closing quote before the file ends."
    case .conflictingOrder:
      "The order is in the file twice, and not the same, or its rows are apart."
    case .missingValue: "A value that the record must have is missing, null or empty."
    case .duplicateField: "A field appears twice."
    case .wrongType: "The value is of a type that its schema does not allow."
    case .invalidText: "The value is not text (for an identifier: neither text nor a number)."
    case .unstorableText: "The text holds a NUL or an unpaired surrogate."
    case .textTooLong: "The text is longer than an indexed column can hold."
    case .unknownWord: "The value is none of the words that the field allows."
    case .invalidList: "The value is neither comma-separated text nor an array of texts."
    case .invalidIdentifier: "The text cannot be an identifier of the API."
    case .roundedIdentifier: "A spreadsheet has turned the identifier into a rounded number."
    case .invalidPhone: "The text is not a phone number with a country code."
    case .invalidEmail: "The text is not an email address."
    case .invalidNumber: "The value is not a decimal number."
    case .tooManyDecimals: "The amount has more decimals than its currency."
    case .negativeAmount: "An amount that cannot be negative is."
    case .invalidInteger: "The value is not a whole number."
    case .negativeCount: "A count is negative."
    case .outOfRange: "The number is beyond the range of its column."
    case .invalidBoolean: "The value is neither true nor false."
    case .invalidCurrency: "The value is not a currency code of three letters."
    case .currencyConflict: "The amount is in another currency than the record names."
    case .invalidDate: "The value is not a day."
    case .invalidTime: "The value is not a point in time."
    case .noSuchDay: "The day is not in the calendar, or the time not on the clock."
    case .ambiguousDate: "The date can be read as month/day and as day/month."
    case .mixedDateOrder: "Day and month are in another order than in the dates before."
    case .shortYear: "The year has two digits."
    case .noTimeOfDay: "The value is a day, where a time is needed."
    case .noOffset: "The time has no offset from UTC."
    case .ambiguousZone: "The time zone is an abbreviation that several zones share."
    case .skippedLocalTime: "The clocks were put forward over this local time."
    case .invalidObject: "The API sent an object that cannot be a record."
    case .notFound: "The API has no object with this identifier."
    case .refused: "The API refused to give the object."
    case .notADelivery: "The line of a spool is not a delivery that was received."
    }
  }
}
