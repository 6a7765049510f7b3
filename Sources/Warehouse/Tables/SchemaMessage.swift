import StageKit
import Wire

/// What a SCHEMA message says of a stream.
struct SchemaMessage {
  let key: [String]
  let properties: [(name: String, type: ColumnType)]

  /// Reads a message; throws where it holds no schema.
  init(_ message: JSONValue) throws(RecordFault) {
    guard let schema = message["schema"], schema.members != nil else {
      throw RecordFault(.invalidSchema, "the SCHEMA message holds no schema object", "schema")
    }
    let keys = message["key_properties"]
    switch keys {
    case nil, .null?: key = []
    case .array(let items)? where items.allSatisfy { $0.string != nil }:
      key = items.compactMap(\.string)
    default:
      throw RecordFault(
        .invalidSchema,
        "key_properties is no array of strings",
        "key_properties"
      )
    }
    var seen: Set<String> = []
    properties = (schema["properties"]?.members ?? []).compactMap { member in
      // PostgreSQL cannot store a name with a NUL, not even in the registry.
      guard !member.key.utf8.contains(0), seen.insert(member.key).inserted else { return nil }
      return (member.key, SchemaTypes.columnType(of: member.value))
    }
  }
}
