import StageKit
import Wire

/// The faults that keep a value out of its column; the caller names the field.
extension RecordFault {
  static func notANumber(_ value: ByteView) -> RecordFault {
    fault(.invalidNumber, "is not a number", value)
  }

  static func notAWholeNumber(_ value: ByteView) -> RecordFault {
    fault(.invalidInteger, "is not a whole number", value)
  }

  static func notABoolean(_ value: ByteView) -> RecordFault {
    fault(.invalidBoolean, "is neither true nor false", value)
  }

  static func notAString(_ value: ByteView) -> RecordFault {
    fault(.invalidText, "is not a string", value)
  }

  static func range(of type: ColumnType, _ value: ByteView) -> RecordFault {
    fault(.outOfRange, "is beyond the range of \(type.rawValue)", value)
  }

  static func notADocument(_ value: ByteView) -> RecordFault {
    fault(.wrongType, "is a string that holds neither an object nor an array", value)
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
      value: value[0, min(value.count, 1024)].text
    )
  }

  /// A fault of a JSON value, which its message shows as it is: text in quotes and nothing else, and
  /// not whole where it is long.
  private static func fault(
    _ code: RejectCode,
    _ reason: String,
    _ value: ByteView
  ) -> RecordFault {
    let isString = value.count >= 2 && value[0] == UInt8(ascii: "\"")
    let inside = isString ? value[1, value.count - 1] : value
    let fault = RecordFault(code, reason, value: inside[0, min(inside.count, 1024)].text)
    return isString ? fault : fault.unquoted
  }
}
