/// A target that is empty, locked, and without its indexes, so that a large first load fills it at
/// the cost of writing rows; ``restore(_:)`` makes the indexes again by sorting.
struct EmptyTable {
  /// Fewer rows than these gain nothing.
  private static let leastRows = 1_000

  private let schema: String
  /// What makes the indexes again, as an array of PostgreSQL.
  private let indexes: String

  /// Prepares the target of a staging table; nil where it is not empty, or few rows come.
  init?(_ staging: StagingTable, schema: String, _ connection: inout Connection) throws {
    guard staging.rows >= Self.leastRows, !staging.table.key.isEmpty else { return nil }
    let target = SQLText.identifier(schema, staging.table.table)
    let blank = try connection.query(
      "SELECT \(SQLText.identifier(schema, "is_blank"))($1::regclass)",
      [target]
    )
    guard blank.boolean(0, 0) else { return nil }
    let dropped = try connection.query(
      "SELECT nullif(\(SQLText.identifier(schema, "drop_indexes"))($1::regclass), '{}')",
      [target]
    )
    guard let indexes = dropped.text(0, 0) else { return nil }
    self.schema = schema
    self.indexes = indexes
  }

  /// Makes the indexes again.
  func restore(_ connection: inout Connection) throws {
    _ = try connection.query(
      "SELECT \(SQLText.identifier(schema, "create_indexes"))($1::text[])",
      [indexes]
    )
  }
}
