/// The SQL that merges a staging table into its target: pure text, made once per merge.
///
/// The newest observation of each key is inserted where the key is new, and written over the row
/// where it is not older and says something new. All others are only counted: temporary sequences
/// count rows as they flow by, since holding them for a second look would cost more than the merge
/// itself. The look before the INSERT is what keeps unchanged rows free even of a lock.
///
/// Which of two observations is newer has one total order, so that rows come out the same in
/// whatever order and batches they came: observed later, then changed later by `updated_at`, then
/// the content itself. A record that does not say when it was observed is observed now.
///
/// Where the table tracks what its sources know, a statement is about the staged rows of one set of
/// known columns, and leaves rows that another source wrote to ``FusionStatement``.
struct MergeStatement {
  let table: StreamTable
  let target: String
  let staging: String
  /// The columns that the staged rows knew; nil where the table does not track that.
  var known: Int64?
  /// Whether several staged rows may have one key.
  var hasDuplicates = true
  /// Whether staged rows name the generation of the table that they belong to.
  var hasVersions = false
  /// How many tables of rows of the stream, in the same transaction, came before this one.
  var earlierTables = 0
  /// Whether staged rows of one key and time may differ, so that their content decides.
  var hasTies = false

  /// The sequences that count: rows offered to the INSERT, rows that met a stored one there, rows
  /// left out as older, as unchanged, and as written by another source.
  enum Counter: String, CaseIterable {
    case offered = "rows_offered"
    case rewritten = "rows_rewritten"
    case older = "rows_older"
    case unchanged = "rows_unchanged"
    case foreign = "rows_foreign"

    var qualifiedName: String { "pg_temp." + rawValue }
  }

  init(_ table: StreamTable, schema: String, staging: String) {
    self.table = table
    target = SQLText.identifier(schema, table.table)
    self.staging = staging
  }

  typealias Metadata = StreamTable.Metadata

  /// The columns that the records fill.
  private var columns: [String] {
    table.columns.map(\.name).filter { $0 != Metadata.extractedAt }
  }

  /// The columns that tell whether a row says something new.
  var content: [String] {
    columns.filter { !table.key.contains($0) && $0 != Metadata.tableVersion }
  }

  /// The statement; it returns the numbers of rows written, and of those that were only made newer.
  var sql: String { table.key.isEmpty ? appendSQL : mergeSQL }

  private var appendSQL: String {
    let names = columns + [Metadata.extractedAt]
    return """
      WITH merged AS (
        INSERT INTO \(target) (\(SQLText.list(names)))
        SELECT \(SQLText.list(names)) FROM \(staging) ORDER BY \(SQLText.identifier(Metadata.sequence))
        RETURNING 1
      ) SELECT count(*), 0 FROM merged
      """
  }

  private var mergeSQL: String {
    let names = columns + [Metadata.extractedAt] + (known == nil ? [] : [Metadata.known])
    return """
      WITH merged AS (
        INSERT INTO \(target) AS o (\(SQLText.list(names)))
        SELECT \(SQLText.list(names, prefix: "s."))
        FROM (\(source)) AS s LEFT JOIN \(target) AS o ON \(table.sameKey("o", "s"))
        WHERE CASE
          WHEN o.\(SQLText.identifier(table.key[0])) IS NULL THEN \(count(.offered)) > 0
          \(known == nil ? "" : "WHEN NOT (\(isOwn)) THEN \(count(.foreign)) < 0")
          WHEN \(isOlder("s")) AND NOT \(takesVersion("s")) THEN \(count(.older)) < 0
          WHEN NOT (\(differs("s"))) AND (s._is_unstamped OR NOT \(isLater("s")))
            AND NOT \(takesVersion("s")) THEN \(count(.unchanged)) < 0
          ELSE \(count(.offered)) > 0 END
        ORDER BY \(SQLText.list(table.key, prefix: "s."))
        ON CONFLICT (\(SQLText.list(table.key))) DO UPDATE SET \(assignments)
        WHERE \(isOwn) AND (NOT \(isOlder("excluded")) AND (\(differs("excluded"))
          OR \(isLater("excluded"))) OR \(takesVersion("excluded")))
        RETURNING \(SQLText.list(table.key, prefix: "o.")),
          \(SQLText.identifier(Metadata.batchedAt)) = now() AS changed
      )\(touched)
      SELECT count(*), count(*) FILTER (WHERE NOT changed) FROM merged
      """
  }

