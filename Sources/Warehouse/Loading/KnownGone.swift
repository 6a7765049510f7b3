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
  /// In a table of migrations a row without a version is another source's as well, such as an export of
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

  /// Takes the staged rows away that say what is known to be gone, and returns their number; whether a
  /// full refresh of the stream was ever complete, ``hasRefreshes(_:)`` says.
  func drop(
    _ staging: StagingTable,
    hasRefreshes: Bool,
    _ connection: inout Connection
  ) throws -> Int {
    var dropped = 0
    if hasRefreshes {
      dropped += try connection.query(refreshedSQL(staging), [table.stream]).affected
    }
    let found = try connection.query(
      "SELECT EXISTS (SELECT FROM \(tombstones) WHERE stream = $1)",
      [table.stream]
    )
    if !table.key.isEmpty, found.boolean(0, 0) {
      dropped += try connection.query(deletedSQL(staging), [table.stream]).affected
    }
    return dropped
  }

  /// Notes the generations of the staged rows in a table of migrations: a source without versions takes
  /// rows out of them, so that the rows do not tell in the end that there were such.
  func note(generationsOf staging: StagingTable, _ connection: inout Connection) throws {
    guard staging.hasVersions, table.registration == nil else { return }
    let columns = Self.scope(of: table)
    let names = ["store_id", "source_system"].map { columns.contains($0) ? $0 : "''" }
    let version = SQLText.identifier(Metadata.tableVersion)
    _ = try connection.query(
      """
      INSERT INTO \(refreshes) (stream, store_id, source_system, version, refreshed_at)
      SELECT DISTINCT $1::text, \(names[0]), \(names[1]), \(version), timestamptz '-infinity'
      FROM \(staging.qualifiedName) WHERE \(version) IS NOT NULL
      ON CONFLICT DO NOTHING
      """,
      [table.stream]
    )
  }

  /// Selects the stores and platforms of which a table of migrations had rows of a version.
  func partsSQL(ofVersion version: String) -> String {
    let names = SQLText.list(Self.scope(of: table))
    return "SELECT \(names) FROM \(refreshes) WHERE stream = \(SQLText.literal(table.stream)) "
      + "AND version = \(version)"
  }

  /// Whether a full refresh of the stream was ever begun; never of a table without versions.
  func hasRefreshes(_ connection: inout Connection) throws -> Bool {
    guard table.hasTableVersion else { return false }
    return try connection.query(
      "SELECT EXISTS (SELECT FROM \(refreshes) WHERE stream = $1)",
      [table.stream]
    ).boolean(0, 0)
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
      : " AND NOT EXISTS (SELECT FROM \(target) AS o WHERE \(table.sameKey("o", "s")) AND (\(isKept)))"
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
  /// the first is its version, and `parts` selects the stores and platforms that it is about.
  ///
  /// One that a later refresh says everything of is not kept, in whichever order they came: a later one
  /// of an older generation leaves rows of the newer generation alone, so that both are.
  func note(
    refreshBefore time: String,
    of parts: String,
    _ parameters: [String?],
    _ connection: inout Connection
  ) throws {
    let columns = Self.scope(of: table)
    let names = ["store_id", "source_system"].map { name in
      columns.contains(name) ? "p.\(SQLText.identifier(name))" : "''"
    }
    func covers(_ one: String, _ other: String) -> String {
      "\(one).refreshed_at >= \(other).refreshed_at AND \(one).version <> \(other).version "
        + "AND NOT \(TableVersion.isOlderSQL("\(one).version", than: "\(other).version"))"
    }
    let same =
      "f.stream = n.stream AND f.store_id = n.store_id AND f.source_system = n.source_system"
    _ = try connection.query(
      """
      WITH n AS MATERIALIZED (
        SELECT \(SQLText.literal(table.stream)) AS stream, \(names[0]) AS store_id,
          \(names[1]) AS source_system, $1::bigint AS version, \(time) AS refreshed_at
        FROM (\(columns.isEmpty ? "SELECT 1" : parts)) AS p
      ), told AS (
        DELETE FROM \(refreshes) AS f USING n WHERE \(same) AND \(covers("n", "f"))
      )
      INSERT INTO \(refreshes) AS f (stream, store_id, source_system, version, refreshed_at)
      SELECT stream, store_id, source_system, version, refreshed_at FROM n
      WHERE NOT EXISTS (SELECT FROM \(refreshes) AS f WHERE \(same) AND \(covers("f", "n")))
      ON CONFLICT (stream, store_id, source_system, version) DO UPDATE
      SET refreshed_at = greatest(f.refreshed_at, excluded.refreshed_at)
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
    "EXISTS (\(deletionsSQL(of: row)) AND \(row).\(SQLText.identifier(Metadata.extractedAt)) <= t.gone_at)"
  }

  /// Selects when a stored row was deleted.
  func deletionsSQL(of row: String) -> String {
    """
    SELECT t.gone_at FROM \(tombstones) AS t WHERE t.stream = \(SQLText.literal(table.stream))
      AND t.store_id = \(store(row)) AND t.key_hash = \(keyHash(row))
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

  /// A hash of the key, so that what is kept of a deleted row does not show it; who knows the key can
  /// still find it.
  private func keyHash(_ row: String) -> String {
    let parts = table.key.map { name in
      let column = "\(row).\(SQLText.identifier(name))"
      let isNumber = table.columns.contains { $0.name == name && $0.typeName == "numeric" }
      return isNumber ? "trim_scale(\(column))" : column
    }
    return "sha256(convert_to(ROW(\(parts.joined(separator: ", ")))::text, 'UTF8'))"
  }
}
