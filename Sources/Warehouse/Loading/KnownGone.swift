import StageKit

/// What is known to be gone at the source: an older observation of it brings it back in no order of
/// loads, any more than it would have stayed had it come first.
///
/// The newest full refresh of a stream, store and platform says so of all rows that it did not have;
/// a record that was deleted says so of its row, where rows are deleted.
struct KnownGone {
  let schema: String
  let table: StreamTable

  private typealias Metadata = StreamTable.Metadata

  /// The columns that tell what a refresh of a table of migrations is about: such a table can hold
  /// several shops and platforms.
  static func scope(of table: StreamTable) -> [String] {
    guard table.registration == nil else { return [] }
    return ["store_id", "source_system"].filter { name in
      table.columns.contains { $0.name == name }
    }
  }

  /// Whether a row is none of the refresh of that version, and was last observed before it: it is gone,
  /// unless it belongs to a later generation (`TableVersion`).
  ///
  /// In a table of migrations a row without a version is another source's, such as an export of
  /// orders that are older than an API tells of: a refresh says nothing of it.
  func isGoneSQL(
    _ own: String,
    observed: String,
    version: String,
    before time: String
  ) -> String {
    "(\(table.registration == nil ? "\(own) <>" : "\(own) IS DISTINCT FROM") \(version) "
      + "AND NOT \(TableVersion.isOlderSQL(version, than: own)) AND \(observed) <= \(time))"
  }

  /// Takes the staged rows away that say what is known to be gone, and returns their number.
  func drop(_ staging: StagingTable, _ connection: inout Connection) throws -> Int {
    let known = try connection.query(
      """
      SELECT EXISTS (SELECT FROM \(refreshes) WHERE stream = $1),
        EXISTS (SELECT FROM \(tombstones) WHERE stream = $1)
      """,
      [table.stream]
    )
    var dropped = 0
    if known.boolean(0, 0), table.hasTableVersion {
      dropped += try connection.query(refreshedSQL(staging), [table.stream]).affected
    }
    if known.boolean(0, 1), !table.key.isEmpty {
      dropped += try connection.query(deletedSQL(staging), [table.stream]).affected
    }
    return dropped
  }

  /// Rows that an earlier version had, and the refresh neither has nor leaves.
  private func refreshedSQL(_ staging: StagingTable) -> String {
    let version = SQLText.identifier(Metadata.tableVersion)
    let isGone = isGoneSQL(
      "s.\(version)",
      observed: "s.\(SQLText.identifier(Metadata.extractedAt))",
      version: "f.version",
      before: "f.refreshed_at"
    )
    let isKept =
      "o.\(version) = f.version OR \(TableVersion.isOlderSQL("f.version", than: "o.\(version)"))"
    let kept =
      table.key.isEmpty
      ? ""
      : " AND NOT EXISTS (SELECT FROM \(target) AS o WHERE \(join("o", "s")) AND (\(isKept)))"
    return """
      DELETE FROM \(staging.qualifiedName) AS s USING \(refreshes) AS f
      WHERE f.stream = $1 AND \(scopeJoin("f", "s")) AND \(isGone)\(kept)
      """
  }

  /// Rows that were deleted after they were observed.
  private func deletedSQL(_ staging: StagingTable) -> String {
    let at = SQLText.identifier(Metadata.extractedAt)
    return """
      DELETE FROM \(staging.qualifiedName) AS s USING \(tombstones) AS t
      WHERE t.stream = $1 AND t.store_id = \(store("s")) AND t.key_hash = \(keyHash("s"))
        AND s.\(at) <= t.gone_at
      """
  }

  /// Notes a full refresh that is complete; `time` is when it began, as SQL over `parameters`, of which
  /// the first is its version.
  func note(
    refreshBefore time: String,
    _ parameters: [String?],
    _ connection: inout Connection
  ) throws {
    let columns = Self.scope(of: table)
    let names = ["store_id", "source_system"].map { name in
      columns.contains(name) ? SQLText.identifier(name) : "''"
    }
    let version = SQLText.identifier(Metadata.tableVersion)
    let rows =
      columns.isEmpty
      ? "" : " FROM \(target) WHERE \(version) = $1::bigint GROUP BY \(SQLText.list(columns))"
    _ = try connection.query(
      """
      INSERT INTO \(refreshes) AS f (stream, store_id, source_system, version, refreshed_at)
      SELECT \(SQLText.literal(table.stream)), \(names.joined(separator: ", ")), $1::bigint, \(time)\(rows)
      ON CONFLICT (stream, store_id, source_system) DO UPDATE
      SET version = excluded.version, refreshed_at = excluded.refreshed_at
      WHERE f.refreshed_at <= excluded.refreshed_at
      """,
      parameters
    )
  }