  /// The statement for a table that is empty and locked; it returns the number of rows inserted.
  var firstSQL: String {
    let names = columns + [Metadata.extractedAt] + (known == nil ? [] : [Metadata.known])
    return """
      WITH merged AS (
        INSERT INTO \(target) AS o (\(SQLText.list(names)))
        SELECT \(SQLText.list(names, prefix: "s.")) FROM (\(newest)) AS s
        RETURNING \(SQLText.list(table.key, prefix: "o.")), true AS changed
      )\(touched) SELECT count(*) FROM merged
      """
  }

  /// The newest observation of each key among the staged rows.
  var newest: String {
    let key = SQLText.list(table.key, prefix: "b.")
    let at = "b.\(SQLText.identifier(Metadata.extractedAt))"
    var order = [key, "coalesce(\(at), \(now)) DESC"]
    if table.hasUpdatedAt { order.append("b.\"updated_at\" DESC NULLS LAST") }
    let sequence = "b.\(SQLText.identifier(Metadata.sequence)) DESC"
    // Of records that say nothing of their time, the later in the input is the newer.
    if hasTies {
      order.append("CASE WHEN \(at) IS NULL THEN \(sequence.dropLast(5)) END DESC NULLS LAST")
      let image = "ROW(\(SQLText.list(content, prefix: "b.")))::record"
      order.append(Self.rank(image) + " DESC")
      order.append(image + " USING OPERATOR(pg_catalog.*>)")
    }
    order.append(sequence)
    var others = columns.map { "b.\(SQLText.identifier($0))" }
    // The generation that a row was in last, whichever of its records is the newest; none where a
    // table of migrations has it from a source without any, too.
    if hasVersions && hasDuplicates {
      let version = SQLText.identifier(Metadata.tableVersion)
      others.removeAll { $0 == "b.\(version)" }
      others.append(
        "first_value(b.\(version)) OVER (PARTITION BY \(key) ORDER BY b.\(version) IS "
          + "\(table.registration == nil ? "NOT NULL" : "NULL"), \(sequence)) "
          + "AS \(version)"
      )
    }
    if keepsOnDelete && hasDuplicates {
      let window =
        "PARTITION BY \(key) ORDER BY coalesce(\(at), \(now)) DESC, \(sequence) "
        + "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING"
      others = kept(others, "b") { column in
        "(array_agg(\(column)) FILTER (WHERE \(column) IS NOT NULL) OVER (\(window)))[1]"
      }
    }
    others += table.generated.map { "b.\(SQLText.identifier($0.name))" }
    others += known == nil ? [] : ["b.\(SQLText.identifier(Metadata.known))"]
    let filter = known.map { " WHERE b.\(SQLText.identifier(Metadata.known)) = \($0)" } ?? ""
    let rows =
      "\(others.joined(separator: ", ")), "
      + "coalesce(\(at), \(now)) AS \(SQLText.identifier(Metadata.extractedAt)), "
      + "\(at) IS NULL AS _is_unstamped FROM \(staging) AS b\(filter)"
    guard hasDuplicates else { return "SELECT \(rows)" }
    return "SELECT DISTINCT ON (\(key)) \(rows) ORDER BY \(order.joined(separator: ", "))"
  }

  /// The newest observation of each key, those that only say that a row is gone with what is known of
  /// it: a tap may write nothing but the key then.
  private var source: String {
    guard keepsOnDelete else { return newest }
    let own = kept(columns.map { "n.\(SQLText.identifier($0))" }, "n") { column in
      "coalesce(\(column), k.\(column.dropFirst(2)))"
    }
    let rest =
      [Metadata.extractedAt, "_is_unstamped"].map { "n.\(SQLText.identifier($0))" }
      + table.generated.map { "n.\(SQLText.identifier($0.name))" }
    return "SELECT \((own + rest).joined(separator: ", ")) FROM (\(newest)) AS n "
      + "LEFT JOIN \(target) AS k ON \(table.sameKey("k", "n"))"
  }

