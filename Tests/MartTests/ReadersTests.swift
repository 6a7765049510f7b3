import Testing

/// What readers of the warehouse rely on: the published columns, comments, and the views' figures.
@Suite struct ReadersTests {
  @Test func theViewHasExactlyThePublishedColumns() throws {
    try withMarts { marts in
      let columns = """
        sm_store_id date source_system sm_message_channel message_type campaign_id campaign_name \
        message_id message_name message_subject dimension_value sm_channel sms_unique_sends \
        message_unique_receives message_unique_opens message_unique_clicks message_unique_bounces \
        message_unique_drops list_subscribes list_unsubscribes platform_reported_orders \
        platform_reported_order_revenue platform_reported_order_line_quantity \
        platform_reported_order_line_revenue platform_reported_begin_checkouts \
        platform_reported_begin_checkout_revenue
        """.split(separator: " ").map(String.init)
      for (relation, count) in [
        ("rpt_outbound_message_performance_daily", 1000), (Marts.messages, columns.count),
      ] {
        let found = try marts.rows(
          """
          select attname from pg_attribute
          where attrelid = '\(relation)'::regclass and attnum between 1 and \(count)
          order by attnum
          """
        )
        #expect(found == columns)
      }
    }
  }

  @Test func streamsAndMartsExplainThemselves() throws {
    try withMarts { marts in
      let missed = try marts.rows(
        """
        select c.relname, a.attname
        from pg_class as c
        left join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'sms'::regnamespace and c.relkind in ('r', 'v')
          and c.relname !~ '^(etl_|schema_)'
          and (obj_description(c.oid) is null
            or a.attnum is not null and col_description(c.oid, a.attnum) is null)
        union all
        select proname, null from pg_proc
        where pronamespace = 'sms'::regnamespace and obj_description(oid) is null
        """
      )
      #expect(missed == [])
    }
  }

  @Test func theRevenueSummaryAddsUp() throws {
    try withMarts { marts in
      try marts.commit(MessageMartTests.claims)
      #expect(
        try marts.rows(
          """
          select currency, platform, claims, reported, validated, last_touch, orders, rejected
          from revenue_summary
          """
        ) == [
          "EUR|postscript|3|35.30|25.15|10.10|2|1", "EUR|klaviyo|1|15.05|15.05|15.05|1|0",
          "EUR|all platforms|4|50.35|40.20|25.15|2|1", "USD|postscript|1|7|7|7|1|0",
          "USD|all platforms|1|7|7|7|1|0",
        ]
      )
      #expect(
        try marts.rows(
          "select currency, platform, outcome, reason, claims, reported from revenue_not_counted"
        )
          == [
            "EUR|postscript|credited_elsewhere|other_platform_wins|1|20.20",
            "EUR|postscript|rejected|order_test|1|5",
          ]
      )
      #expect(
        try marts.rows(
          "select order_id, by_touch, validated, last_touch_revenue from contested_orders"
        )
          == ["2|klaviyo, postscript|30.10|15.05"]
      )
    }
  }

  @Test func ratesAreNullWithoutADenominator() throws {
    try withMarts { marts in
      try marts.commit(
        """
        insert into message_performance (source_system, date, message_id, channel, message_type,
          message_unique_receives, message_unique_clicks, message_unique_bounces)
        values ('postscript', '2025-02-03', 'm', 'sms', 'flow', 200, 5, 4),
          ('postscript', '2025-02-09', 'm', 'sms', 'flow', 100, 4, null),
          ('postscript', '2025-03-03', 'm', 'sms', 'flow', 100, 6, 1),
          ('postscript', '2025-04-07', 'm', 'sms', 'flow', 0, 0, 0)
        """
      )
      #expect(
        try marts.rows("select month, click_through_rate, change from click_through_monthly")
          == [
            "2025-02-01|0.030000|NULL", "2025-03-01|0.060000|0.030000", "2025-04-01|NULL|NULL",
          ]
      )
      #expect(
        try marts.rows("select week, receives, failure_rate from delivery_failure_weekly")
          == ["2025-02-03|200|0.020000", "2025-03-03|100|0.010000", "2025-04-07|0|NULL"]
      )
    }
  }

  @Test func theListGrowsByWeeksThatBeginOnMonday() throws {
    try withMarts { marts in
      try marts.commit(
        """
        insert into postscript_subscribers (id, created_at)
        values ('s_1', '2025-03-03 00:00Z'), ('s_2', '2025-03-09 23:59Z'), ('s_3', '2025-03-10Z')
        """
      )
      #expect(
        try marts.rows("select week, subscribed from list_growth_weekly")
          == ["2025-03-03|2", "2025-03-10|1"]
      )
    }
  }
}
