import TestSupport
import Testing

/// Figures of the message mart, worked out by hand.
@Suite struct MessageMartTests {
  static let claims = """
    insert into attributed_orders (source_system, order_id, message_id, campaign_id, channel,
      message_type, currency, claimed_revenue, validation_status, validated_revenue, touch_at,
      order_processed_at, sent_at, rejection_reasons)
    values
      ('postscript', '1', 'm', 'c', 'sms', 'flow', 'EUR', 10.10, 'valid', 10.10,
        '2025-03-01 20:00Z', '2025-03-01 22:00Z', '2025-02-28 20:00Z', null),
      ('postscript', '2', 'm', 'c', 'sms', 'flow', 'EUR', 20.20, 'adjusted', 15.05,
        '2025-03-01 20:00Z', '2025-03-01 23:30Z', '2025-02-28 20:00Z', null),
      ('klaviyo', '2', 'k', 'd', 'email', 'campaign', 'EUR', 15.05, 'valid', 15.05,
        '2025-03-01 21:00Z', '2025-03-01 23:30Z', '2025-03-01 21:00Z', null),
      ('postscript', '3', 'm', 'c', 'sms', 'flow', 'EUR', 5, 'rejected', null,
        '2025-03-01 20:00Z', '2025-03-01 23:00Z', '2025-02-28 20:00Z',
        '["order_test", "outside_window"]'),
      ('postscript', '4', 'm', 'c', 'sms', 'flow', 'USD', 7, 'valid', 7,
        '2025-03-01 20:00Z', '2025-03-01 22:00Z', null, null)
    """

  static let figures = """
    select date, source_system, message_id, currency, claimed_orders, claimed_revenue,
      validated_orders, validated_revenue, last_touch_orders, last_touch_revenue, rejected_claims
    from rpt_outbound_message_performance_summary_daily order by 1, 2, 3, 4
    """

  @Test func claimsAreSummedPerDayAndCurrency() throws {
    try withMarts { marts in
      try marts.commit(Self.claims)
      #expect(
        try marts.rows(Self.figures) == [
          "2025-03-01|klaviyo|k|EUR|1|15.05|1|15.05|1|15.05|0",
          "2025-03-01|postscript|m|EUR|3|35.30|2|25.15|1|10.10|1",
          "2025-03-01|postscript|m|USD|1|7|1|7|1|7|0",
        ]
      )
    }
  }

  @Test func aClaimThatMovesLeavesItsOldDayStatusAndOrder() throws {
    try withMarts { marts in
      try marts.commit(Self.claims)
      try marts.commit(
        """
        update attributed_orders set order_processed_at = '2025-03-04 01:00Z'
        where order_id = '1';
        update attributed_orders set validation_status = 'rejected', validated_revenue = null
        where source_system = 'klaviyo'
        """
      )
      #expect(
        try marts.rows(Self.figures) == [
          "2025-03-01|klaviyo|k|EUR|1|15.05|0|0|0|0|1",
          "2025-03-01|postscript|m|EUR|2|25.20|1|15.05|1|15.05|1",
          "2025-03-01|postscript|m|USD|1|7|1|7|1|7|0",
          "2025-03-04|postscript|m|EUR|1|10.10|1|10.10|1|10.10|0",
        ]
      )
    }
  }

  @Test func settingsDecideTheDay() throws {
    try withMarts { marts in
      try marts.commit(Self.claims)
      let days =
        "select order_ref, date from claim_outcomes where source_system = 'postscript' order by 1"
      try marts.commit("update settings set reporting_timezone = 'Europe/Berlin'")
      #expect(
        try marts.rows(days) == ["1|2025-03-01", "2|2025-03-02", "3|2025-03-02", "4|2025-03-01"]
      )
      try marts.commit(
        "update settings set reporting_timezone = 'Asia/Tokyo', revenue_date = 'message'"
      )
      #expect(try marts.rows(days) == ["1|2025-03-01", "2|2025-03-01", "3|2025-03-01", "4|NULL"])
      let before = try marts.places()
      try marts.execute("select @schema@.rebuild_marts()")
      #expect(try marts.places() == before)
    }
  }

  @Test func anUnknownTimezoneIsRefused() throws {
    try withMarts { marts in
      let error = #expect(throws: TestFailure.self) {
        try marts.execute("update @schema@.settings set reporting_timezone = 'Mars/Olympus'")
      }
      #expect("\(error as Any)".contains(#"time zone "Mars/Olympus" not recognized"#))
    }
  }

  /// Where analytics know a message's day, they are the platform's report; elsewhere its claims are.
  @Test func whatAPlatformReportsIsNotCountedTwice() throws {
    try withMarts { marts in
      try marts.commit(
        """
        insert into message_performance (source_system, date, message_id, campaign_id, channel,
          message_type, message_unique_receives, message_unique_clicks, platform_reported_orders,
          platform_reported_order_revenue, currency)
        select 'postscript', day, 'm', 'c', 'sms', 'flow', 100, 7, 9, 90, 'EUR'
        from generate_series(date '2025-02-28', date '2025-03-02', '1 day') as day
        """
      )
      let reported = """
        select date, currency, message_unique_receives, platform_reported_orders,
          platform_reported_order_revenue, analytics_order_revenue
        from rpt_outbound_message_performance_summary_daily
        where source_system = 'postscript' order by 1, 2
        """
      #expect(
        try marts.rows(reported) == [
          "2025-02-28|EUR|100|9|90|90", "2025-03-01|EUR|100|9|90|90", "2025-03-02|EUR|100|9|90|90",
        ]
      )
      try marts.commit(Self.claims)
      #expect(
        try marts.rows(reported) == [
          "2025-02-28|EUR|100|9|90|90", "2025-03-01|EUR|100|9|90|90",
          "2025-03-01|USD|NULL|NULL|NULL|NULL", "2025-03-02|EUR|100|9|90|90",
        ]
      )
    }
  }

  @Test func countsWithoutAnyAmountJoinTheClaimsRow() throws {
    try withMarts { marts in
      try marts.commit(Self.claims)
      try marts.commit(
        """
        insert into message_performance (source_system, date, message_id, campaign_id, channel,
          message_type, message_unique_receives)
        values ('postscript', '2025-03-01', 'm', 'c', 'sms', 'flow', 100)
        """
      )
      #expect(
        try marts.rows(
          """
          select currency, message_unique_receives, claimed_orders
          from rpt_outbound_message_performance_summary_daily
          where source_system = 'postscript' order by 1
          """
        ) == ["EUR|100|3", "USD|NULL|1"]
      )
    }
  }

  @Test func aRefreshThatChangesNothingWritesNothing() throws {
    try withMarts { marts in
      try marts.commit(Self.claims)
      let before = try marts.places()
      try marts.commit("update attributed_orders set _sdc_batched_at = now()")
      #expect(try marts.places() == before)
    }
  }
}
