import Wire

/// The type that a property has in Postscript, whatever type its source has.
///
/// Postscript takes the type of a property from the first value that it is sent, so the mapping says
/// it, and a value that is not of it is a reject.
enum MappedType: String, CaseIterable {
  case string
  /// A whole number: 5, `"5"` and 5.0 are 5.
  case integer
  /// A decimal number. Of a subscriber's properties, which cannot be decimals, its digits as text.
  case number
  /// A decimal number whose digits are kept, as text.
  case money
  /// True or false. Of a subscriber's properties, which cannot be booleans, the word as text.
  case boolean
  /// A day, or a time with an offset from UTC.
  case date
  /// A time with an offset from UTC.
  case datetime
  /// An array of texts; only of a subscriber's properties.
  case strings
  /// Whatever is there, each value with its own type; what is nested is flattened: `a_b`.
  case any
}

extension MappedType {
  /// The JSON Schema of what is written of it; nil where that depends on the value.
  func schema(isOfSubscriber: Bool) -> JSONValue? {
    let name: String
    switch self {
    case .string, .money, .date, .datetime: name = "string"
    case .integer: name = "integer"
    case .number: name = isOfSubscriber ? "string" : "number"
    case .boolean: name = isOfSubscriber ? "string" : "boolean"
    case .strings: name = "array"
    case .any: return nil
    }
    return .object([("type", .array([.string("null"), .string(name)]))])
  }
}
