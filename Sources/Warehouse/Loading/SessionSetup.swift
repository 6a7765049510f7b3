import StageKit

/// The beginning of every session with the warehouse.
enum SessionSetup {
  /// Connects, and sets the limits that the user gave.
  static func connect(
    _ settings: ConnectionSettings,
    _ options: LoadSettings,
    _ stage: Stage
  ) throws -> Connection {
    var connection = try Connection.open(settings) { try stage.checkpoint() }
    stage.log.debug("connected to \(connection.place)")
    let limits = [
      "lock_timeout": options.lockTimeout, "statement_timeout": options.statementTimeout,
    ]
    for (name, limit) in limits {
      _ = try connection.query(
        "SELECT set_config($1, $2, false)",
        [name, "\(Int(limit.inSeconds * 1000))ms"]
      )
    }
    return connection
  }

  /// Applies pending migrations and changed definitions, and partitions the large tables where a
  /// number of partitions is given.
  static func migrate(
    _ connection: inout Connection,
    _ options: LoadSettings,
    _ transactions: Transactions,
    _ stage: Stage,
    partitions: Int? = nil
  ) throws {
    let migrator = Migrator(schema: options.schema)
    let done = try migrator.migrate(&connection, transactions, partitions: partitions)
    if let last = done.migrations.last {
      stage.log.info(
        "schema \(options.schema): applied \(done.migrations.count) migrations, now at "
          + "\(last.version) (\(last.name))"
      )
    }
    if !done.tables.isEmpty {
      let names = done.tables.joined(separator: ", ")
      stage.log.warning("schema \(options.schema): made again, as they were gone: \(names)")
    }
    if !done.definitions.isEmpty {
      stage.log.info(
        "schema \(options.schema): applied \(done.definitions.count) definitions"
      )
    }
    if let partitions, !done.spread.isEmpty {
      stage.log.info(
        "schema \(options.schema): \(done.spread.count) tables are now partitioned by store, into "
          + "\(partitions) each"
      )
    }
  }

  /// Whether the schema has marts to refresh.
  static func hasMarts(_ connection: inout Connection, _ options: LoadSettings) throws -> Bool {
    let function = SQLText.identifier(options.schema, "refresh_marts") + "()"
    return try connection.query("SELECT to_regprocedure($1) IS NOT NULL", [function]).boolean(0, 0)
  }
}
