import TestSupport
import Testing

/// A day in the life, many times over: every morning exports of the last days come in, most of which
/// say what was known already.
@Suite("Day by day")
struct DailyTests {
  /// Marts that are stored, with what tells their rows apart.
  private static let marts = [
    "claim_days": "message_id, date, campaign_ref, source_system, store_id, currency",
    "claim_outcomes": "order_ref, message_id, source_system, store_id",
    "coverage_days": "store_id, stream, source_system, day",
    "order_checks": "order_id, store_id",
    "rpt_outbound_message_performance_summary_daily":
      "sm_store_id, source_system, date, message_id, campaign_ref, granularity, currency",
  ]

  /// Each stored row of the marts and streams: its content, and the transaction that wrote it.
  private func rows(_ database: Database) throws -> [String: (content: String, writtenBy: String)] {
    var rows: [String: (content: String, writtenBy: String)] = [:]
    for (mart, key) in Self.marts {
      let lines = try database.rows(
        "select xmin, concat_ws('/', \(key)), md5(m::text) from sms.\(mart) as m"
      )
      for line in lines {
        let values = line.split(separator: "|").map(String.init)
        rows["\(mart) \(values[1])"] = (content: values[2], writtenBy: values[0])
      }
    }
    return rows
  }

  /// Lives through a diary, and compares the warehouse with the model after each morning.
  func live(_ diary: Diary) throws {
    try withDatabase { workspace, database in
      func loader(_ arguments: String...) -> Command {
        Command(
          path: BuiltProducts.program("load-postgres"),
          arguments,
          environment: database.environment
        )
      }
      try workspace.run(loader("migrate")).orThrow()
      try database.execute(diary.policy.sql(store: diary.store, schema: "sms"))
      var before = try rows(database)
      for (number, morning) in diary.mornings.enumerated() {
        let lines =
          morning.observations.map(\.message) + [Statement.state(morning.statements)]
        try workspace.write("morning", lines.joined(separator: "\n") + "\n")
        try workspace.run(loader("--max-withdrawn", "100%"), input: .file("morning")).orThrow()

        let found = try Contents(of: Relation.all, in: "sms", database)
        for difference in found.differences(from: diary.shop(after: number + 1)) {
          Issue.record("morning \(number + 1): \(difference)")
        }
        let after = try rows(database)
        for (place, row) in after {
          guard let old = before[place], old.content == row.content else { continue }
          #expect(old.writtenBy == row.writtenBy, "morning \(number + 1) rewrote \(place)")
        }
        before = after
      }
      #expect(before.count > 15 * diary.mornings.count)
    }
  }

  @Test("ten mornings", arguments: seeds(0..<(isLongRun ? 2 : 1)))
  func tenMornings(seed: UInt64) throws {
    print("diary: seed \(seed)")
    try live(Diary(store: "diary", days: 10, seed: seed))
  }
}
