import Wire

/// Chooses column types for the properties of a JSON Schema.
enum SchemaTypes {
  /// The type for a property: the narrowest that holds every value that the schema allows.
  static func columnType(of schema: JSONValue) -> ColumnType {
    let found = kinds(of: schema)
    if found.count == 1, let only = found.first { return only }
    if found == [.bigint, .numeric] { return .numeric }
    // Text keeps a number's digits and any form of time; only nested values need jsonb.
    return found.isEmpty || found.contains(.jsonb) ? .jsonb : .text
  }

  /// The types of the alternatives of a schema, without null.
  private static func kinds(of schema: JSONValue) -> Set<ColumnType> {
    var found: Set<ColumnType> = []
    for keyword in ["anyOf", "oneOf", "allOf"] {
      for alternative in schema[keyword]?.array ?? [] { found.formUnion(kinds(of: alternative)) }
    }
    let names = schema["type"].map { $0.array ?? [$0] } ?? []
    for name in names.compactMap(\.string) {
      if let type = columnType(named: name, schema) { found.insert(type) }
    }
    return found
  }

  private static func columnType(named name: String, _ schema: JSONValue) -> ColumnType? {
    switch name {
    case "null": nil
    case "boolean": .boolean
    case "integer": isBeyondBigint(schema) ? .numeric : .bigint
    case "number": .numeric
    case "string": stringType(schema["format"]?.string)
    default: .jsonb
    }
  }

  private static func stringType(_ format: String?) -> ColumnType {
    switch format {
    case "date-time": .timestamptz
    case "date": .date
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
