import StageKit
import Wire

/// What a SCHEMA message says of a stream.
struct SchemaMessage {
  /// A property and how its values are stored.
  struct Property: Sendable {
    let name: String
    let type: PropertyType
  }

  /// The properties that identify a record, each once.
  let key: [String]
  let properties: [Property]

  /// The most columns that an index of PostgreSQL can have.
  private static let keyLimit = 32

  /// Reads a message; throws where it holds no schema.
  init(_ message: JSONValue) throws(RecordFault) {
    guard let schema = message["schema"], schema.members != nil else {
      throw RecordFault(.invalidSchema, "the SCHEMA message holds no schema object", "schema")
    }
    key = try Self.key(message["key_properties"])
    var seen: Set<String> = []
    properties = (schema["properties"]?.members ?? []).compactMap { member in
      // PostgreSQL cannot store a name with a NUL, not even in the registry.
      guard !member.key.utf8.contains(0), seen.insert(member.key).inserted else { return nil }
      return Property(name: member.key, type: PropertyType(member.value))
    }
  }

  private static func key(_ value: JSONValue?) throws(RecordFault) -> [String] {
    guard let value, value != .null else { return [] }
    guard let items = value.array, items.allSatisfy({ $0.string != nil }) else {
      throw RecordFault(
        .invalidSchema,
        "key_properties is no array of strings",
        "key_properties"
      )
    }
    let key = distinct(items.compactMap(\.string))
    guard !key.contains(where: { $0.utf8.contains(0) }) else {
      throw RecordFault(.invalidSchema, "a key property has a NUL in its name", "key_properties")
    }
    guard key.count <= keyLimit else {
      throw RecordFault(
        .invalidSchema,
        "names \(key.count) key properties, and a key has at most \(keyLimit)",
        "key_properties"
      )
    }
    return key
  }

  /// Names, each once, in the order of their first places.
  static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
