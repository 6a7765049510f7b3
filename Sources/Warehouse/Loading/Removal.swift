import StageKit

/// Takes away rows that are gone at the source, inside the caller's transaction.
struct Removal {
  let schema: String
  let deleteLimit: Percent
  /// When the run began, as the server says.
  let startedAt: String

  /// Singer's full refresh: takes away the rows of other versions of the table that were last
  /// observed before it; never those of a later generation (`TableVersion`).
  ///
  /// A table that a migration made can hold several shops and platforms; only those that the
  /// refresh has rows of lose any. Throws `StageError` 65 where that would take away a larger part
  /// than allowed.
  func complete(
    _ activation: StreamRefresh.Activation,
    of staging: StagingTable,
    _ connection: inout Connection
  ) throws -> Int {
    let table = staging.table
    let target = SQLText.identifier(schema, table.table)
    let parameters = [
      String(activation.version), activation.firstObserved.map { String($0) },
      activation.hasUnstamped || activation.firstObserved == nil ? startedAt : nil,
    ]
    let began = """
      least(timestamptz '2000-01-01 00:00:00+00' + $2::bigint * interval '1 microsecond', $3::timestamptz)
      """
    let gone = KnownGone(schema: schema, table: table)
    let parts = parts(of: staging, target, gone)
    try gone.note(refreshBefore: began, of: parts, parameters, &connection)
    let names = SQLText.list(KnownGone.scope(of: table))
    let part = names.isEmpty ? "true" : "(\(names)) IN (\(parts))"
    let isOld = gone.isGoneSQL(
      SQLText.identifier(StreamTable.Metadata.tableVersion),
      observed: "coalesce(\(SQLText.identifier(StreamTable.Metadata.extractedAt)), '-infinity')",
      version: "$1::bigint",
      before: began
    )
    let sizes = try connection.query(
      "SELECT count(*), count(*) FILTER (WHERE \(isOld)) FROM \(target) WHERE \(part)",
      parameters
    )
    let total = sizes.integer(0, 0) ?? 0
    let old = sizes.integer(0, 1) ?? 0
    guard old > 0 else { return 0 }
    guard old * 100 <= total * deleteLimit.value else {
      throw StageError(
        .data,
        "stream \(table.stream): the full refresh (version \(activation.version)) lacks \(old) of the "
          + "table's \(total) rows, more than --max-delete allows; nothing was changed. If they "
          + "are really gone, run it again with --max-delete 100%"
      )
    }
    return try remove(
      table,
      "DELETE FROM \(target) WHERE \(part) AND \(isOld)",
      parameters,
      &connection
    )
  }

  /// Selects the stores and platforms that a refresh is about, by rows that it had: some may not
  /// have become its own, since a newer observation was there.
  private func parts(of staging: StagingTable, _ target: String, _ gone: KnownGone) -> String {
    let names = SQLText.list(KnownGone.scope(of: staging.table))
    guard staging.table.registration != nil else {
      return "SELECT DISTINCT * FROM (\(gone.partsSQL(ofVersion: "$1::bigint"))) AS p"
    }
    let version = SQLText.identifier(StreamTable.Metadata.tableVersion)
    return [target, staging.qualifiedName].map {
      "SELECT \(names) FROM \($0) WHERE \(version) = $1::bigint"
    }.joined(separator: " UNION ")
  }

  /// Takes away the rows of which a staged record says that they were deleted.
  func removeDeleted(_ staging: StagingTable, _ connection: inout Connection) throws -> Int {
    let table = staging.table
    guard staging.rows > 0 else { return 0 }
    let gone = KnownGone(schema: schema, table: table)
    let column = gone.deletionSQL("o")
    let target = SQLText.identifier(schema, table.table)
    guard !table.key.isEmpty else {
      let statement = "DELETE FROM \(target) AS o WHERE \(column) IS NOT NULL"
      return try remove(table, statement, [], &connection)
    }
    let told = "\(gone.deletionSQL("s")) IS NOT NULL"
    let noted = try gone.note(deletedIn: staging, &connection)
    let statement =
      "DELETE FROM \(target) AS o USING \(staging.qualifiedName) AS s "
      + "WHERE \(table.sameKey("o", "s")) "
      + "AND (\(column) IS NOT NULL\(noted > 0 ? " OR \(told) AND \(gone.isDeletedSQL("o"))" : ""))"
    let removed = try remove(table, statement, [], &connection)
    if noted > 0, let erasure = ErasureStatement(staging, gone, target: target, told: told) {
      _ = try remove(table, erasure.sql, [], &connection)
    }
    return removed
  }

  /// Runs a DELETE, or an UPDATE, and notes the keys for the marts, where any mart knows the stream.
  private func remove(
    _ table: StreamTable,
    _ statement: String,
    _ parameters: [String?],
    _ connection: inout Connection
  ) throws -> Int {
    guard let touched = table.touchedTable else {
      return try connection.query(statement, parameters).affected
    }
    let prefix = statement.contains(" AS o ") ? "o." : ""
    return try connection.query(
      """
      WITH gone AS (\(statement) RETURNING \(SQLText.list(table.key, prefix: prefix)))
      INSERT INTO pg_temp.\(SQLText.identifier(touched)) (\(SQLText.list(table.key)), changed)
      SELECT \(SQLText.list(table.key)), true FROM gone
      """,
      parameters
    ).affected
  }
}
