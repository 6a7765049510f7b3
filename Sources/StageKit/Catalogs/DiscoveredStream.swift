public import Wire

/// A stream that an extractor offers: its part of the catalog that `--discover` writes.
public struct DiscoveredStream: Sendable {
  /// The name of its bookmark in a state.
  public let id: String
  /// The name that its messages bear.
  public let name: String
  /// The fields that identify a record.
  public let key: [String]
  /// The JSON Schema of its records.
  public let schema: JSONValue
  /// The fields that can say what has changed.
  public var replicationKeys: [String] = []
  /// Fields that come whether they are selected or not, beside the key.
  public var automatic: [String] = []
  /// Whether it is extracted where the catalog does not say.
  public var isSelectedByDefault = true
  /// The table that it is read from; nil where there is none.
  public var table: String?
  /// What its metadata says beyond that.
  public var metadata: [(key: String, value: JSONValue)] = []
  /// What the metadata of its fields says beyond that, by the field.
  public var fieldMetadata: [String: [(key: String, value: JSONValue)]] = [:]
  /// Fields that cannot be extracted.
  public var unsupported: Set<String> = []

  /// Describes a stream.
  public init(_ name: String, id: String? = nil, key: [String], schema: JSONValue) {
    self.id = id ?? name
    self.name = name
    self.key = key
    self.schema = schema
  }

  /// Reads the parts of a SCHEMA message.
  public init(schemaMessage: String) throws(JSONFault) {
    let message = try JSONValue(parsing: schemaMessage)
    self.init(
      message["stream"]?.string ?? "",
      key: message["key_properties"]?.array?.compactMap(\.string) ?? [],
      schema: message["schema"] ?? .object([])
    )
    replicationKeys = message["bookmark_properties"]?.array?.compactMap(\.string) ?? []
  }

  /// The names of its fields.
  public var fields: [String] { (schema["properties"]?.members ?? []).map(\.key) }

  /// Fields that a catalog cannot deselect.
  public var fixedFields: [String] {
    key + automatic + (isSelectedByDefault ? replicationKeys : [])
  }

  /// Writes the catalog of some streams to standard output.
  public static func write(_ streams: [DiscoveredStream], _ stage: Stage) throws {
    var output = MessageOutput(stage)
    let catalog = JSONValue.object([("streams", .array(streams.map(\.entry)))])
    output.buffer.append(catalog.indented())
    try output.endLine()
    try output.flush()
  }

  private var entry: JSONValue {
    let names = JSONValue.array(key.map { .string($0) })
    let own: [(key: String, value: JSONValue)] = [
      ("inclusion", .string("available")), ("selected-by-default", .bool(isSelectedByDefault)),
      ("valid-replication-keys", .array(replicationKeys.map { .string($0) })),
    ]
    let parts = fields.map { Self.part(["properties", $0], metadata(of: $0)) }
    let tables = table.map { [(key: "table_name", value: JSONValue.string($0))] } ?? []
    return .object(
      [("tap_stream_id", .string(id)), ("stream", .string(name))] + tables + [
        ("key_properties", names), ("schema", schema),
        ("metadata", .array([Self.part([], own + metadata)] + parts)),
      ]
    )
  }

  private func metadata(of field: String) -> [(key: String, value: JSONValue)] {
    let isSupported = !unsupported.contains(field)
    let isFixed = fixedFields.contains(field)
    let inclusion = !isSupported ? "unsupported" : isFixed ? "automatic" : "available"
    return [
      ("inclusion", .string(inclusion)), ("selected-by-default", .bool(isSupported)),
    ] + (fieldMetadata[field] ?? [])
  }

  private static func part(
    _ breadcrumb: [String],
    _ members: [(key: String, value: JSONValue)]
  ) -> JSONValue {
    .object([
      ("breadcrumb", .array(breadcrumb.map { .string($0) })), ("metadata", .object(members)),
    ])
  }
}
