import StageKit
import Wire

/// What a STATE says that its exports cover, on its way into the warehouse.
struct CoverageStatements {
  let schema: String

  private static let touched = "pg_temp.touched_coverage"

  private var table: String { SQLText.identifier(schema, "export_coverage") }

  /// Creates the temporary table in which the marts find what is new.
  static func prepare(_ connection: inout Connection) throws {
    try connection.execute(
      "CREATE TEMPORARY TABLE touched_coverage (store_id text, stream text, source_system text, "
        + "covers_from text, covers_until text, observed_at timestamptz, is_complete boolean, "
        + "lacks text)"
    )
  }

  /// Records the coverage of all streams of the values of STATEs.
  func record(_ states: [JSONValue], _ connection: inout Connection) throws {
    // A statement or two: to begin the table anew costs more.
    try connection.execute("DELETE FROM \(Self.touched)")
    for state in states {
      for (stream, _) in state["bookmarks"]?.members ?? [] {
        for coverage in try Coverage.list(in: state, of: stream) {
          guard let part = coverage.part else {
            try record(coverage, of: stream, &connection)
            continue
          }
          if try record(part, of: coverage, stream, &connection) {
            var whole = coverage
            whole.isComplete = true
            try record(whole, of: stream, &connection)
          }
        }
      }
    }
  }

  /// What the values of STATEs say, a sentence for each stretch.
  static func sentences(_ states: [JSONValue]) throws -> [String] {
    try states.flatMap { state in
      try (state["bookmarks"]?.members ?? []).flatMap { stream, _ in
        try Coverage.list(in: state, of: stream).map { coverage in
          let owner = ["store \(coverage.store)", coverage.sourceSystem].compactMap { $0 }
          let share = coverage.part?.optionText.map { ", shard \($0)" }
          let part = coverage.isComplete ? "" : share ?? ", not all of its records"
          return "\(stream): covers \(coverage.from.text) to \(coverage.until.text) of "
            + "\(owner.joined(separator: ", "))\(part)"
        }
      }
    }
  }

  /// Throws `StageError` 65 where the refresh of the marts has withdrawn too large a part of the
  /// claims that an export covers.
  func checkWithdrawals(limit: Percent, _ connection: inout Connection) throws {
    let found = try connection.query(
      """
      SELECT store_id, source_system, withdrawn, claims FROM pg_temp.refresh_withdrawals
      WHERE withdrawn * 100 > claims * $1::bigint ORDER BY 1, 2 LIMIT 1
      """,
      [String(limit.value)]
    )
    guard found.count == 1 else { return }
    let row = found.row(0).map { $0 ?? "" }
    throw StageError(
      .data,
      "store \(row[0]): the export of \(row[1]) lacks \(row[2]) of the \(row[3]) claims of the days "
        + "that it covers, more than --max-withdrawn allows; nothing was changed. If it has only a "
        + "part of the claims, extract it with --partial; if they are really gone, run it again with "
        + "--max-withdrawn 100%"
    )
  }

  /// What to say of totals of which days are in no figure any more, as the refresh of the marts has found
  /// them overlapped by newer ones; nil where there are none.
  func displacedTotals(_ connection: inout Connection) throws -> String? {
    let isThere = "SELECT to_regclass('pg_temp.refresh_lost_totals') IS NOT NULL"
    guard try connection.query(isThere).row(0).first == "t" else { return nil }
    let found = try connection.query(
      "SELECT store_id, source_system, sum(messages), min(first_day), max(last_day) "
        + "FROM pg_temp.refresh_lost_totals GROUP BY 1, 2 ORDER BY 1, 2"
    )
    guard found.count > 0 else { return nil }
    let lost = (0..<found.count).map { index in
      let row = found.row(index).map { $0 ?? "" }
      let days = "of days from \(row[3]) to \(row[4])"
      return "\(row[2]) of \(row[1]) in store \(row[0]), \(days)"
    }
    return
      "totals of messages that newer ones overlap count no more, and what they had of other days is "
      + "in no figure: \(lost.joined(separator: "; ")); export ranges that lie apart, or one that "
      + "holds them all"
  }

  /// Throws `StageError` 65 where a day between the first and the last that exports cover is not
  /// covered by any; of one store, or of all.
  func checkHoles(of store: String? = nil, _ connection: inout Connection) throws {
    let calendar = SQLText.identifier(schema, "coverage_calendar")
    let found = try connection.query(
      "SELECT store, stream, platform, min(day), count(*) FROM \(calendar) WHERE NOT is_covered "
        + "AND store = coalesce($1, store) GROUP BY 1, 2, 3 ORDER BY 4, 1, 2, 3 LIMIT 1",
      [store]
    )
    guard found.count == 1 else { return }
    let row = found.row(0).map { $0 ?? "" }
    throw StageError(
      .data,
      "store \(row[0]): no export of \(row[1]) of \(row[2]) covers \(row[3]) (\(row[4]) days in all; see "
        + "the view coverage_calendar)"
    )
  }

  private func record(
    _ coverage: Coverage,
    of stream: String,
    _ connection: inout Connection
  ) throws {
    _ = try connection.query(
      """
      WITH added AS (
        INSERT INTO \(table) (store_id, stream, source_system, covers_from, covers_until,
          observed_at, is_complete, lacks)
        VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, '-infinity'), $7::boolean, $8)
        ON CONFLICT DO NOTHING
        RETURNING store_id, stream, source_system, covers_from, covers_until, observed_at,
          is_complete, lacks
      ) INSERT INTO \(Self.touched) SELECT * FROM added
      """,
      [
        coverage.store, stream, Self.source(coverage, stream), coverage.from.text,
        coverage.until.text, coverage.observedAt?.text, coverage.isComplete ? "true" : "false",
        coverage.lacks.sorted().joined(separator: ","),
      ]
    )
  }

  /// Notes that a shard of a complete export is here, and tells whether all of them are.
  private func record(
    _ part: Shard,
    of coverage: Coverage,
    _ stream: String,
    _ connection: inout Connection
  ) throws -> Bool {
    let parts = SQLText.identifier(schema, "coverage_parts")
    let stretch: [String?] = [
      coverage.store, stream, Self.source(coverage, stream), coverage.from.text,
      coverage.until.text, coverage.observedAt?.text, String(part.count),
      part.fields.joined(separator: ","),
    ]
    _ = try connection.query(
      """
      INSERT INTO \(parts) (store_id, stream, source_system, covers_from, covers_until, observed_at,
        shards, divided_by, shard)
      VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, '-infinity'), $7::integer, $8,
        $9::integer)
      ON CONFLICT DO NOTHING
      """,
      stretch + [String(part.index)]
    )
    return try connection.query(
      """
      SELECT count(*) = $7::integer FROM \(parts)
      WHERE (store_id, stream, source_system, covers_from, covers_until, observed_at, shards,
        divided_by)
        = ($1, $2, $3, $4, $5, coalesce($6::timestamptz, '-infinity'), $7::integer, $8)
      """,
      stretch
    ).boolean(0, 0)
  }

  private static func source(_ coverage: Coverage, _ stream: String) -> String {
    stream == "shopify_orders" ? "shopify" : coverage.sourceSystem ?? ""
  }
}
