/// The SQL that merges staged rows into rows that sources with other columns have written.
///
/// Each column has the value of the newest observation that knew it: a source without a column says
/// nothing of it, and null from one that has the column means that the value is gone. A row keeps
/// which columns its newest observation knew, and for every other column the observation that its
/// value is from: so the outcome does not depend on the order of arrival.
struct FusionStatement {
  private let merge: MergeStatement
  private let known: Int64
  private let schema: String

  /// Prepares to merge the staged rows that knew those columns.
  init(_ merge: MergeStatement, known: Int64, schema: String) {
    self.merge = merge
    self.known = known
    self.schema = schema
  }

  private typealias Metadata = StreamTable.Metadata

  /// The columns of which a source may know or not, with their bits.
  private var fields: [(name: String, bit: Int64)] {
    merge.table.knowledge.sorted { $0.value < $1.value }.map { ($0.key, $0.value) }
  }

  /// The statement; it returns the numbers of rows updated, and only made newer.
  var sql: String {
    let keys = merge.table.key.map(SQLText.identifier)
    let content = fields.map { SQLText.identifier($0.name) }
    let version = merge.hasVersions ? [Metadata.tableVersion] : []
    let own = ([Metadata.extractedAt, Metadata.known, Metadata.stamps] + version)
      .map(SQLText.identifier)
    let batchedAt = SQLText.identifier(Metadata.batchedAt)
    let all = content + own
    func row(_ names: [String], _ prefix: String) -> String {
      "ROW(\(names.map { prefix + $0 }.joined(separator: ", ")))::record"
    }
    let changes = "\(row(content, "o.")) OPERATOR(pg_catalog.*<>) \(row(content, "c."))"
    return """
      WITH fused AS (\(fused)), merged AS (
        UPDATE \(merge.target) AS o
        SET \(all.map { "\($0) = c.\($0)" }.joined(separator: ", ")),
          \(batchedAt) = CASE WHEN \(changes) THEN now() ELSE o.\(batchedAt) END
        FROM fused AS c
        WHERE \(keys.map { "o.\($0) = c.\($0)" }.joined(separator: " AND "))
          AND \(row(all, "o.")) OPERATOR(pg_catalog.*<>) \(row(all, "c."))
        RETURNING \(keys.map { "o.\($0)" }.joined(separator: ", ")), o.\(batchedAt) = now() AS changed
      )\(touched(keys))
      SELECT count(*) FILTER (WHERE changed), count(*) FILTER (WHERE NOT changed) FROM merged
      """
  }

  private func touched(_ keys: [String]) -> String {
    guard let name = merge.table.touchedTable else { return "" }
    let key = keys.joined(separator: ", ")
    return """
      , noted AS (
        INSERT INTO pg_temp.\(SQLText.identifier(name)) (\(key), changed)
        SELECT \(key), changed FROM merged
      )
      """
  }

  /// Stored and staged rows side by side, as one row each.
  private var fused: String {
    let keys = merge.table.key.map(SQLText.identifier)
    let columns = fields.map { field in
      let name = SQLText.identifier(field.name)
      // That a row is deleted says its newest observation, and no other.
      let isMarked = field.name == Metadata.extra
      func unmarked(_ value: String) -> String {
        "nullif(\(value) - \(SQLText.literal(Metadata.deletedAt)), '{}')"
      }
      guard known & field.bit != 0 else {
        return isMarked
          ? "CASE WHEN t.is_newer THEN \(unmarked("o.\(name)")) ELSE o.\(name) END AS \(name)"
          : "o.\(name)"
      }
      let taken =
        "o.\(SQLText.identifier(Metadata.known)) & \(field.bit) = 0 AND "
        + "coalesce(t.stamp > (o.\(SQLText.identifier(Metadata.stamps)) -> "
        + "\(SQLText.literal(field.name))), true)"
      return "CASE WHEN t.is_newer THEN s.\(name) "
        + "WHEN \(taken) THEN \(isMarked ? unmarked("s.\(name)") : "s.\(name)") "
        + "ELSE o.\(name) END AS \(name)"
    }
    let at = SQLText.identifier(Metadata.extractedAt)
    let mask = SQLText.identifier(Metadata.known)
    let stamps = SQLText.identifier(Metadata.stamps)
    let names = fields.map { SQLText.literal($0.name) }.joined(separator: ", ")
    let bits = fields.map { String($0.bit) }.joined(separator: ", ")
    let function = SQLText.identifier(schema, "fused_stamps")
    return """
      SELECT \(keys.map { "o.\($0)" }.joined(separator: ", ")), \(columns.joined(separator: ", ")),
        CASE WHEN t.is_newer THEN s.\(at) ELSE o.\(at) END AS \(at),
        CASE WHEN t.is_newer THEN \(known) ELSE o.\(mask) END AS \(mask),
        \(function)(o.\(stamps), o.\(mask), t.stored, \(known), t.stamp, t.is_newer,
          ARRAY[\(names)], ARRAY[\(bits)]::bigint[]) AS \(stamps)\(version)
      FROM (\(merge.newest)) AS s
      JOIN \(merge.target) AS o ON \(keys.map { "o.\($0) = s.\($0)" }.joined(separator: " AND "))
      CROSS JOIN LATERAL (SELECT \(stamp("s", "\(known)")) AS stamp, \(stamp("o", "o.\(mask)")) AS stored
        OFFSET 0) AS p
      CROSS JOIN LATERAL (SELECT p.stamp, p.stored, CASE WHEN p.stamp <> p.stored THEN p.stamp > p.stored
        ELSE \(contentIsNewer) END AS is_newer OFFSET 0) AS t
      WHERE o.\(mask) <> \(known) OR o.\(stamps) IS NOT NULL
      """
  }

  /// The generation of the fused row, as a further column.
  private var version: String {
    guard merge.hasVersions else { return "" }
    let column = SQLText.identifier(Metadata.tableVersion)
    return
      ", CASE WHEN \(merge.takesVersion("s")) THEN s.\(column) ELSE o.\(column) END AS \(column)"
  }

  /// Of two observations by the same columns at the same time, the content decides.
  private var contentIsNewer: String {
    let names = fields.filter { known & $0.bit != 0 }.map { SQLText.identifier($0.name) }
    guard !names.isEmpty else { return "false" }
    let one = names.map { "s.\($0)" }.joined(separator: ", ")
    let other = names.map { "o.\($0)" }.joined(separator: ", ")
    return "ROW(\(one))::record OPERATOR(pg_catalog.*>) ROW(\(other))::record"
  }

  /// When an observation was made, and of one time what decides, in a form whose order is that of time.
  ///
  /// JSON arrays compare item by item, and null before any number. The content is in it as
  /// ``MergeStatement/rank(_:)``, so that what came earlier is not lost to what knows less.
  private func stamp(_ row: String, _ mask: String) -> String {
    let at = "\(row).\(SQLText.identifier(Metadata.extractedAt))"
    var changed = "NULL"
    if let bit = merge.table.knowledge["updated_at"], merge.table.hasUpdatedAt {
      changed = "CASE WHEN \(mask) & \(bit) <> 0 THEN extract(epoch FROM \(row).\"updated_at\") END"
    }
    let content = fields.map { field in
      "CASE WHEN \(mask) & \(field.bit) <> 0 THEN \(row).\(SQLText.identifier(field.name)) END"
    }
    let rank = MergeStatement.rank("ROW(\(content.joined(separator: ", ")))::record")
    return "jsonb_build_array(extract(epoch FROM \(at)), \(changed), \(mask), \(rank))"
  }
}
