/// How a column of an export is read, and what it becomes; the raw value is its name in a mapping.
public enum ValueType: String, Sendable, BitwiseCopyable, CaseIterable {
  /// Text, unchanged.
  case text
  /// An id or a name that is looked up: text without spaces around it, without what spreadsheets
  /// and GraphQL put around ids (`'123`, `="123"`, `123.0`, `gid://shopify/Order/123`).
  case identifier
  /// A phone number or postal code: text without spaces and a spreadsheet's guard around it.
  case contact
  /// A decimal number with exactly the decimals of its source.
  case number
  /// An amount of money: a number with no more decimals than its currency has.
  case money
  /// An amount that is never negative.
  case total
  /// An amount that is taken away, such as a refund or a discount: some write it as negative.
  case deduction
  /// Amounts that a platform has added up, perhaps as binary fractions.
  case sum
  /// A whole number of hundredths, which becomes an amount with two decimals.
  case cents
  /// A whole number.
  case integer
  /// A whole number that is not negative.
  case count
  /// True or false.
  case boolean
  /// A day.
  case date
  /// A day, or the range of days or the month that a total is of: then its first day.
  case dateOrPeriod = "date_or_period"
  /// An instant.
  case timestamp
  /// An instant of which only the day may be given, which is then taken at midnight.
  case timestampOrDay = "timestamp_or_day"
  /// A word of a fixed set, in lower case with underscores.
  case category
  /// Whether an order is paid, in Shopify's words; others are kept, and named in the log.
  case financialStatus = "financial_status"
  /// A currency code.
  case currency
  /// Words between commas.
  case list
  /// Lines of `name: value`.
  case pairs
  /// The type of a message; other words than those known become `other`.
  case messageType = "message_type"
  /// The channel of a message.
  case channel
  /// What an order is credited to; other words than those known become `unknown`.
  case attributionType = "attribution_type"

  /// True for amounts of money.
  var isAmount: Bool {
    switch self {
    case .money, .total, .deduction, .sum, .cents: true
    default: false
    }
  }

  /// The JSON Schema of the column, whose values can all be null.
  public var jsonSchema: String {
    switch self {
    case .number, .money, .total, .deduction, .sum, .cents: #"{"type":["null","number"]}"#
    case .integer, .count: #"{"type":["null","integer"]}"#
    case .boolean: #"{"type":["null","boolean"]}"#
    case .date, .dateOrPeriod: #"{"type":["null","string"],"format":"date"}"#
    case .timestamp, .timestampOrDay: #"{"type":["null","string"],"format":"date-time"}"#
    case .list: #"{"type":["null","array"],"items":{"type":"string"}}"#
    case .pairs:
      #"{"type":["null","array"],"items":{"type":"object","properties":"#
        + #"{"name":{"type":"string"},"value":{"type":["null","string"]}}}}"#
    default: #"{"type":["null","string"]}"#
    }
  }
}
