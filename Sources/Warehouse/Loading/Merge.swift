import StageKit

/// Merges one staging table into its target, inside the caller's transaction.
struct Merge {
  let schema: String

  /// Creates what every merge of a session needs.
  static func prepare(_ connection: inout Connection) throws {
    for counter in MergeStatement.Counter.allCases {
      // Cached numbers never touch the sequence's page, so that counting a row costs next to
      // nothing.
      try connection.execute("CREATE TEMPORARY SEQUENCE \(counter.rawValue) CACHE 100000")
    }
  }

  /// Merges, and counts; `earlier` tables of the same stream came before.
  func run(
    _ staging: StagingTable,
    earlier: Int,
    _ connection: inout Connection
  ) throws -> MergeCounts {
    var counts = MergeCounts()
    counts.staged = staging.rows
    guard staging.rows > 0 else { return counts }
    try analyze(staging, &connection)
    let gone = KnownGone(schema: schema, table: staging.table)
    try gone.note(generationsOf: staging, &connection)
    let hasRefreshes = try gone.hasRefreshes(&connection)
    counts.older = try gone.drop(staging, hasRefreshes: hasRefreshes, &connection)
    guard counts.older < staging.rows else { return counts }
    var statement = MergeStatement(
      staging.table,
      schema: schema,
      staging: staging.qualifiedName
    )
    // A newer record without a version takes its row out of any generation, once there are such.
    statement.hasVersions =
      staging.table.hasTableVersion && (staging.hasVersions || hasRefreshes)
    statement.earlierTables = earlier
    if !staging.table.key.isEmpty {
      statement.hasDuplicates = try connection.query(statement.duplicatesSQL).boolean(0, 0)
      if statement.hasDuplicates {
        statement.hasTies = try connection.query(statement.tiesSQL).boolean(0, 0)
        if statement.hasTies { try countContradictions(statement, &counts, &connection) }
      }
    }
    var emptied = try EmptyTable(staging, schema: schema, &connection)
    for known in try sources(of: staging, &connection) {
      statement.known = known
      if let table = emptied {
        counts.inserted += try connection.query(statement.firstSQL).integer(0, 0) ?? 0
        try table.restore(&connection)
        emptied = nil
      } else {
        counts += try merge(statement, &connection)
      }
    }
    return counts
  }

  private func countContradictions(
    _ statement: MergeStatement,
    _ counts: inout MergeCounts,
    _ connection: inout Connection
  ) throws {
    let found = try connection.query(statement.contradictionsSQL)
    counts.contradictions = found.integer(0, 0) ?? 0
    counts.contradiction = found.text(0, 1)
  }

  /// The sets of columns that the staged records knew; one nil where the table does not track that.
  private func sources(
    of staging: StagingTable,
    _ connection: inout Connection
  ) throws -> [Int64?] {
    guard !staging.table.knowledge.isEmpty else { return [nil] }
    let column = SQLText.identifier(StreamTable.Metadata.known)
    let rows = try connection.query(
      "SELECT DISTINCT \(column) FROM \(staging.qualifiedName) ORDER BY 1"
    )
    return (0..<rows.count).map { Int64(rows.integer($0, 0) ?? 0) }
  }

  /// Merges the staged rows of one set of known columns.
  private func merge(
    _ statement: MergeStatement,
    _ connection: inout Connection
  ) throws -> MergeCounts {
    try resetCounters(&connection)
    var counts = MergeCounts()
    let result = try connection.query(statement.sql)
    let written = result.integer(0, 0) ?? 0
    guard !statement.table.key.isEmpty else {
      counts.inserted = written
      return counts
    }
    let moved = result.integer(0, 1) ?? 0
    let rewritten = try read(.rewritten, &connection)
    counts.inserted = written - rewritten
    counts.updated = rewritten - moved
    let offered = try read(.offered, &connection)
    counts.older = try read(.older, &connection)
    // Rows that were offered and that the INSERT then passed over: another loader had committed
    // the same or a newer version between our look and our write.
    let overtaken = offered - written
    counts.unchanged = try read(.unchanged, &connection) + moved + overtaken
    let foreign = try read(.foreign, &connection)
    guard foreign > 0, let known = statement.known else { return counts }
    let fusion = FusionStatement(statement, known: known, schema: schema)
    let fused = try connection.query(fusion.sql).integer(0, 0) ?? 0
    counts.updated += fused
    counts.unchanged += foreign - fused
    return counts
  }

  private func resetCounters(_ connection: inout Connection) throws {
    let calls = MergeStatement.Counter.allCases.map { "setval('\($0.qualifiedName)', 1, false)" }
    _ = try connection.query("SELECT \(calls.joined(separator: ", "))")
  }

  private func read(
    _ counter: MergeStatement.Counter,
    _ connection: inout Connection
  ) throws -> Int {
    let result = try connection.query("SELECT nextval('\(counter.qualifiedName)')")
    return (result.integer(0, 0) ?? 1) - 1
  }

  /// Lets the planner know the staging table, which no autovacuum can see.
  private func analyze(_ staging: StagingTable, _ connection: inout Connection) throws {
    guard !staging.table.key.isEmpty else { return }
    try connection.execute(
      "ANALYZE \(staging.qualifiedName) (\(SQLText.list(staging.table.key)))"
    )
  }
}
