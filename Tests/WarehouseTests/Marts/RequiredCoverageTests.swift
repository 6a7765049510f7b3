import TestSupport
import Testing

/// `--require-coverage` makes a hole between covered days an error, after everything is loaded.
@Suite("Required coverage")
struct RequiredCoverageTests {
  private static func state(_ ranges: [(from: Int, until: Int)]) -> String {
    #"{"type":"STATE","value":\#(covers(ranges))}"#
  }

  private static func covers(_ ranges: [(from: Int, until: Int)]) -> String {
    let entries = ranges.map {
      #"{"store_id":"s","from":"2026-03-\#($0.from)","until":"2026-03-\#($0.until)","#
        + #""observed_at":"2026-04-01T00:00:00Z","complete":true}"#
    }
    return #"{"bookmarks":{"shopify_orders":{"covers":["# + entries.joined(separator: ",") + "]}}}"
  }

  @Test("a hole is named, with all loaded and committed")
  func aHole() throws {
    try withWarehouse { warehouse in
      let ranges = [(10, 13), (15, 18), (20, 22)]
      let outcome = try warehouse.load(
        [Message.order(1), Self.state(ranges)],
        "--require-coverage"
      )
      #expect(outcome.status == 65, "\(outcome)")
      let hole = "store s: no export of shopify_orders of shopify covers 2026-03-13 (4 days in all"
      #expect(outcome.errors.contains(hole), "\(outcome)")
      #expect(outcome.lines == [Self.covers(ranges)])
      let rows = try warehouse.database.rows(
        """
        select order_id from sms.obt_orders;
        select min(day), max(day), count(*) filter (where not is_covered) from sms.coverage_calendar
        """
      )
      #expect(rows == ["1", "2026-03-10|2026-03-21|4"])
    }
  }

  @Test("a source is as fresh as its newest export says, on a day on which no row changes, too")
  func freshness() throws {
    try withWarehouse { warehouse in
      _ = try warehouse.load([Message.order(1), Self.state([(15, 18), (10, 13)])]).orThrow()
      let first = try warehouse.database.rows(
        """
        select store, stream, platform, observed_at at time zone 'utc', covered_until, is_stale,
          abs(hours_old - extract(epoch from now() - '2026-04-01Z') / 3600) < 1
        from sms.source_freshness
        """
      )
      #expect(first == ["s|shopify_orders|shopify|2026-04-01 00:00:00|2026-03-17|t|t"])
      let quiet =
        #"{"type":"STATE","value":{"bookmarks":{"shopify_orders":{"covers":["#
        + #"{"store_id":"s","from":"2026-03-18","until":"2026-03-20","observed_at":"2100-01-01"#
        + #"T00:00:00Z","complete":true}]}}}}"#
      _ = try warehouse.load([quiet]).orThrow()
      let second = try warehouse.database.rows(
        "select covered_until, is_stale, hours_old < 0 from sms.source_freshness"
      )
      #expect(second == ["2026-03-19|f|t"])
    }
  }

  @Test("a hole is nobody's business where nobody asks, and is gone once it is filled")
  func noHole() throws {
    try withWarehouse { warehouse in
      let first = try warehouse.load([Message.order(1), Self.state([(10, 13), (15, 18)])])
      #expect(first.succeeded, "\(first)")
      let half = try warehouse.load([Self.state([(13, 14)])], "--require-coverage")
      #expect(half.status == 65 && half.errors.contains("covers 2026-03-14 (1 days"), "\(half)")
      let filled = try warehouse.load([Self.state([(12, 16)])], "--require-coverage")
      #expect(filled.succeeded, "\(filled)")
    }
  }
}