  /// Whether records say that rows are gone, in a table that does not track what its sources know.
  private var keepsOnDelete: Bool { known == nil && content.contains(Metadata.deletedAt) }

  /// Columns of which those without a value take another one where the record says that the row is
  /// gone.
  private func kept(_ names: [String], _ prefix: String, _ other: (String) -> String) -> [String] {
    let mark = "\(prefix).\(SQLText.identifier(Metadata.deletedAt))"
    let taken = content.filter { $0 != Metadata.deletedAt && $0 != Metadata.batchedAt }
      .map { "\(prefix).\(SQLText.identifier($0))" }
    return names.map { name in
      guard taken.contains(name) else { return name }
      return
        "CASE WHEN \(mark) IS NULL THEN \(name) ELSE \(other(name)) END AS \(name.dropFirst(2))"
    }
  }

  /// Asks whether several staged rows have one key.
  var duplicatesSQL: String {
    "SELECT EXISTS (SELECT FROM \(staging) GROUP BY \(SQLText.list(table.key)) HAVING count(*) > 1)"
  }

  /// Asks whether staged rows of one key have the same time.
  var tiesSQL: String {
    var names = table.key.map { SQLText.identifier($0) }
    names.append("coalesce(\(SQLText.identifier(Metadata.extractedAt)), \(now))")
    if table.hasUpdatedAt { names.append("\"updated_at\"") }
    return "SELECT EXISTS (SELECT FROM \(staging) GROUP BY \(names.joined(separator: ", ")) "
      + "HAVING count(*) > 1)"
  }

  /// How many keys have staged rows of one time that contradict each other, and one of them.
  ///
  /// Rows that say nothing of their time follow one another in the order of the input.
  var contradictionsSQL: String {
    let key = table.key.map { SQLText.identifier($0) }
    var group = key + [SQLText.identifier(Metadata.extractedAt)]
    if table.hasUpdatedAt { group.append("\"updated_at\"") }
    if known != nil || !table.knowledge.isEmpty { group.append(SQLText.identifier(Metadata.known)) }
    let example = zip(table.key, key).map { "'\($0) ' || \($1)" }.joined(separator: " || ', ' || ")
    return """
      SELECT count(*), min(example) FROM (
        SELECT \(example) AS example FROM \(staging)
        WHERE \(SQLText.identifier(Metadata.extractedAt)) IS NOT NULL
        GROUP BY \(group.joined(separator: ", "))
        HAVING count(DISTINCT ROW(\(SQLText.list(content)))) > 1) AS contradicting
      """
  }

  /// Notes the keys of rows for the marts, where any mart knows the stream.
  private var touched: String {
    guard let name = table.touchedTable else { return "" }
    let key = SQLText.list(table.key)
    return """
      , noted AS (
        INSERT INTO pg_temp.\(SQLText.identifier(name)) (\(key), changed)
        SELECT \(key), changed FROM merged
      )
      """
  }

  private func count(_ counter: Counter) -> String { "nextval('\(counter.qualifiedName)')" }

  /// Whether the stored row has been written by sources that know the same columns.
  private var isOwn: String {
    guard let known else { return "true" }
    return "o.\(SQLText.identifier(Metadata.known)) = \(known) "
      + "AND o.\(SQLText.identifier(Metadata.stamps)) IS NULL"
  }

