import Wire

/// How the values of a column become JSON.
indirect enum ValueForm: Equatable {
  case integer
  /// A number with exactly the digits that PostgreSQL shows.
  case number
  case boolean
  case text
  /// A point in time: RFC 3339 in UTC.
  case time
  /// A time by the clock on a wall whose zone nobody knows: text, without an offset.
  case localTime
  case day
  /// What is JSON already.
  case json
  /// What `to_jsonb` makes JSON on the server: rows within rows.
  case composite
  case array(ValueForm, delimiter: UInt8)
  /// What has no form in JSON.
  case bytes

  /// The form of a type of PostgreSQL's own; any other type is the text that PostgreSQL shows.
  init(named name: String) {
    self =
      switch name {
      case "int2", "int4", "int8", "oid": .integer
      case "numeric", "float4", "float8": .number
      case "bool": .boolean
      case "timestamptz": .time
      case "timestamp": .localTime
      case "date": .day
      case "json", "jsonb": .json
      case "bytea": .bytes
      default: .text
      }
  }

  /// Whether values of this form can be written.
  var isSupported: Bool {
    switch self {
    case .bytes: false
    case .array(let element, _): element.isSupported
    default: true
    }
  }

  /// The JSON Schema of a column of this form.
  func schema(nullable: Bool) -> JSONValue {
    switch self {
    case .integer: Self.schema(["integer"], nullable)
    case .number: Self.schema(["number"], nullable)
    case .boolean: Self.schema(["boolean"], nullable)
    case .text, .localTime, .bytes: Self.schema(["string"], nullable)
    case .time: Self.schema(["string"], nullable, format: "date-time")
    case .day: Self.schema(["string"], nullable, format: "date")
    case .composite: Self.schema(["object"], nullable)
    case .json:
      Self.schema(["object", "array", "string", "number", "integer", "boolean"], nullable)
    case .array(let element, _):
      Self.schema(["array"], nullable).setting("items", element.schema(nullable: true))
    }
  }

  private static func schema(
    _ types: [String],
    _ nullable: Bool,
    format: String? = nil
  ) -> JSONValue {
    let names = (nullable ? ["null"] : []) + types
    let type: JSONValue = names.count == 1 ? .string(names[0]) : .array(names.map { .string($0) })
    let schema = JSONValue.object([("type", type)])
    return format.map { schema.setting("format", .string($0)) } ?? schema
  }
}
