import Testing

/// Each view with figures worked out by hand, over one small shop.
@Suite struct ViewTests {
  /// Two flows and a campaign of Postscript by day, a campaign of Klaviyo as a total to date.
  ///
  /// Orders: 1 (100.00, 10 minutes after its text), 2 (50.00, an hour after; Klaviyo's click is
  /// later), 3 (30.00, of the campaign, in March), 4 (a test).
  private static let data = """
    insert into shopify_orders (order_id, created_at, financial_status, currency, total_price, test)
    values ('1', '2026-02-10 12:10Z', 'paid', 'USD', 100.00, false),
      ('2', '2026-02-11 13:00Z', 'paid', 'USD', 50.00, null),
      ('3', '2026-03-02 12:30Z', 'paid', 'USD', 30.00, null),
      ('4', '2026-02-12 12:00Z', 'paid', 'USD', 40.00, true);
    insert into attributed_orders (source_system, order_id, message_id, order_at, claimed_revenue,
      channel, message_type, campaign_id, campaign_name, attribution_type, sent_at, clicked_at)
    values
      ('postscript', '1', 'w', '2026-02-10 12:10Z', 101.00, 'sms', 'flow', 'f1', 'Welcome', 'click',
        '2026-02-10 12:00Z', null),
      ('postscript', '2', 'w', '2026-02-11 13:00Z', 50.00, 'sms', 'flow', 'f1', 'Welcome', 'click',
        '2026-02-11 12:00Z', null),
      ('postscript', '3', 's', '2026-03-02 12:30Z', 30.00, 'sms', 'campaign', 'c1', 'Spring', 'click',
        '2026-03-02 12:00Z', null),
      ('postscript', '4', 'b', '2026-02-12 12:00Z', 40.00, 'sms', 'flow', 'f2', 'Back', 'click',
        '2026-02-12 11:00Z', null),
      ('klaviyo', '2', 'n', '2026-02-11 13:00Z', 60.00, 'email', 'campaign', 'k1', 'News', 'click',
        '2026-02-11 08:00Z', '2026-02-11 12:30Z');
    insert into message_performance (source_system, message_id, granularity, date, channel,
      message_type, campaign_id, campaign_name, sms_unique_sends, message_unique_receives,
      message_unique_clicks, message_unique_bounces, platform_reported_orders,
      platform_reported_order_revenue, currency, _sdc_extracted_at)
    values
      ('postscript', 'w', 'day', '2026-02-10', 'sms', 'flow', 'f1', 'Welcome', 120, 100, 10, 20, 1,
        101.00, 'USD', '2026-04-01Z'),
      ('postscript', 'w', 'day', '2026-02-11', 'sms', 'flow', 'f1', 'Welcome', 60, 50, 20, 5, 3,
        70.00, 'USD', '2026-04-01Z'),
      ('postscript', 's', 'day', '2026-03-02', 'sms', 'campaign', 'c1', 'Spring', 220, 200, 50, 2, 1,
        30.00, 'USD', '2026-04-01Z'),
      ('klaviyo', 'n', 'day', '2026-02-11', 'email', 'campaign', 'k1', 'News', null, 400, 3, 1, 1,
        60.00, 'USD', '2026-04-01Z'),
      ('klaviyo', 'n', 'total', '2026-02-11', 'email', 'campaign', 'k1', 'News', null, 1000, 30, 4,
        2, 90.00, 'USD', '2026-04-01Z')
    """

  /// Asks a view for columns of some rows.
  private struct Question: Sendable {
    let sql: String
    let rows: [String]

    init(_ sql: String, _ rows: String...) { (self.sql, self.rows) = (sql, rows) }
  }

