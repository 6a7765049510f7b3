public import StageKit

/// A session that only reads, and sees one state of the warehouse from its first question to its last.
///
/// Tables are found without the name of their schema.
public struct ReadSession: ~Copyable {
  private var connection: Connection

  /// Connects to a warehouse that is there and up to date.
  ///
  /// - Throws: exit code 66 where the schema holds no warehouse, 78 where it is one of an older or a
  ///   newer version, and ``DatabaseError`` where PostgreSQL refuses.
  public init(_ options: WarehouseOptions, _ stage: Stage) throws {
    var limits = LoadSettings()
    limits.lockTimeout = options.lockTimeout
    limits.statementTimeout = options.statementTimeout
    let schema = options.schema.text
    let target = try options.connection(for: stage.program)
    var connection = try SessionSetup.connect(target, limits, stage)
    guard try SchemaRecord(schema: schema).exists(&connection) else {
      throw StageError(
        .noInput,
        "there is no warehouse in schema \(Excerpt.quoted(schema)): load something with "
          + "load-postgres, or name another schema with --schema"
      )
    }
    guard try !Migrator(schema: schema).isBehind(&connection) else {
      throw StageError(
        .config,
        "the warehouse in schema \(Excerpt.quoted(schema)) was made by another version: run "
          + "load-postgres migrate"
      )
    }
    // What PostgreSQL would compile for one of these questions takes longer than it saves.
    try connection.execute(
      "SET search_path = \(SQLText.identifier(schema)); SET work_mem = '256MB'; SET jit = off; "
        + "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
    )
    self.connection = connection
  }

  /// The names of the columns and the rows of a query; NULL is nil.
  public mutating func read(_ sql: String) throws -> (names: [String], rows: [[String?]]) {
    let result = try connection.query(sql)
    return (result.columns.map(\.name), (0..<result.count).map { result.row($0) })
  }
}
