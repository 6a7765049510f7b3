import StageKit

/// Finds and makes the tables of streams.
struct StreamRegistry {
  let schema: String

  /// The table of a stream that migrations made, or nil.
  func canonical(_ stream: String, _ connection: inout Connection) throws -> StreamTable? {
    let owner = try connection.query(
      "SELECT FROM \(SQLText.identifier(schema, "etl_streams")) WHERE table_name = $1",
      [stream]
    )
    guard owner.count == 0, let definition = try Catalog(schema: schema).table(stream, &connection)
    else { return nil }
    return try StreamTable(canonical: definition)
  }

  /// The registration of a stream that no migration knows, or nil.
  func registration(
    _ stream: String,
    _ connection: inout Connection
  ) throws -> StreamRegistration? {
    let rows = try connection.query(
      """
      SELECT table_name, to_jsonb(key_properties)::text, columns::text
      FROM \(SQLText.identifier(schema, "etl_streams")) WHERE stream = $1
      """,
      [stream]
    )
    guard rows.count == 1, let table = rows.text(0, 0), let key = rows.text(0, 1),
      let columns = rows.text(0, 2)
    else { return nil }
    return StreamRegistration(
      stream: stream,
      table: table,
      key: try JSONArray.strings(key),
      columns: try StreamRegistration.columns(from: columns)
    )
  }

  /// A name for the table of a new stream that nothing in the schema and no plan has yet.
  func freeTable(
    for stream: String,
    besides planned: [String],
    _ connection: inout Connection
  ) throws -> String {
    let rows = try connection.query(
      """
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1
      """,
      [schema]
    )
    let taken = Set((0..<rows.count).compactMap { rows.text($0, 0) } + planned)
    return ColumnNaming.free(stream, suffix: "__stream") { taken.contains($0) }
  }

  /// Creates or extends the table of a registered stream, inside the caller's transaction.
  ///
  /// Throws `StageError` 75 where another loader has in the meantime given the stream other columns
  /// than the ones its rows were staged for.
  func apply(_ wanted: StreamRegistration, _ connection: inout Connection) throws {
    if try registration(wanted.stream, &connection) == wanted { return }
    try AdvisoryLock.migrations.acquire(&connection, schema: schema)
    let present = try registration(wanted.stream, &connection)
    let old = present?.columns ?? []
    guard present?.table ?? wanted.table == wanted.table, present?.key ?? wanted.key == wanted.key,
      wanted.columns.starts(with: old) || old.starts(with: wanted.columns)
    else {
      throw StageError(
        .tempFail,
        "another loader has changed the table of stream \(wanted.stream) in the meantime; run this again"
      )
    }
    if old.starts(with: wanted.columns), present != nil { return }
    let table = SQLText.identifier(schema, wanted.table)
    if present == nil {
      guard try Catalog(schema: schema).table(wanted.table, &connection) == nil else {
        throw StageError(
          .tempFail,
          "another loader has made a table \(wanted.table) for another stream; run this again"
        )
      }
      try connection.execute(wanted.createStatement(table))
    } else {
      for column in wanted.columns.dropFirst(old.count) {
        try connection.execute("ALTER TABLE \(table) ADD COLUMN \(wanted.definition(of: column))")
      }
    }
    try record(wanted, &connection)
  }

  private func record(
    _ registration: StreamRegistration,
    _ connection: inout Connection
  ) throws {
    _ = try connection.query(
      """
      INSERT INTO \(SQLText.identifier(schema, "etl_streams")) AS s
        (stream, table_name, key_properties, columns)
      SELECT $1, $2, ARRAY(SELECT jsonb_array_elements_text($3::jsonb)), $4::jsonb
      ON CONFLICT (stream) DO UPDATE SET columns = excluded.columns, changed_at = now()
      """,
      [
        registration.stream, registration.table, JSONArray.text(registration.key),
        registration.columnsText,
      ]
    )
  }
}

extension StreamRegistration {
  /// The table with all its columns.
  fileprivate func createStatement(_ table: String) -> String {
    let metadata = StreamTable.Metadata.self
    var parts = columns.map { definition(of: $0) }
    parts += [
      "\(SQLText.identifier(metadata.extra)) jsonb",
      "\(SQLText.identifier(metadata.tableVersion)) bigint",
      "\(SQLText.identifier(metadata.extractedAt)) timestamptz",
      "\(SQLText.identifier(metadata.batchedAt)) timestamptz NOT NULL DEFAULT now()",
    ]
    if !key.isEmpty { parts.append("PRIMARY KEY (\(SQLText.list(keyColumns)))") }
    return """
      CREATE TABLE \(table) (\(parts.joined(separator: ", ")));
      COMMENT ON TABLE \(table) IS \(SQLText.literal("Stream \(stream), by its own schema."))
      """
  }

  /// A column with its type; text in the key sorts by bytes, like that of the other tables.
  fileprivate func definition(of column: RegisteredColumn) -> String {
    let collation = keyColumns.contains(column.name) ? StreamTable.collation(column.type) : ""
    return "\(SQLText.identifier(column.name)) \(column.type.rawValue)\(collation)"
  }
}
