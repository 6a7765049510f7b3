public import StageKit
import Wire

/// Runs of pipelines that failed, which leave a row in `etl_runs` as well.
///
/// A pipeline cannot write it where the warehouse refuses it, for a wrong password, so it keeps the
/// line in a file for the next run that gets through. A line that was written before is not written
/// again: its own hash is the key.
public enum FailedRuns {
  /// Writes the runs of a file: one JSON object per line, with `exit_code`, and `run_id`, `pipeline`,
  /// `store`, `started_at`, `files`, `message`, `records` and `rejected` where they are known.
  ///
  /// - Throws: exit code 65 that names the line that is none.
  public static func record(
    _ path: String,
    _ settings: ConnectionSettings,
    _ options: LoadSettings,
    _ stage: Stage
  ) throws(StageError) {
    let runs = try lines(path)
    stage.counts.read = runs.count
    try Maintenance.withConnection(settings, options, stage) { connection, transactions in
      try SessionSetup.migrate(&connection, options, transactions, stage)
      try transactions.run(&connection, "writing the runs that failed") { connection in
        stage.counts.written = 0
        for run in runs {
          stage.counts.written += try insert(run, schema: options.schema, &connection)
        }
        stage.counts.deduplicated = runs.count - stage.counts.written
      }
    }
  }

  private static func lines(_ path: String) throws(StageError) -> [String] {
    let bytes = try Environment.process.contents(of: path)
    var runs: [String] = []
    for (place, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      let run = Array(line).withView { view in try? JSONValue(parsing: view) }
      guard let run, case .number(let code)? = run["exit_code"], Int32(code) != nil else {
        throw StageError(
          .data,
          "\(path), line \(place + 1): is no run that failed: a JSON object with an exit_code"
        )
      }
      runs.append(run.text)
    }
    return runs
  }

  private static func insert(
    _ run: String,
    schema: String,
    _ connection: inout Connection
  ) throws -> Int {
    let written = try connection.query(
      """
      WITH written AS (
        INSERT INTO \(SQLText.identifier(schema, "etl_runs")) (run_id, program_version, started_at,
          commits, rows_read, rows_inserted, rows_updated, rows_unchanged, rows_older,
          rows_deduplicated, rows_rejected, rows_deleted, streams, engine_run_id, pipeline, store_id,
          files, exit_code, message)
        SELECT md5(line)::uuid, $2, coalesce((j ->> 'started_at')::timestamptz, clock_timestamp()),
          0, coalesce((j ->> 'records')::bigint, 0), 0, 0, 0, 0, 0,
          coalesce((j ->> 'rejected')::bigint, 0), 0, '{}', j ->> 'run_id', j ->> 'pipeline',
          j ->> 'store', array(SELECT jsonb_array_elements_text(
            CASE jsonb_typeof(j -> 'files') WHEN 'array' THEN j -> 'files' ELSE '[]' END)),
          (j ->> 'exit_code')::integer, j ->> 'message'
        FROM (SELECT $1::text AS line, $1::text::jsonb AS j) AS run
        ON CONFLICT (run_id) DO NOTHING RETURNING 1
      ) SELECT count(*) FROM written
      """,
      [run, Version.current]
    )
    return written.integer(0, 0) ?? 0
  }
}
