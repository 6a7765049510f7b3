import Wire

/// How the values of a property are stored, by its JSON Schema.
struct PropertyType: Sendable, Equatable {
  /// The type of its column.
  let column: ColumnType
  /// Whether `true` and `false` are kept as text, as a union of texts and booleans allows.
  var takesBooleans = false
  /// Whether a string can only be a JSON document that was encoded once too often, since the schema
  /// allows objects and arrays alone.
  var takesDocuments = false

  /// The type of a property of which no schema is at hand: whatever the column holds is taken.
  init(storedAs column: ColumnType) {
    self.column = column
    takesBooleans = column == .text
  }

  /// The type for a property: the narrowest that holds every value that the schema allows.
  init(_ schema: JSONValue) {
    let found = SchemaTypes.kinds(of: schema)
    switch found {
    case [.object], [.array], [.object, .array]:
      column = .jsonb
      takesDocuments = true
    case [.bigint, .numeric]: column = .numeric
    case _ where found.isEmpty || !found.isDisjoint(with: [.object, .array, .any]):
      column = .jsonb
    default:
      // Text keeps a number's digits and any form of time; only nested values need jsonb.
      column = found.count == 1 ? found.first?.columnType ?? .text : .text
      takesBooleans = column == .text && found.contains(.boolean)
    }
  }
}

/// Finds out which kinds of values a JSON Schema allows.
enum SchemaTypes {
  /// A kind of values that decides on the column.
  enum ValueKind: Sendable {
    case text, bigint, numeric, boolean, date, timestamptz, object, array, any

    /// The column for values of this kind alone.
    var columnType: ColumnType {
      switch self {
      case .text: .text
      case .bigint: .bigint
      case .numeric: .numeric
      case .boolean: .boolean
      case .date: .date
      case .timestamptz: .timestamptz
      case .object, .array, .any: .jsonb
      }
    }
  }

  /// The kinds that a schema allows, null left out; empty where it says nothing of them.
  static func kinds(of schema: JSONValue) -> Set<ValueKind> {
    var found: Set<ValueKind> = []
    let names = schema["type"].map { $0.array ?? [$0] } ?? []
    for name in names.compactMap(\.string) {
      if let kind = kind(named: name, schema) { found.insert(kind) }
    }
    for keyword in ["anyOf", "oneOf", "allOf"] {
      for alternative in schema[keyword]?.array ?? [] {
        let kinds = kinds(of: alternative)
        // An alternative without a type allows anything, unless it only refines what is said beside it.
        let isOpen = kinds.isEmpty && alternative["type"] == nil && keyword != "allOf"
        if isOpen && names.isEmpty { found.insert(.any) }
        found.formUnion(kinds)
      }
    }
    return found
  }

  private static func kind(named name: String, _ schema: JSONValue) -> ValueKind? {
    switch name {
    case "null": nil
    case "boolean": .boolean
    case "integer": isBeyondBigint(schema) ? .numeric : .bigint
    case "number": .numeric
    case "string": stringKind(schema["format"]?.string)
    case "object": .object
    case "array": .array
    default: .any
    }
  }

  private static func stringKind(_ format: String?) -> ValueKind {
    switch format {
    case "date-time": .timestamptz
    case "date": .date
    // Taps that must not round write decimals as strings, and say so.
    case "singer.decimal", "x-singer.decimal": .numeric
    default: .text
    }
  }

  /// Whether a range is declared that reaches beyond 64 bits.
  private static func isBeyondBigint(_ schema: JSONValue) -> Bool {
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].contains { keyword in
      guard case .number(let text)? = schema[keyword] else { return false }
      return text.withView { text in
        guard let limit = DecimalText(text) else { return true }
        return limit.isWhole && limit.integer == nil
      }
    }
  }
}