  /// Notes the staged records that say that their row was deleted, and returns how many rows that are.
  ///
  /// One that does not say when it was observed is older than a row of the same load that doesn't
  /// either: which of the two comes later is known of the input alone.
  func note(deletedIn staging: StagingTable, _ connection: inout Connection) throws -> Int {
    let at = SQLText.identifier(Metadata.extractedAt)
    return try connection.query(
      """
      INSERT INTO \(tombstones) AS t (stream, store_id, key_hash, gone_at)
      SELECT $1, \(store("s")), \(keyHash("s")), max(coalesce(s.\(at), now() - interval '1 microsecond'))
      FROM \(staging.qualifiedName) AS s WHERE \(deletionSQL("s")) IS NOT NULL
      GROUP BY 2, 3
      ON CONFLICT (stream, store_id, key_hash) DO UPDATE
      SET gone_at = greatest(t.gone_at, excluded.gone_at)
      """,
      [table.stream]
    ).affected
  }

  /// When a row was deleted at its source, as text or time; null where it was not.
  func deletionSQL(_ row: String) -> String {
    let name = Metadata.deletedAt
    return table.columns.contains { $0.name == name }
      ? "\(row).\(SQLText.identifier(name))"
      : "\(row).\(SQLText.identifier(Metadata.extra)) ->> \(SQLText.literal(name))"
  }

  /// Whether a stored row was deleted after it was observed.
  func isDeletedSQL(_ row: String) -> String {
    """
    EXISTS (SELECT FROM \(tombstones) AS t WHERE t.stream = \(SQLText.literal(table.stream))
      AND t.store_id = \(store(row)) AND t.key_hash = \(keyHash(row))
      AND \(row).\(SQLText.identifier(Metadata.extractedAt)) <= t.gone_at)
    """
  }

  /// Forgets everything of streams whose tables are made anew: who drops a table wants to load it again.
  static func forget(
    _ streams: [String],
    schema: String,
    _ connection: inout Connection
  ) throws {
    for name in ["etl_refreshes", "etl_tombstones"] {
      _ = try connection.query(
        "DELETE FROM \(SQLText.identifier(schema, name)) "
          + "WHERE stream IN (SELECT jsonb_array_elements_text($1::jsonb))",
        [JSONArray.text(streams)]
      )
    }
  }

  private var target: String { SQLText.identifier(schema, table.table) }
  private var refreshes: String { SQLText.identifier(schema, "etl_refreshes") }
  private var tombstones: String { SQLText.identifier(schema, "etl_tombstones") }

  private func join(_ one: String, _ other: String) -> String {
    table.key.map(SQLText.identifier).map { "\(one).\($0) = \(other).\($0)" }
      .joined(separator: " AND ")
  }

  private func scopeJoin(_ refresh: String, _ row: String) -> String {
    let columns = Self.scope(of: table)
    return ["store_id", "source_system"].map { name in
      let own = columns.contains(name) ? "\(row).\(SQLText.identifier(name))" : "''"
      return "\(refresh).\(SQLText.identifier(name)) = \(own)"
    }.joined(separator: " AND ")
  }

  private func store(_ row: String) -> String {
    Self.scope(of: table).contains("store_id") ? "\(row).store_id" : "''"
  }

  /// A hash of the key: what is kept of a row that somebody wanted deleted must not tell of whom it was.
  private func keyHash(_ row: String) -> String {
    let parts = table.key.map { name in
      let column = "\(row).\(SQLText.identifier(name))"
      let isNumber = table.columns.contains { $0.name == name && $0.typeName == "numeric" }
      return isNumber ? "trim_scale(\(column))" : column
    }
    return "sha256(convert_to(ROW(\(parts.joined(separator: ", ")))::text, 'UTF8'))"
  }
}
