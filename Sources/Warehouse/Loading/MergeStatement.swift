/// The SQL that merges a staging table into its target: pure text, made once per stream.
///
/// The last version of each key is inserted where the key is new, and written over the row where
/// it is not older and says something new. All others are only counted: three temporary sequences
/// count rows as they flow by, since holding them for a second look would cost more than the merge
/// itself. The look before the INSERT is what keeps unchanged rows free even of a lock.
struct MergeStatement {
  private let table: StreamTable
  private let target: String
  private let staging: String

  /// The sequences that count: rows offered to the INSERT, rows left out as older, as unchanged.
  enum Counter: String, CaseIterable {
    case offered = "rows_offered"
    case older = "rows_older"
    case unchanged = "rows_unchanged"

    var qualifiedName: String { "pg_temp." + rawValue }
  }

  init(_ table: StreamTable, schema: String, staging: String) {
    self.table = table
    target = SQLText.identifier(schema, table.table)
    self.staging = staging
  }

  private typealias Metadata = StreamTable.Metadata

  /// The columns that the INSERT writes.
  private var columns: [String] { table.columns.map(\.name) }

  /// The columns that tell whether a row says something new.
  private var content: [String] {
    columns.filter {
      !table.key.contains($0) && $0 != Metadata.extractedAt && $0 != Metadata.tableVersion
    }
  }

  /// The columns that say which of two rows is newer, the weightiest first.
  private var versions: [String] {
    (table.hasTableVersion ? [Metadata.tableVersion] : [])
      + (table.hasUpdatedAt ? ["updated_at"] : []) + [Metadata.extractedAt]
  }

  /// The statement; it returns the numbers of rows inserted, updated, and only made newer.
  var sql: String { table.key.isEmpty ? appendSQL : mergeSQL }

  private var appendSQL: String {
    """
    WITH merged AS (
      INSERT INTO \(target) (\(SQLText.list(columns)))
      SELECT \(SQLText.list(columns)) FROM \(staging) ORDER BY \(SQLText.identifier(Metadata.sequence))
      RETURNING 1
    ) SELECT count(*), 0, 0 FROM merged
    """
  }

  private var mergeSQL: String {
    let key = SQLText.list(table.key)
    let on = table.key.map { "o.\(SQLText.identifier($0)) = s.\(SQLText.identifier($0))" }
    return """
      WITH merged AS (
        INSERT INTO \(target) AS o (\(SQLText.list(columns)))
        SELECT \(SQLText.list(columns, prefix: "s."))
        FROM (\(latest)) AS s LEFT JOIN \(target) AS o ON \(on.joined(separator: " AND "))
        WHERE CASE
          WHEN o.\(SQLText.identifier(table.key[0])) IS NULL THEN \(count(.offered)) > 0
          WHEN \(isOlder("s")) THEN \(count(.older)) < 0
          WHEN NOT (\(differs("s"))) AND NOT (\(isMoved("s"))) THEN \(count(.unchanged)) < 0
          ELSE \(count(.offered)) > 0 END
        ORDER BY \(SQLText.list(table.key, prefix: "s."))
        ON CONFLICT (\(key)) DO UPDATE SET \(assignments)
        WHERE NOT \(isOlder("excluded")) AND ((\(differs("excluded"))) OR (\(isMoved("excluded"))))
        RETURNING \(SQLText.list(table.key, prefix: "o.")), xmax = 0 AS inserted,
          \(SQLText.identifier(Metadata.batchedAt)) = now() AS changed
      )\(touched)
      SELECT count(*) FILTER (WHERE inserted), count(*) FILTER (WHERE changed AND NOT inserted),
        count(*) FILTER (WHERE NOT changed) FROM merged
      """
  }

  /// The last version of each key in the staging table.
  private var latest: String {
    let key = SQLText.list(table.key, prefix: "b.")
    let newest = versions.map { "b.\(SQLText.identifier($0)) DESC NULLS LAST" }
    let order = [key] + newest + ["b.\(SQLText.identifier(Metadata.sequence)) DESC"]
    return "SELECT DISTINCT ON (\(key)) b.* FROM \(staging) AS b "
      + "ORDER BY \(order.joined(separator: ", "))"
  }

  /// Notes the keys of changed rows for the marts, where any mart knows the stream.
  private var touched: String {
    guard let name = table.touchedTable else { return "" }
    let key = SQLText.list(table.key)
    return """
      , noted AS (
        INSERT INTO pg_temp.\(SQLText.identifier(name)) (\(key)) SELECT \(key) FROM merged WHERE changed
      )
      """
  }

  private func count(_ counter: Counter) -> String { "nextval('\(counter.qualifiedName)')" }

  /// Whether a row is older than the stored one, as far as both versions are known.
  private func isOlder(_ new: String) -> String {
    let last = versions[versions.count - 1]
    var text = "\(new).\(SQLText.identifier(last)) < o.\(SQLText.identifier(last))"
    for column in versions.dropLast().reversed() {
      let (one, other) = ("\(new).\(SQLText.identifier(column))", "o.\(SQLText.identifier(column))")
      text = "CASE WHEN \(one) <> \(other) THEN \(one) < \(other) ELSE \(text) END"
    }
    return "coalesce(\(text), false)"
  }

  private func differs(_ new: String) -> String {
    "(\(SQLText.list(content, prefix: "o."))) IS DISTINCT FROM "
      + "(\(SQLText.list(content, prefix: new + ".")))"
  }

  /// When the row was observed: its own time where its version is newer, else the later of both.
  private func extractedAt(_ new: String) -> String {
    let column = SQLText.identifier(Metadata.extractedAt)
    let later = "greatest(o.\(column), \(new).\(column))"
    let newer = versions.dropLast().map {
      "\(new).\(SQLText.identifier($0)) <> o.\(SQLText.identifier($0))"
    }
    guard !newer.isEmpty else { return later }
    return "CASE WHEN \(newer.joined(separator: " OR ")) THEN \(new).\(column) ELSE \(later) END"
  }

  private func tableVersion(_ new: String) -> String {
    let column = SQLText.identifier(Metadata.tableVersion)
    return "greatest(o.\(column), \(new).\(column))"
  }

  /// Whether the row was seen again at a later time, whatever it says.
  private func isMoved(_ new: String) -> String {
    var text = "\(extractedAt(new)) IS DISTINCT FROM o.\(SQLText.identifier(Metadata.extractedAt))"
    if table.hasTableVersion {
      text +=
        " OR \(tableVersion(new)) IS DISTINCT FROM o.\(SQLText.identifier(Metadata.tableVersion))"
    }
    return text
  }

  private var assignments: String {
    var parts = content.map { "\(SQLText.identifier($0)) = excluded.\(SQLText.identifier($0))" }
    let batchedAt = SQLText.identifier(Metadata.batchedAt)
    parts.append("\(SQLText.identifier(Metadata.extractedAt)) = \(extractedAt("excluded"))")
    if table.hasTableVersion {
      parts.append("\(SQLText.identifier(Metadata.tableVersion)) = \(tableVersion("excluded"))")
    }
    // Only new content counts as written; being seen again does not.
    parts.append(
      "\(batchedAt) = CASE WHEN \(differs("excluded")) THEN now() ELSE o.\(batchedAt) END"
    )
    return parts.joined(separator: ", ")
  }
}
