import StageKit
import Wire

/// What a run has done up to its last commit.
struct RunTotals: Sendable {
  /// Commits so far, this one included.
  var commits = 0
  /// Records read so far.
  var read = 0
  /// Records rejected so far.
  var rejected = 0
  /// What became of the rows of each stream in earlier commits.
  var streams: [String: MergeCounts] = [:]

  /// The counts of each stream with those of one more commit.
  func adding(_ counts: [String: MergeCounts]) -> [String: MergeCounts] {
    var sums = streams
    for (stream, more) in counts { sums[stream, default: MergeCounts()] += more }
    return sums
  }
}

/// The row of the run in `etl_runs`, written with each of its commits.
struct RunRecord: Sendable {
  let schema: String
  let id: String
  let startedAt: String
  let identity: RunIdentity

  /// Begins a run: the server gives the id and the time.
  init(schema: String, _ identity: RunIdentity, _ connection: inout Connection) throws {
    self.schema = schema
    self.identity = identity
    let result = try connection.query("SELECT gen_random_uuid(), clock_timestamp()")
    id = result.text(0, 0) ?? ""
    startedAt = result.text(0, 1) ?? ""
  }

  /// Writes the totals as they will be once this commit is done.
  func write(
    _ totals: RunTotals,
    _ counts: [String: MergeCounts],
    _ connection: inout Connection
  ) throws {
    let streams = totals.adding(counts)
    var sum = MergeCounts()
    for counts in streams.values { sum += counts }
    let json = JSONValue.object(
      streams.keys.sorted().map { ($0, (streams[$0] ?? MergeCounts()).json) }
    )
    let numbers = [
      totals.commits, totals.read, sum.inserted, sum.updated, sum.unchanged, sum.older,
      sum.deduplicated, totals.rejected, sum.deleted,
    ]
    let names = [
      identity.runID, identity.pipeline, identity.store, identity.window, identity.shard,
      identity.attempt.map { String($0) },
    ]
    _ = try connection.query(
      """
      INSERT INTO \(SQLText.identifier(schema, "etl_runs")) (run_id, program_version, started_at,
        streams, committed_at, commits, rows_read, rows_inserted, rows_updated, rows_unchanged,
        rows_older, rows_deduplicated, rows_rejected, rows_deleted, engine_run_id, pipeline, store_id,
        window_days, shard, attempt)
      VALUES ($1::uuid, $2, $3::timestamptz, $4::jsonb, now(), $5, $6, $7, $8, $9, $10, $11, $12, $13,
        $14, $15, $16, $17, $18, $19)
      ON CONFLICT (run_id) DO UPDATE SET (streams, committed_at, commits, rows_read, rows_inserted,
        rows_updated, rows_unchanged, rows_older, rows_deduplicated, rows_rejected, rows_deleted) =
      (excluded.streams, excluded.committed_at, excluded.commits, excluded.rows_read,
        excluded.rows_inserted, excluded.rows_updated, excluded.rows_unchanged, excluded.rows_older,
        excluded.rows_deduplicated, excluded.rows_rejected, excluded.rows_deleted)
      """,
      [id, Version.current, startedAt, json.text] + numbers.map { String($0) } + names
    )
  }
}