  /// Whether a row is older than the stored one.
  private func isOlder(_ new: String) -> String {
    let at = SQLText.identifier(Metadata.extractedAt)
    let stored = "coalesce(o.\(at), '-infinity')"
    let (one, other) = (
      "ROW(\(SQLText.list(content, prefix: new + ".")))::record",
      "ROW(\(SQLText.list(content, prefix: "o.")))::record"
    )
    // Most rows of one time are the same, which costs less to see than any order.
    var text =
      "(\(differs(new)) AND CASE WHEN \(Self.rank(one)) <> \(Self.rank(other)) "
      + "THEN \(Self.rank(one)) < \(Self.rank(other)) ELSE \(one) OPERATOR(pg_catalog.*<) \(other) END)"
    if table.hasUpdatedAt {
      let (one, other) = ("\(new).\"updated_at\"", "o.\"updated_at\"")
      text =
        "CASE WHEN \(one) IS DISTINCT FROM \(other) "
        + "THEN coalesce(\(one), '-infinity') < coalesce(\(other), '-infinity') ELSE \(text) END"
    }
    return "(CASE WHEN \(new).\(at) <> \(stored) THEN \(new).\(at) < \(stored) ELSE \(text) END)"
  }

  /// What decides between the contents of two observations of one time: a hash, since it can be kept
  /// where the content cannot, and then they themselves.
  static func rank(_ row: String) -> String { "pg_catalog.hash_record_extended(\(row), 0)" }

  private func differs(_ new: String) -> String {
    "ROW(\(SQLText.list(content, prefix: "o.")))::record OPERATOR(pg_catalog.*<>) "
      + "ROW(\(SQLText.list(content, prefix: new + ".")))::record"
  }

  /// Whether the row was seen at a later time, whatever it says.
  private func isLater(_ new: String) -> String {
    let column = SQLText.identifier(Metadata.extractedAt)
    return "(\(new).\(column) > coalesce(o.\(column), '-infinity'))"
  }

  /// Whether the row belongs to another generation of the table from now on, whatever it says.
  func takesVersion(_ new: String) -> String {
    guard hasVersions else { return "false" }
    let column = SQLText.identifier(Metadata.tableVersion)
    let at = SQLText.identifier(Metadata.extractedAt)
    // In a table of migrations, what a source without versions told is of no generation for good.
    let isUntold = "\(new).\(column) IS NULL AND o.\(column) IS NOT NULL"
    let isOther =
      table.registration == nil
      ? "\(new).\(column) <> o.\(column)"
      : "coalesce(\(new).\(column) <> o.\(column), \(new).\(column) IS NOT NULL)"
    return "(\(table.registration == nil ? "\(isUntold) OR " : "")coalesce(\(isOther), false) "
      + "AND NOT \(TableVersion.isOlderSQL("\(new).\(column)", than: "o.\(column)")) "
      + "AND \(new).\(at) >= coalesce(o.\(at), '-infinity'))"
  }

  /// When a record was observed that does not say so; rows of several tables have an order, too.
  private var now: String {
    earlierTables == 0 ? "now()" : "now() + interval '\(earlierTables) microseconds'"
  }

  private var assignments: String {
    let older = hasVersions ? isOlder("excluded") : nil
    func value(_ column: String) -> String {
      guard let older else { return "excluded.\(column)" }
      return "CASE WHEN \(older) THEN o.\(column) ELSE excluded.\(column) END"
    }
    var parts = (content + [Metadata.extractedAt]).map(SQLText.identifier).map {
      "\($0) = \(value($0))"
    }
    if hasVersions {
      let column = SQLText.identifier(Metadata.tableVersion)
      parts.append(
        "\(column) = CASE WHEN \(takesVersion("excluded")) THEN excluded.\(column) ELSE o.\(column) END"
      )
    }
    // Only new content counts as written; being seen again does not. The row is counted here, once
    // for each that is updated, because no system column tells of a partitioned table's rows
    // which were there before.
    let batchedAt = SQLText.identifier(Metadata.batchedAt)
    let isWritten = differs("excluded") + (older.map { " AND NOT \($0)" } ?? "")
    parts.append(
      "\(batchedAt) = CASE WHEN \(count(.rewritten)) > 0 AND \(isWritten) THEN now() "
        + "ELSE o.\(batchedAt) END"
    )
    return parts.joined(separator: ", ")
  }
}
