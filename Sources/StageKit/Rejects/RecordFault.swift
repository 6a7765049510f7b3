public import Wire

/// What is wrong with a record, without its place: thrown by those who read fields, and made a
/// ``Reject`` by those who know the line.
public struct RecordFault: Error, Equatable, Sendable {
  /// The kind of fault, for machines.
  public let code: RejectCode
  /// What is wrong and what would be right, to be read after the value: "is not a whole number".
  public let reason: String
  /// The field that is wrong; nil where it is none, or where the caller is to name it.
  public var field: String?
  /// The value, for the message that ends a run; nil where it is of no use.
  public var value: String?
  /// True where the value is no text, so that a message shows it without quotes.
  private(set) var isUnquoted = false

  /// Describes a fault.
  public init(_ code: RejectCode, _ reason: String, _ field: String? = nil, value: String? = nil) {
    self.code = code
    self.reason = reason
    self.field = field
    self.value = value
  }

  /// The fault with the name of its field.
  public func of(_ field: String?) -> RecordFault {
    var fault = self
    fault.field = field
    return fault
  }
}

extension RecordFault {
  /// The fault of a value that is no text.
  public var unquoted: RecordFault {
    var fault = self
    fault.isUnquoted = true
    return fault
  }

  /// The fault of a field that must have a value.
  public static func missing(_ field: String? = nil) -> RecordFault {
    RecordFault(.missingValue, "is missing or null", field)
  }

  /// The fault of a field that the record has twice.
  public static func duplicate(_ field: String? = nil) -> RecordFault {
    RecordFault(.duplicateField, "appears twice in the record", field)
  }

  /// The fault of a text that should be a time as in RFC 3339: what of it is missing or wrong.
  public static func notATime(_ text: ByteView, _ field: String? = nil) -> RecordFault {
    let value = text.text
    let day = text.count >= 10 ? text[0, 10] : text
    if CivilDate(text) != nil {
      return RecordFault(
        .noTimeOfDay,
        "is a day without a time of day, which this field needs",
        field,
        value: value
      )
    }
    if Timestamp(text, assumingUTC: true, rounding: true) != nil,
      Timestamp(text, rounding: true) == nil
    {
      return RecordFault(
        .noOffset,
        "has no offset from UTC; expected a time such as 2026-01-31T08:00:00Z",
        field,
        value: value
      )
    }
    if isWritten(asDay: day), CivilDate(day) == nil { return noSuchDay(value, field) }
    return RecordFault(
      .invalidTime,
      "is not a time with an offset, such as 2026-01-31T08:00:00Z",
      field,
      value: value
    )
  }

  /// The fault of a text that should be a day as `YYYY-MM-DD`.
  public static func notADay(_ text: ByteView, _ field: String? = nil) -> RecordFault {
    if isWritten(asDay: text) { return noSuchDay(text.text, field) }
    return RecordFault(
      .invalidDate,
      "is not a day, such as 2026-01-31",
      field,
      value: text.text
    )
  }

  private static func noSuchDay(_ value: String, _ field: String?) -> RecordFault {
    RecordFault(.noSuchDay, "is not a day of the calendar", field, value: value)
  }

  /// True for four digits, two and two with hyphens between them.
  private static func isWritten(asDay text: ByteView) -> Bool {
    guard text.count == 10 else { return false }
    for (index, byte) in text.array.enumerated()
    where index == 4 || index == 7 ? byte != UInt8(ascii: "-") : !byte.isDigit {
      return false
    }
    return true
  }
}
