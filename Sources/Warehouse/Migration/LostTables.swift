import StageKit

/// Tables of migrations that somebody has dropped: they are made again, empty, as the migrations that
/// were applied make them.
struct LostTables {
  let schema: String
  /// The migrations that were applied, in order.
  let migrations: [Migration]

  /// The names of the tables that are gone.
  func names(_ connection: inout Connection) throws -> [String] {
    let made = migrations.flatMap(\.tables)
    guard !made.isEmpty else { return [] }
    let rows = try connection.query(
      "SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p')",
      [SQLText.identifier(schema)]
    )
    let present = Set((0..<rows.count).compactMap { rows.text($0, 0) })
    return made.filter { !present.contains($0) }
  }

  /// Makes tables again, inside the caller's transaction: all migrations run in a schema of their own,
  /// from which the tables are taken over with their indexes, constraints and comments.
  ///
  /// - Throws: exit code 78 for a table with a trigger: it holds what no load brings back.
  func restore(_ names: [String], _ connection: inout Connection) throws {
    guard !names.isEmpty else { return }
    let scratch = "\(schema.prefix(48))__restored"
    let scratchName = SQLText.identifier(scratch)
    try connection.execute("CREATE SCHEMA \(scratchName)")
    for migration in migrations { try connection.execute(migration.sql(schema: scratch)) }
    for name in names {
      let table = SQLText.identifier(scratch, name)
      let triggers = try connection.query(
        "SELECT FROM pg_trigger WHERE tgrelid = $1::regclass AND NOT tgisinternal",
        [table]
      )
      guard triggers.count == 0 else {
        throw StageError(
          .config,
          "schema \(schema): the table \(name) is gone, and what it held no load brings back: "
            + "restore it from a backup"
        )
      }
      try connection.execute("ALTER TABLE \(table) SET SCHEMA \(SQLText.identifier(schema))")
    }
    try connection.execute("DROP SCHEMA \(scratchName) CASCADE")
  }
}
