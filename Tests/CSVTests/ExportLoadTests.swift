import TestSupport
import Testing

/// Exports through `extract-csv` and `load-postgres`: what of them is in the warehouse.
@Suite("Exports in the warehouse")
struct ExportLoadTests {
  /// Loads the input files of a golden case and returns the rows of a query.
  private func load(
    _ golden: String,
    _ files: [String],
    _ arguments: String,
    _ query: String
  ) throws -> [String] {
    try withDatabase { work, database in
      let folder = BuiltProducts.checkout + "/Tests/Golden/extract-csv/" + golden
      for file in files { try work.write(file, try readText(folder + "/" + file)) }
      let script = "set -e; extract-csv \(arguments) >out; load-postgres <out"
      try work.run(.shell(script).with(environment: database.environment)).orThrow()
      return try database.rows("set search_path = sms;\n" + query)
    }
  }

  @Test("a mapped landing page is the order's")
  func landing() throws {
    let rows = try load(
      "mapped-field-of-stream",
      ["landing.csv", "landing.json"],
      "--profile shopify-orders --mapping landing.json landing.csv",
      """
      select s.landing_site, o.sm_order_landing_page, o.order_net_revenue
      from shopify_orders as s join obt_orders as o on o.order_id = s.order_id;
      """
    )
    #expect(rows == ["/a|/a|20.00"])
  }

  @Test("a mapped count of unsubscribes is in the message mart")
  func flowCounts() throws {
    let rows = try load(
      "mapped-count-beside-rate",
      ["flow-counts.csv", "flow-counts.json"],
      "--profile klaviyo-flows --mapping flow-counts.json --currency USD flow-counts.csv",
      """
      select date, message_id, list_unsubscribes, message_unique_receives, platform_reported_order_revenue
      from rpt_outbound_message_performance_daily;
      """
    )
    #expect(rows == ["2025-09-04|M1|7|100|42.50"])
  }

  @Test(
    "Klaviyo's reports of a range are totals of their messages",
    arguments: [
      (
        "klaviyo-campaigns",
        "01K0000000000000000000000A|total|2025-10-14|email|500|10|1|2|3|120.50"
      ),
      ("klaviyo-flows", "M1|total|2025-04-16|email|51|0|1|0|2|88.00"),
    ]
  )
  func reports(profile: String, first: String) throws {
    let file = profile + "-report.csv"
    let rows = try load(
      profile + "-report",
      [file],
      "--profile auto --currency USD \(file)",
      """
      select message_id, granularity, date, channel, message_unique_opens, message_unique_clicks,
        message_unique_bounces, list_unsubscribes, platform_reported_orders, platform_reported_order_revenue
      from message_performance order by message_id collate "C" limit 1;
      """
    )
    #expect(rows == [first])
  }

  private static let attribution = """
    MESSAGE_ID,ORDER_ID,AMOUNT_IN_CENTS,ACTION_TYPE,SUBSCRIBER_ID,MINUTES_FROM_ACTION,ORDER_CREATED_AT
    m1,5001,4050,click,u1,90,2026-01-02 12:00:00.000 +0000
    m2,5002,1000,view,u2,30,2026-01-02 13:00:00.000 +0000

    """

  private static let failures = """
    MESSAGE_ID,DIRECTION,FAILED_AT,FAILED,TYPE,TYPE_NAME,_UPDATED_AT
    m1,outbound,2026-01-02 10:00:00 +0000,true,Campaign,Spring,2026-01-03 00:00:00 +0000
    m3,outbound,2026-01-02 10:00:00 +0000,true,Automation,Cart,2026-01-03 00:00:00 +0000
    m2,outbound,,false,Campaign,Spring,2026-01-03 00:00:00 +0000

    """

  private static let sends = """
    MESSAGE_ID,DIRECTION,SUBSCRIBER_ID,CREATED_AT,_UPDATED_AT
    m1,outbound,u1,2026-01-02 10:00:00 +0000,2026-01-03 00:00:00 +0000
    m1,outbound,u2,2026-01-02 10:00:00 +0000,2026-01-03 00:00:00 +0000
    m2,outbound,u2,2026-01-02 10:00:00 +0000,2026-01-03 00:00:00 +0000
    m3,outbound,u3,2026-01-01 23:00:00 +0000,2026-01-03 00:00:00 +0000

    """

  @Test(
    "unloads of Data Warehouse Push meet in the rows of their messages, in any order",
    arguments: [["fct", "dim", "claims"], ["claims", "sends", "dim"]]
  )
  func push(order: [String]) throws {
    try withDatabase { work, database in
      let files = [
        "claims": Self.attribution, "dim": Self.failures, "fct": Self.sends, "sends": Self.sends,
      ]
      for (name, text) in files { try work.write(name + ".csv", text) }
      for name in order {
        let script =
          "set -e; extract-csv --profile auto --currency USD \(name).csv >out; load-postgres <out"
        for _ in 0..<2 {
          try work.run(.shell(script).with(environment: database.environment)).orThrow()
        }
      }
      let rows = try database.rows(
        """
        select date, message_id, message_type, message_name, sms_unique_sends, message_unique_bounces,
          platform_reported_orders, platform_reported_order_revenue, claimed_revenue
        from sms.rpt_outbound_message_performance_summary_daily order by date, message_id;
        """
      )
      #expect(
        rows == [
          "2026-01-01|m3|NULL|NULL|1|NULL|NULL|NULL|NULL",
          "2026-01-02|m1|campaign|Spring|2|1|1|40.50|40.50",
          "2026-01-02|m2|NULL|NULL|1|NULL|1|10.00|10.00",
          "2026-01-02|m3|flow|Cart|NULL|1|NULL|NULL|NULL",
        ]
      )
      let covered = try database.row(
        "select count(*) from sms.coverage_days where stream = 'message_performance';"
      )
      #expect(covered == "0")
    }
  }
}
