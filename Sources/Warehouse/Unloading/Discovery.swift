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
    try DiscoveredStream.write(streams, stage)
  }

  private static func entry(_ table: SourceTable) -> DiscoveredStream {
    let stream = UnloadStream(
      id: table.id,
      name: table.name,
      source: "",
      columns: table.columns,
      key: table.key
    )
    var found = DiscoveredStream(
      table.name,
      id: table.id,
      key: table.key,
      schema: UnloadStream.schema(stream.columns)
    )
    found.table = table.name
    found.isSelectedByDefault = false
    found.replicationKeys = stream.columns.compactMap { ReplicationMark(column: $0)?.column }
    let key = JSONValue.array(table.key.map { .string($0) })
    found.metadata = [
      ("schema-name", .string(table.schema)), ("is-view", .bool(table.isView)),
      (table.isView ? "view-key-properties" : "table-key-properties", key),
    ]
    for column in stream.columns {
      found.fieldMetadata[column.name] = [("sql-datatype", .string(column.typeName))]
      if !column.form.isSupported { found.unsupported.insert(column.name) }
    }
    return found
  }
}
