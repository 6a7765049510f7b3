import StageKit

/// Brings a schema up to date: each pending migration in a transaction of its own, under a lock.
public struct Migrator: Sendable {
  /// The schema that holds the warehouse.
  public let schema: String
  private let migrations: [Migration]

  /// Makes a migrator.
  ///
  /// The migrations are applied in the order of their versions.
  public init(schema: String, migrations: [Migration] = Migration.all) {
    self.schema = schema
    self.migrations = migrations
  }

  /// Applies what is pending.
  ///
  /// Returns what was applied, in order. A dry run keeps all of it in one transaction. Throws
  /// ``DatabaseError``, or `StageError` 78 where the schema is of a newer program or a
  /// migration was changed after it was applied.
  public func migrate(
    _ connection: inout Connection,
    _ transactions: Transactions = .real
  ) throws -> [Migration] {
    var applied: [Migration] = []
    for migration in try pending(&connection) {
      let wasApplied = try transactions.run(&connection, "applying migration \(migration.version)")
      {
        try apply(migration, &$0)
      }
      if wasApplied { applied.append(migration) }
    }
    return applied
  }

  /// What is not yet applied, after a check of what is.
  public func pending(_ connection: inout Connection) throws -> [Migration] {
    let recorded = try recorded(&connection)
    for (version, checksum) in recorded {
      guard let migration = migrations.first(where: { $0.version == version }) else {
        throw StageError(
          .config,
          "schema \(schema) is at migration \(version), which this version of the program does "
            + "not have: install the newer version"
        )
      }
      guard migration.checksum == checksum else {
        throw StageError(
          .config,
          "migration \(version) (\(migration.name)) of schema \(schema) differs from the one "
            + "that was applied: the schema was made by another build"
        )
      }
    }
    return migrations.filter { recorded[$0.version] == nil }
  }

  private func recorded(_ connection: inout Connection) throws -> [Int: String] {
    let table = SQLText.identifier(schema, "schema_migrations")
    // A look into the catalog itself: to_regclass would answer from a cache that does not know
    // what another session has committed while this transaction waited for the lock.
    let found = try connection.query(
      """
      SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = 'schema_migrations'
      """,
      [schema]
    )
    guard found.count == 1 else { return [:] }
    let rows = try connection.query("SELECT version, checksum FROM \(table) ORDER BY version")
    var recorded: [Int: String] = [:]
    for row in 0..<rows.count {
      if let version = rows.integer(row, 0) { recorded[version] = rows.text(row, 1) }
    }
    return recorded
  }

  private func apply(_ migration: Migration, _ connection: inout Connection) throws -> Bool {
    try AdvisoryLock.migrations.acquire(&connection, schema: schema)
    // Another loader may have applied it while we waited for the lock.
    guard try pending(&connection).contains(where: { $0.version == migration.version }) else {
      return false
    }
    let exists = try connection.query(
      "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)",
      [schema]
    ).boolean(0, 0)
    // Asked first, because IF NOT EXISTS demands the right to create one even where it exists.
    if !exists { try connection.execute("CREATE SCHEMA \(SQLText.identifier(schema))") }
    try connection.execute(migration.sql(schema: schema))
    _ = try connection.query(
      "INSERT INTO \(SQLText.identifier(schema, "schema_migrations")) (version, name, checksum) "
        + "VALUES ($1, $2, $3)",
      [String(migration.version), migration.name, migration.checksum]
    )
    return true
  }
}
