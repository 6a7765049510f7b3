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

  /// A stream that no migration knows, as it is registered and as its table really is; nil where
  /// it is not registered.
  func registered(_ stream: String, _ connection: inout Connection) throws -> RegisteredStream? {
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
    return try RegisteredStream(
      StreamRegistration(
        stream: stream,
        table: table,
        key: try JSONArray.strings(key),
        columns: try StreamRegistration.columns(from: columns)
      ),
      try TableFacts.read(table, in: schema, &connection)
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
      WHERE n.nspname = $1 UNION ALL
      SELECT table_name FROM \(SQLText.identifier(schema, "etl_streams"))
      """,
      [schema]
    )
    let taken = Set((0..<rows.count).compactMap { rows.text($0, 0) } + planned)
    return ColumnNaming.free(stream, suffix: "__stream") { taken.contains($0) }
  }

  /// Whether the table of a registered stream has to be made or changed.
  func needsWork(_ wanted: StreamRegistration, _ connection: inout Connection) throws -> Bool {
    guard let present = try registered(wanted.stream, &connection) else { return true }
    return try !present.changes(to: wanted).isEmpty
  }

  /// Creates or changes the table of a registered stream, inside the caller's transaction.
  ///
  /// Throws `StageError` 75 where another loader has in the meantime given the stream other columns
  /// than the ones its rows were staged for.
  func apply(_ wanted: StreamRegistration, _ connection: inout Connection) throws {
    guard try needsWork(wanted, &connection) else { return }
    try AdvisoryLock.migrations.acquire(&connection, schema: schema)
    guard let present = try registered(wanted.stream, &connection) else {
      guard try TableFacts.read(wanted.table, in: schema, &connection) == nil else {
        throw StageError(
          .tempFail,
          "another loader has made a table \(wanted.table) for another stream; run this again"
        )
      }
      try perform(.create, wanted, SQLText.identifier(schema, wanted.table), &connection)
      return try record(wanted, &connection)
    }
    let table = SQLText.identifier(schema, wanted.table)
    for change in try present.changes(to: wanted) {
      try perform(change, wanted, table, &connection)
    }
    try record(wanted.keeping(present), &connection)
  }

  private func perform(
    _ change: RegisteredStream.TableChange,
    _ wanted: StreamRegistration,
    _ table: String,
    _ connection: inout Connection
  ) throws {
    switch change {
    case .create:
      try connection.execute(wanted.createStatement(table))
      try KnownGone.forget([wanted.stream], schema: schema, &connection)
    case .add(let column):
      try connection.execute("ALTER TABLE \(table) ADD COLUMN \(column)")
    case .widen(let column):
      let name = SQLText.identifier(column.name)
      let type = column.type.rawValue + StreamTable.collation(column.type)
      try connection.execute(
        "ALTER TABLE \(table) ALTER COLUMN \(name) TYPE \(type) USING \(name)::\(column.type.rawValue)"
      )
    case .addKey:
      do {
        try connection.execute(
          "ALTER TABLE \(table) ADD PRIMARY KEY (\(SQLText.list(wanted.keyColumns)))"
        )
      } catch let error as DatabaseError where error.sqlClass == "23" {
        throw StageError(
          .config,
          "stream \(wanted.stream): the table \(wanted.table) has lost its key, and holds rows that "
            + "are the same by it, or that lack it: remove those, or drop the table to load it anew"
        )
      }
    }
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
      ON CONFLICT (stream) DO UPDATE SET key_properties = excluded.key_properties,
        columns = excluded.columns, changed_at = now()
      """,
      [
        registration.stream, registration.table, JSONArray.text(registration.key),
        registration.columnsText,
      ]
    )
  }
}
