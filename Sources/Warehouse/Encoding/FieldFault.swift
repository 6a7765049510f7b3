import Wire

/// Why a field's value cannot be stored in its column: becomes a reject.
struct FieldFault: Error, Equatable {
  /// The reject's code, for machines.
  let code: String
  /// What is wrong, to be read behind the value: "is not a whole number".
  let reason: String
  /// The value, where it helps to show it.
  var value: String?

  static func type(_ expected: String, _ value: ByteView) -> FieldFault {
    FieldFault(code: "wrong_type", reason: "is not \(expected)", value: shown(value))
  }

  static func range(_ problem: String, _ value: ByteView) -> FieldFault {
    FieldFault(code: "out_of_range", reason: "is \(problem)", value: shown(value))
  }

  static func text(_ finding: String) -> FieldFault {
    FieldFault(
      code: "invalid_text",
      reason: "holds \(finding), which PostgreSQL cannot store; --invalid-text replace stores "
        + "U+FFFD instead"
    )
  }

  static let missing = FieldFault(code: "missing_field", reason: "is missing or null")

  static let duplicate = FieldFault(code: "duplicate_field", reason: "stands twice in the record")

  static func tooLong(_ count: Int, _ limit: Int) -> FieldFault {
    FieldFault(
      code: "too_long",
      reason: "has \(count) bytes; the column is indexed and holds at most \(limit)"
    )
  }

  static func notAllowed(_ value: ByteView, _ allowed: [String]) -> FieldFault {
    FieldFault(
      code: "not_allowed",
      reason: "is not one of \(allowed.joined(separator: ", "))",
      value: shown(value)
    )
  }

  /// A JSON value as a message shows it: a string without its quotes, and not whole where long.
  private static func shown(_ value: ByteView) -> String {
    let isString = value.count >= 2 && value[0] == 0x22
    let inside = isString ? value[1, value.count - 1] : value
    return inside[0, min(inside.count, 1024)].text
  }
}