  private static let questions = [
    // Back: a claim that is rejected; 0, not unknown. Welcome: 100 of 150 receives.
    Question(
      """
      select flow, currency, sends, receives, reported, validated, last_touch, last_touch_orders,
        revenue_per_receive, median_minutes_to_order from flow_revenue
      """,
      "Welcome|USD|180|150|171.00|150.00|100.00|1|0.6667|35",
      "Back|USD|NULL|NULL|40.00|0|0|0|NULL|NULL"
    ),
    Question(
      """
      select platform, month, receives, unique_clicks, click_through_rate, change
      from click_through_monthly order by 1, 2
      """,
      "klaviyo|2026-02-01|1000|30|0.030000|NULL",
      "postscript|2026-02-01|150|30|0.200000|NULL",
      "postscript|2026-03-01|200|50|0.250000|0.050000"
    ),
    // Klaviyo's total is dated by its send and stands for its day.
    Question(
      """
      select month, platform, channel, receives, reported_orders, reported, validated, last_touch,
        revenue_per_receive from platform_comparison_monthly
      """,
      "2026-02-01|postscript|sms|150|5|211.00|150.00|100.00|0.6667",
      "2026-02-01|klaviyo|email|1000|2|90.00|50.00|50.00|0.0500",
      "2026-03-01|postscript|sms|200|1|30.00|30.00|30.00|0.1500"
    ),
    Question(
      """
      select week, platform, message_kind, receives, failures, failure_rate
      from delivery_failure_weekly
      """,
      "2026-02-09|klaviyo|campaign|1000|4|0.004000",
      "2026-02-09|postscript|flow|150|25|0.166667",
      "2026-03-02|postscript|campaign|200|2|0.010000"
    ),
    Question(
      """
      select platform, message_kind, sends, receives, click_through_rate, reported, validated,
        last_touch, revenue_per_receive from flow_against_campaign
      """,
      "klaviyo|campaign|NULL|1000|0.030000|90.00|50.00|50.00|0.0500",
      "postscript|campaign|220|200|0.250000|30.00|30.00|30.00|0.1500",
      "postscript|flow|180|150|0.200000|211.00|150.00|100.00|0.6667"
    ),
    Question(
      """
      select message_id, message_kind, receives, click_through_rate, reported, last_touch,
        revenue_per_receive from message_ranking order by 1
      """,
      "b|flow|NULL|NULL|40.00|0|NULL",
      "n|campaign|1000|0.030000|90.00|50.00|0.0500",
      "s|campaign|200|0.250000|30.00|30.00|0.1500",
      "w|flow|150|0.200000|171.00|100.00|0.6667"
    ),
    Question(
      """
      select month, platform, channel, claims, reported, validated, last_touch, orders,
        last_touch_orders, superseded, rejected, unchecked, withdrawn from revenue_summary_monthly
      """,
      "2026-02-01|postscript|sms|3|191.00|150.00|100.00|2|1|0|1|0|0",
      "2026-02-01|klaviyo|email|1|60.00|50.00|50.00|1|1|0|0|0|0",
      "2026-03-01|postscript|sms|1|30.00|30.00|30.00|1|1|0|0|0|0"
    ),
    Question(
      """
      select currency, platform, channel, claims, reported, validated, last_touch, orders,
        last_touch_orders, last_touch_share from revenue_summary
      """,
      "USD|postscript|sms|4|221.00|180.00|130.00|3|2|0.5882",
      "USD|klaviyo|email|1|60.00|50.00|50.00|1|1|0.8333",
      "USD|all platforms|all|5|281.00|230.00|180.00|3|3|0.6406"
    ),
    Question(
      "select platform, outcome, reason, claims, reported, order_revenue from revenue_not_counted",
      "postscript|credited_elsewhere|other_platform_wins|1|50.00|50.00",
      "postscript|rejected|order_test|1|40.00|40.00"
    ),
    Question(
      """
      select order_id, currency, platforms, by_touch, last_touch, reported, validated,
        last_touch_revenue from contested_orders
      """,
      "2|USD|2|klaviyo, postscript|klaviyo|110.00|100.00|50.00"
    ),
    Question(
      "select count(*), sum(sms_unique_sends) from rpt_outbound_message_performance_daily",
      "6|400"
    ),
  ]

  @Test func figures() throws {
    try withMarts { marts in
      try marts.commit(Self.data)
      for question in Self.questions {
        #expect(try marts.rows(question.sql) == question.rows, "\(question.sql)")
      }
      let why = try marts.rows("select about, statement from explain_order('default', '2')")
      #expect(why.contains { $0.hasPrefix("order|2 ") && $0.contains("revenue 50.00 USD") })
      #expect(why.contains { $0.contains("klaviyo, message n (News): last_touch") })
      #expect(why.contains { $0.contains("credited_elsewhere because of other_platform_wins") })
    }
  }

  /// Two exports of the same automation as totals to date, 200 delivered, then 300.
  @Test func ofTotalsToDateTheNewestCounts() throws {
    try withMarts { marts in
      let total = { (receives: Int, day: String) in
        """
        insert into message_performance (source_system, message_id, granularity, date, message_type,
          campaign_name, message_unique_receives, _sdc_extracted_at)
        values ('postscript', 'w', 'total', '\(day)', 'flow', 'Welcome', \(receives), '\(day)')
        on conflict (message_id, source_system, store_id, figure_day, figure_until, figure_campaign,
          granularity)
        do update set date = excluded.date, message_unique_receives = excluded.message_unique_receives
        """
      }
      try marts.commit(total(200, "2026-02-28"))
      try marts.commit(total(300, "2026-03-31"))
      #expect(try marts.rows("select receives from flow_revenue") == ["300"])
      #expect(
        try marts.rows("select date, message_unique_receives from \(Marts.messages)")
          == ["2026-03-31|300"]
      )
    }
  }

  /// A message with revenue and no delivered count, and one the other way round.
  @Test func aRateLooksOnlyAtRowsThatKnowBothSides() throws {
    try withMarts { marts in
      try marts.commit(
        """
        insert into shopify_orders (order_id, created_at, financial_status, currency, total_price)
        values ('1', '2026-02-10 12:00Z', 'paid', 'USD', 100);
        insert into attributed_orders (source_system, order_id, message_id, message_type, sent_at,
          campaign_name)
        values ('postscript', '1', 'a', 'flow', '2026-02-10 11:00Z', 'Flow');
        insert into message_performance (source_system, message_id, date, message_type,
          campaign_name, message_unique_receives)
        values ('postscript', 'b', '2026-02-10', 'flow', 'Flow', 100)
        """
      )
      #expect(
        try marts.rows(
          """
          select currency, receives, last_touch, revenue_per_receive from flow_revenue order by 1
          """
        ) == ["USD|NULL|100|NULL", "NULL|100|NULL|NULL"]
      )
    }
  }
}
