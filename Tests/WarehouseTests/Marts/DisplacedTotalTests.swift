import TestSupport
import Testing

/// What the loader says of totals of ranges that overlap.
@Suite("Displaced totals")
struct DisplacedTotalTests {
  private static func total(
    _ first: String,
    _ last: String,
    _ orders: Int,
    at time: String
  ) -> String {
    Message.record(
      "message_performance",
      #""store_id":"s","source_system":"klaviyo","granularity":"total","date":"\#(first)","#
        + #""last_date":"\#(last)","message_id":"M","campaign_ref":"c","message_type":"flow","#
        + #""channel":"email","platform_reported_orders":\#(orders)"#,
      at: time
    )
  }

  @Test("days that are in no figure any more are told of, those within a wider range are none")
  func displaced() throws {
    let older = Self.total("2026-03-01", "2026-05-31", 7, at: "2026-06-01T00:00:00Z")
    for (first, last, lost) in [
      ("2026-05-01", "2026-07-31", true), ("2026-04-01", "2026-04-30", false),
      ("2026-02-01", "2026-06-30", false), ("2026-06-01", "2026-07-31", false),
    ] {
      let newer = Self.total(first, last, 3, at: "2026-08-01T00:00:00Z")
      for lines in [[older, newer], [newer, older]] {
        try withWarehouse { warehouse in
          let outcomes = try lines.map { try warehouse.mustLoad([$0]) }
          #expect(!outcomes[0].errors.contains("overlap"))
          let told =
            "warning: message_performance: totals of messages that newer ones overlap count no more, "
            + "and what they had of other days is in no figure: 1 of klaviyo in store s, of days from "
            + "2026-03-01 to 2026-05-31;"
          #expect(outcomes[1].errors.contains(told) == lost, "\(outcomes[1])")
        }
      }
    }
  }
}
