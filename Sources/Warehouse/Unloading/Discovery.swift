public import StageKit
import Wire

/// Writes a Singer catalog of what a warehouse has to extract: the work of `--discover`.
public enum Discovery {
  /// Writes the catalog of some tables, or of all tables and views of the schema, to standard output.
  ///
  /// - Throws: ``StageError`` where the run must end, ``DatabaseError`` where PostgreSQL refuses.
  public static func write(
    _ target: ConnectionSettings,
    _ settings: UnloadSettings,
    _ stage: Stage
  ) throws {
    var session = try UnloadSession(target, settings, stage)
    var forms = TypeForms()
    let names =
      settings.tables.isEmpty
      ? try SourceTable.names(in: settings.schema, &session.connection) : settings.tables
    let streams = try names.map { name in
      entry(try session.table(named: name, settings, &forms))
    }
    var output = MessageOutput(stage)
    output.buffer.append(JSONValue.object([("streams", .array(streams))]).indented())
    try output.endLine()
    try output.flush()
  }

  private static func entry(_ table: SourceTable) -> JSONValue {
    let stream = UnloadStream(
      id: table.id,
      name: table.name,
      source: "",
      columns: table.columns,
      key: table.key
    )
    let key = JSONValue.array(table.key.map { .string($0) })
    let marks = stream.columns.filter { ReplicationMark(column: $0) != nil }
    let own: [(key: String, value: JSONValue)] = [
      ("inclusion", .string("available")), ("selected-by-default", .bool(false)),
      ("schema-name", .string(table.schema)), ("is-view", .bool(table.isView)),
      (table.isView ? "view-key-properties" : "table-key-properties", key),
      ("valid-replication-keys", .array(marks.map { .string($0.name) })),
    ]
    let columns = stream.columns.map { metadata(["properties", $0.name], of($0)) }
    return .object([
      ("tap_stream_id", .string(table.id)), ("stream", .string(table.name)),
      ("table_name", .string(table.name)), ("key_properties", key),
      ("schema", UnloadStream.schema(stream.columns)),
      ("metadata", .array([metadata([], own)] + columns)),
    ])
  }

  private static func of(_ column: SourceColumn) -> [(key: String, value: JSONValue)] {
    let inclusion =
      !column.form.isSupported ? "unsupported" : column.isKey ? "automatic" : "available"
    return [
      ("inclusion", .string(inclusion)),
      ("selected-by-default", .bool(column.form.isSupported)),
      ("sql-datatype", .string(column.typeName)),
    ]
  }

  private static func metadata(
    _ breadcrumb: [String],
    _ members: [(key: String, value: JSONValue)]
  ) -> JSONValue {
    .object([
      ("breadcrumb", .array(breadcrumb.map { .string($0) })), ("metadata", .object(members)),
    ])
  }
}
