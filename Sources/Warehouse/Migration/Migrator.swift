import StageKit

/// Brings a schema up to date: pending migrations, tables that are gone and changed definitions, in
/// one transaction.
///
/// It takes the lock of migrations, so that several at once do the work once, and that of the
/// marts, so that no refresh runs by two versions of the rules. Where nothing is pending it takes
/// neither.
public struct Migrator: Sendable {
  /// What a call of ``Migrator/migrate(_:_:)`` did.
  public struct Changes: Sendable {
    /// The migrations that were applied, in order.
    public internal(set) var migrations: [Migration] = []
    /// The names of the tables that were gone and were made again.
    public internal(set) var tables: [String] = []
    /// The names of the definitions that were made, replaced or dropped.
    public internal(set) var definitions: [String] = []
    /// The names of the tables that were partitioned.
    public internal(set) var spread: [String] = []
  }

  /// The schema that holds the warehouse.
  public let schema: String
  private let migrations: [Migration]
  private let definitions: [Definition]

  /// Makes a migrator; by default with all that is compiled into the program.
  public init(
    schema: String,
    migrations: [Migration] = Migration.all,
    definitions: [Definition] = Definition.all
  ) {
    self.schema = schema
    self.migrations = migrations.sorted { $0.version < $1.version }
    self.definitions = definitions
  }

  /// Applies what is pending.
  ///
  /// Throws ``DatabaseError``, or `StageError` 78 where the schema is of a newer program, where a
  /// migration was changed after it was applied, or where objects of others are in the way.
  /// With a number of partitions, the large tables are then hash-partitioned by store into as many.
  public func migrate(
    _ connection: inout Connection,
    _ transactions: Transactions = .real,
    partitions: Int? = nil
  ) throws -> Changes {
    let spreading = partitions.map { TableSpreading(schema: schema, partitions: $0) }
    let isSpread = try spreading.map { try !$0.isNeeded(&connection) } ?? true
    guard try !isSpread || isBehind(&connection) else { return Changes() }
    return try transactions.run(&connection, "migrating the schema") { connection in
      try AdvisoryLock.migrations.acquire(&connection, schema: schema)
      try AdvisoryLock.marts.acquire(&connection, schema: schema)
      return try apply(spreading, &connection)
    }
  }

  /// Whether something is pending.
  ///
  /// Throws as ``migrate(_:_:)`` does.
  func isBehind(_ connection: inout Connection) throws -> Bool {
    let pending = try pending(&connection)
    if !pending.isEmpty { return true }
    return try definitionUpdate(&connection).isNeeded || !lost(pending).names(&connection).isEmpty
  }

  private func apply(
    _ spreading: TableSpreading?,
    _ connection: inout Connection
  ) throws -> Changes {
    var outcome = Changes()
    // Another loader may have applied it while we waited for the locks.
    outcome.migrations = try pending(&connection)
    var update = try definitionUpdate(&connection)
    let isNew = try !SchemaRecord(schema: schema).exists(&connection)
    if isNew { try createSchema(&connection) }
    let lost = lost(outcome.migrations)
    outcome.tables = isNew ? [] : try lost.names(&connection)
    try lost.restore(outcome.tables, &connection)
    for migration in outcome.migrations {
      try apply(migration, &update, &connection)
    }
    if !outcome.tables.isEmpty {
      try KnownGone.forget(outcome.tables, schema: schema, &connection)
    }
    if let spreading, try spreading.isNeeded(&connection) {
      // Views rest on the tables that are replaced.
      try update.dropAll(&connection)
      outcome.spread = try spreading.perform(&connection)
    }
    outcome.definitions = try update.perform(&connection)
    try describeMetrics(&connection)
    if !isNew, !outcome.definitions.isEmpty || !outcome.tables.isEmpty {
      // What the marts hold came of the earlier rules.
      try connection.execute("SELECT \(SQLText.identifier(schema, "request_rebuild"))()")
    }
    return outcome
  }

  private func apply(
    _ migration: Migration,
    _ update: inout DefinitionUpdate,
    _ connection: inout Connection
  ) throws {
    let sql = migration.sql(schema: schema)
    do {
      let isKept = try connection.inSavepoint {
        try $0.execute(sql)
        return true
      } unless: {
        // A definition rests on what the migration changes.
        $0.sqlState == "2BP01" || $0.sqlState == "0A000"
      }
      if !isKept {
        try update.dropAll(&connection)
        try connection.execute(sql)
      }
    } catch var error as DatabaseError {
      error.action = "applying migration \(migration.version) (\(migration.name))"
      throw error
    }
    try SchemaRecord(schema: schema).add(migration, &connection)
  }

  /// Lets the columns of views say what the catalogue of metrics says, where the schema has one.
  private func describeMetrics(_ connection: inout Connection) throws {
    let function = SQLText.identifier(schema, "describe_metrics") + "()"
    let known = try connection.query("SELECT to_regprocedure($1) IS NOT NULL", [function])
    if known.boolean(0, 0) { try connection.execute("SELECT \(function)") }
  }

  /// The tables of the migrations that were applied before.
  private func lost(_ pending: [Migration]) -> LostTables {
    let versions = Set(pending.map(\.version))
    return LostTables(
      schema: schema,
      migrations: migrations.filter { !versions.contains($0.version) }
    )
  }

  private func createSchema(_ connection: inout Connection) throws {
    let exists = try connection.query(
      "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)",
      [schema]
    ).boolean(0, 0)
    // Asked first, because IF NOT EXISTS demands the right to create one even where it exists.
    if !exists { try connection.execute("CREATE SCHEMA \(SQLText.identifier(schema))") }
  }

  private func definitionUpdate(_ connection: inout Connection) throws -> DefinitionUpdate {
    DefinitionUpdate(
      schema: schema,
      definitions: definitions,
      recorded: try SchemaRecord(schema: schema).definitions(&connection)
    )
  }

  /// What is not yet applied, after a check of what is.
  private func pending(_ connection: inout Connection) throws -> [Migration] {
    let recorded = try SchemaRecord(schema: schema).migrations(&connection)
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
}
