/// What a schema itself says was applied to it: its migrations and definitions with checksums.
struct SchemaRecord {
  let schema: String

  private var migrationsTable: String { SQLText.identifier(schema, "schema_migrations") }

  /// Whether the schema has been made by a migration.
  func exists(_ connection: inout Connection) throws -> Bool {
    // A look into the catalog itself: to_regclass would answer from a cache that does not know
    // what another session has committed while this transaction waited for the lock.
    try connection.query(
      """
      SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = 'schema_migrations'
      """,
      [schema]
    ).count == 1
  }

  /// The checksum of each migration that was applied, by version.
  func migrations(_ connection: inout Connection) throws -> [Int: String] {
    guard try exists(&connection) else { return [:] }
    let rows = try connection.query("SELECT version, checksum FROM \(migrationsTable)")
    var recorded: [Int: String] = [:]
    for row in 0..<rows.count {
      if let version = rows.integer(row, 0) { recorded[version] = rows.text(row, 1) }
    }
    return recorded
  }

  /// The checksum of each definition that was applied and is still there, by name: what somebody
  /// dropped is to be made again.
  func definitions(_ connection: inout Connection) throws -> [String: String] {
    guard try exists(&connection) else { return [:] }
    let table = SQLText.identifier(schema, "schema_definitions")
    let rows = try connection.query(
      """
      SELECT name, checksum FROM \(table) WHERE EXISTS (
          SELECT FROM pg_class
          WHERE relnamespace = $1::regnamespace AND relname = name AND relkind = 'v')
        OR EXISTS (
          SELECT FROM pg_proc WHERE pronamespace = $1::regnamespace AND proname = name)
      """,
      [SQLText.identifier(schema)]
    )
    var recorded: [String: String] = [:]
    for row in 0..<rows.count { recorded[rows.text(row, 0) ?? ""] = rows.text(row, 1) }
    return recorded
  }

  /// Records a migration as applied.
  func add(_ migration: Migration, _ connection: inout Connection) throws {
    _ = try connection.query(
      "INSERT INTO \(migrationsTable) (version, name, checksum) VALUES ($1, $2, $3)",
      [String(migration.version), migration.name, migration.checksum]
    )
  }
}
