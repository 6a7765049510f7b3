public import StageKit

/// The work on the warehouse that needs no input.
public enum Maintenance {
  /// Applies pending migrations and says so; with a number of partitions, spreads the large tables by
  /// store.
  public static func migrate(
    _ settings: ConnectionSettings,
    _ options: LoadSettings,
    partitions: Int?,
    _ stage: Stage
  ) throws(StageError) {
    try withConnection(settings, options, stage) { connection, transactions in
      try SessionSetup.migrate(&connection, options, transactions, stage, partitions: partitions)
      stage.log.info("schema \(options.schema) is up to date")
    }
  }

  /// Rebuilds all marts from the streams.
  public static func rebuildMarts(
    _ settings: ConnectionSettings,
    _ options: LoadSettings,
    _ stage: Stage
  ) throws(StageError) {
    try withConnection(settings, options, stage) { connection, transactions in
      try SessionSetup.migrate(&connection, options, transactions, stage)
      try transactions.run(&connection, "rebuilding the marts") { connection in
        try AdvisoryLock.marts.acquire(&connection, schema: options.schema)
        try connection.execute(
          "SELECT \(SQLText.identifier(options.schema, "rebuild_marts"))()"
        )
      }
      stage.log.info("the marts of schema \(options.schema) are rebuilt")
    }
  }

  /// Connects, does the work, and in a dry run rolls it all back.
  static func withConnection(
    _ settings: ConnectionSettings,
    _ options: LoadSettings,
    _ stage: Stage,
    _ work: (inout Connection, Transactions) throws -> Void
  ) throws(StageError) {
    do {
      var connection = try SessionSetup.connect(settings, options, stage)
      if options.isDryRun { try connection.execute("BEGIN") }
      try work(&connection, options.isDryRun ? .dry : .real)
      if options.isDryRun {
        try connection.execute("ROLLBACK")
        stage.log.info("dry run: everything was rolled back")
      }
    } catch {
      throw StageError(describing: error)
    }
  }
}
