import TestSupport
import Testing

/// A view and an answer of one question say the same figures, and neither a false zero.
@Suite("Answers and views")
struct SameFiguresTests {
  private static let orders = """
    insert into sms.shopify_orders (order_id, order_name, processed_at, financial_status, currency, total_price,
      total_refunded, _sdc_extracted_at)
    values ('1', '#1', '2026-01-15 12:00Z', 'paid', 'USD', 100.00, 0, '2026-03-01Z'),
      ('2', '#2', '2026-02-15 12:00Z', 'paid', 'USD', 40.00, 0, '2026-03-01Z');
    """

  private static func claim(_ order: Int, _ month: Int, _ minutes: Int, _ name: String) -> String {
    """
    insert into sms.attributed_orders (source_system, order_id, message_id, order_at, claimed_revenue, currency,
      channel, attribution_type, sent_at, message_type, campaign_id, campaign_name, _sdc_extracted_at)
    values ('postscript', '\(order)', 'm1', '2026-0\(month)-15 12:00Z', \(140 - 60 * month), 'USD', 'sms', 'click',
      timestamptz '2026-0\(month)-15 12:00Z' - interval '\(minutes) minutes', 'flow', 'f1', '\(name)', '2026-03-01Z');
    """
  }

  @Test("a flow that was renamed is one line in both, with the median of its own claims")
  func renamedFlow() throws {
    try withAsking { asking in
      try asking.load(
        Self.orders + Self.claim(1, 1, 10, "Welcome") + Self.claim(2, 2, 60, "Onboarding")
      )
      let all = try asking.rows("flows", "flows")
      #expect(
        all.map { [$0[4], $0[5], $0[11], $0.last] } == [["Onboarding", "140.00", "2", "35"]]
      )
      let january = try asking.rows(
        "flows",
        "flows",
        ["--from", "2026-01-01", "--to", "2026-01-31"]
      )
      #expect(january.map { [$0[4], $0[5], $0.last] } == [["Onboarding", "100.00", "10"]])
      let view =
        "select flow, last_touch, last_touch_orders, median_minutes_to_order from sms.flow_revenue"
      #expect(try asking.database.rows(view) == ["Onboarding|140.00|2|35"])
    }
  }

  @Test("claims that are all withdrawn leave 0 in both, and in the trend")
  func allWithdrawn() throws {
    try withAsking { asking in
      try asking.load(
        Self.orders + Self.claim(1, 1, 10, "A")
          + """
          insert into sms.export_coverage (store_id, stream, source_system, covers_from, covers_until, observed_at,
            is_complete) values ('default', 'attributed_orders', 'postscript', '2026-01-01', '2026-02-01',
            '2026-03-02Z', true);
          """
      )
      let view = "select claims, reported, validated, last_touch from sms.revenue_summary"
      #expect(Set(try asking.database.rows(view)) == ["0|0|0|0"])
      let summary = try asking.rows("summary", "platforms")
      #expect(summary.map { [$0[3], $0[4], $0[6]] } == [["0", "0", "0"], ["0", "0", "0"]])
      let trend = try asking.rows("trend", "series", ["--by", "month"])
      #expect(trend.map { Array($0[3...7]) } == [["2026-01-01", "0", "0", "0", "0"]])
    }
  }
}
