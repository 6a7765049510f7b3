import StageKit
import Wire

/// The faults that keep a value out of its column; the caller names the field.
extension RecordFault {
  static func notANumber(_ value: ByteView) -> RecordFault {
    RecordFault(.invalidNumber, "is not a number", value: shown(value))
  }

  static func notAWholeNumber(_ value: ByteView) -> RecordFault {
    RecordFault(.invalidInteger, "is not a whole number", value: shown(value))
  }

  static func notABoolean(_ value: ByteView) -> RecordFault {
    RecordFault(.invalidBoolean, "is neither true nor false", value: shown(value))
  }

  static func notAString(_ value: ByteView) -> RecordFault {
    RecordFault(.invalidText, "is not a string", value: shown(value))
  }

  static func range(of type: ColumnType, _ value: ByteView) -> RecordFault {
    RecordFault(.outOfRange, "is beyond the range of \(type.rawValue)", value: shown(value))
  }

  static func unstorable(_ finding: String) -> RecordFault {
    RecordFault(
      .unstorableText,
      "holds \(finding), which PostgreSQL cannot store; --invalid-text replace stores U+FFFD "
        + "instead"
    )
  }

  static func tooLong(_ count: Int, _ limit: Int) -> RecordFault {
    RecordFault(
      .textTooLong,
      "has \(count) bytes; the column is indexed and holds at most \(limit)"
    )
  }

  static func notAllowed(_ value: ByteView, _ allowed: [String]) -> RecordFault {
    RecordFault(
      .unknownWord,
      "is not one of \(allowed.joined(separator: ", "))",
      value: shown(value)
    )
  }

  /// A JSON value as a message shows it: a string without its quotes, and not whole where long.
  private static func shown(_ value: ByteView) -> String {
    let isString = value.count >= 2 && value[0] == UInt8(ascii: "\"")
    let inside = isString ? value[1, value.count - 1] : value
    return inside[0, min(inside.count, 1024)].text
  }
}
