import StageKit
import Wire

/// The transaction of a commit marker: tables, rows, marts, state and the run's own row together.
struct Commit {
  let options: LoadSettings
  let run: RunRecord
  /// Whether the schema has marts to refresh.
  let hasMarts: Bool
  /// Whether the input has come to its end, so that all of it is known.
  let isLast: Bool

  /// Merges the streams in the order of their names, so that two loaders lock rows in one order.
  ///
  /// Everything here is repeatable: the staged rows are gone only once the transaction is committed.
  func perform(
    _ streams: [StagingTable],
    state: String?,
    covering: [JSONValue],
    _ totals: RunTotals,
    _ connection: inout Connection
  ) throws -> [String: MergeCounts] {
    // Sorting and joining a batch needs some memory; hash joins would lose the order of the keys,
    // in which rows must be locked, and pay for it with another sort.
    try connection.execute(
      """
      SELECT set_config('work_mem', greatest(pg_size_bytes(current_setting('work_mem')),
        67108864) / 1024 || 'kB', true);
      SET LOCAL enable_hashjoin = off
      """
    )
    let ordered = streams.sorted {
      ($0.table.table, $0.generation) < ($1.table.table, $1.generation)
    }
    let registry = StreamRegistry(schema: options.schema)
    for staging in ordered where staging.isCurrent {
      if let registration = staging.table.registration {
        try registry.apply(registration, &connection)
      }
    }
    // What two sources know is joined row by row, from the row that is there: it must not change
    // between the look and the write. All take the lock before their rows, so that nobody waits for it
    // with rows that another waits for.
    if hasMarts || ordered.contains(where: { !$0.table.knowledge.isEmpty }) {
      try AdvisoryLock.marts.acquire(&connection, schema: options.schema)
    }
    var counts = try merge(ordered, &connection)
    try connection.execute("SET LOCAL enable_hashjoin = on")
    if hasMarts {
      let coverage = CoverageStatements(schema: options.schema)
      try coverage.record(covering, &connection)
      for staging in ordered where staging.isCurrent {
        try analyze(staging.table, counts[staging.table.stream], &connection)
      }
      try connection.execute(
        "SELECT \(SQLText.identifier(options.schema, "refresh_marts"))()"
      )
      try coverage.checkWithdrawals(limit: options.withdrawalLimit, &connection)
      if counts["message_performance"] != nil {
        counts["message_performance"]?.displaced = try coverage.displacedTotals(&connection)
      }
    }
    if let state { try writeState(state, &connection) }
    try run.write(totals, counts, &connection)
    return counts
  }

  /// Merges the rows, stream by stream, and takes away what is gone.
  private func merge(
    _ ordered: [StagingTable],
    _ connection: inout Connection
  ) throws -> [String: MergeCounts] {
    let merge = Merge(schema: options.schema)
    let removal = Removal(
      schema: options.schema,
      deleteLimit: options.deleteLimit,
      startedAt: run.startedAt
    )
    var counts: [String: MergeCounts] = [:]
    var earlier: [String: Int] = [:]
    for staging in ordered {
      let stream = staging.table.stream
      if let touched = staging.table.touchedTable {
        try connection.execute("TRUNCATE pg_temp.\(SQLText.identifier(touched))")
      }
      var merged = try merge.run(staging, earlier: earlier[stream] ?? 0, &connection)
      if staging.rows > 0 { earlier[stream, default: 0] += 1 }
      if options.deletesRows { merged.deleted += try removal.removeDeleted(staging, &connection) }
      if staging.isCurrent, let activation = staging.refresh.due(atEnd: isLast) {
        merged.deleted += try removal.complete(activation, of: staging, &connection)
      }
      counts[stream, default: MergeCounts()] += merged
    }
    return counts
  }

  /// Lets the planner know a table of which this commit changed a large part.
  ///
  /// Autovacuum would see it only after the commit, and the marts are computed before. It is
  /// called under the lock of the marts, since two sessions cannot analyze one table at once. Only
  /// what the marts join by: the sample of a wide table costs more than all of their other columns
  /// are worth here.
  private func analyze(
    _ table: StreamTable,
    _ counts: MergeCounts?,
    _ connection: inout Connection
  ) throws {
    guard table.touchedTable != nil, let counts else { return }
    let changed = counts.inserted + counts.updated
    guard changed >= 1_000 else { return }
    let name = SQLText.identifier(options.schema, table.table)
    let known =
      try connection.query(
        "SELECT reltuples::bigint FROM pg_class WHERE oid = $1::regclass",
        [name]
      ).integer(0, 0) ?? 0
    guard changed > known / 5 else { return }
    let others = table.columns.map(\.name).filter {
      !table.key.contains($0) && ($0 == "order_id" || $0 == "date")
    }
    try connection.execute("ANALYZE \(name) (\(SQLText.list(table.key + others)))")
  }

  private func writeState(_ state: String, _ connection: inout Connection) throws {
    var identity = run.identity
    if identity.shard == nil {
      // The stages before this one may have said that they pass on a part.
      let parts = (try? JSONValue(parsing: state))?["parts"]?.array?.compactMap(\.string) ?? []
      if !parts.isEmpty { identity.shard = parts.joined(separator: " ") }
    }
    _ = try connection.query(
      """
      INSERT INTO \(SQLText.identifier(options.schema, "etl_state")) AS s
        (state_id, state, run_id, pipeline, store_id, window_days, shard)
      VALUES ($1, $2::jsonb, $3::uuid, $4, $5, $6, $7)
      ON CONFLICT (state_id) DO UPDATE
      SET state = excluded.state, run_id = excluded.run_id, committed_at = now(),
        pipeline = excluded.pipeline, store_id = excluded.store_id,
        window_days = excluded.window_days, shard = excluded.shard
      """,
      [
        options.stateID ?? identity.part ?? "default", state, run.id, identity.pipeline,
        identity.store, identity.window, identity.shard,
      ]
    )
  }
}
