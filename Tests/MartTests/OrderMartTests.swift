import Testing

/// Rows of obt_orders, worked out by hand.
@Suite struct OrderMartTests {
  @Test func revenueFollowsThePublishedIdentities() throws {
    try withMarts { marts in
      try marts.commit(
        """
        insert into shopify_orders (order_id, created_at, financial_status, currency,
          subtotal_price, total_discounts, total_shipping, total_tax, total_price, total_refunded)
        values ('1', '2025-03-01 23:30Z', 'paid', 'EUR', 90.00, 10.50, 5, 7.20, 102.20, 20),
          ('2', '2025-03-01 23:30Z', 'paid', 'EUR', 90.00, 10.50, 5, 7.20, 95.00, 20),
          ('3', '2025-03-01 23:30Z', 'paid', 'EUR', 90.00, null, 5, 7.20, null, null)
        """
      )
      #expect(
        try marts.rows(
          """
          select order_id, order_gross_revenue, order_discounts, order_refunds, order_net_revenue,
            order_total_revenue, is_price_tax_inclusive from obt_orders order by 1
          """
        ) == [
          "1|100.50|-10.50|-20.00|70.00|82.20|f", "2|100.50|-10.50|-20.00|70.00|75.00|t",
          // A payment status that knows of refunds says that there are none.
          "3|NULL|NULL|0.00|90.00|102.20|NULL",
        ]
      )
    }
  }

  /// Where refunds or goods are unknown so is what is left, and nothing is "worth nothing".
  @Test func whatIsUnknownIsNotZero() throws {
    try withMarts { marts in
      try marts.commit(
        """
        update settings set exclude_zero_net_orders = true;
        insert into shopify_orders (order_id, financial_status, subtotal_price, total_shipping,
          total_tax, total_price, total_refunded)
        values ('1', 'partially_refunded', 90, 5, 7, 102, null), ('2', 'paid', null, 5, 7, 102, 0),
          ('3', 'paid', 90, null, 7, 102, 0), ('4', 'paid', 90, 5, 7, 102, 95)
        """
      )
      #expect(
        try marts.rows(
          """
          select order_id, is_order_sm_valid, order_refunds, order_net_revenue, order_total_revenue
          from obt_orders order by 1
          """
        ) == ["1|t|NULL|NULL|NULL", "2|t|NULL|NULL|NULL", "3|t|0|90|NULL", "4|f|-90|0|7"]
      )
    }
  }

  @Test func validityHasItsReasons() throws {
    try withMarts { marts in
      try marts.commit(
        """
        update settings set accepted_sales_channels = '{web}', exclude_zero_net_orders = true;
        insert into shopify_orders (order_id, financial_status, cancelled_at, test, tags,
          source_name, subtotal_price, total_refunded)
        values ('paid', 'Paid', null, false, '"vip"', 'web', 10, 0),
          ('unpaid', 'pending', null, null, null, null, 10, 5),
          ('partially refunded', 'partially_refunded', null, null, '["vip"]', 'web', 10, 5),
          ('x none', null, null, null, null, 'web', 10, 0),
          ('x voided', 'VOIDED', null, null, null, 'web', 10, 0),
          ('x refunded', 'refunded', null, null, null, 'web', 10, 10),
          ('x cancelled', 'paid', '2025-03-01Z', null, null, 'web', 10, 0),
          ('x test', 'paid', null, true, null, 'web', 10, 0),
          ('x tag text', 'paid', null, null, '"vip, SM-Exclude-Order"', 'web', 10, 0),
          ('x tag list', 'paid', null, null, '["vip", "sm-exclude-order"]', 'web', 10, 0),
          ('x channel', 'paid', null, null, null, 'pos', 10, 0),
          ('x zero', 'paid', null, null, null, 'web', 10, 10)
        """
      )
      let missed = try marts.rows(
        "select order_id from obt_orders where is_order_sm_valid <> (order_id not like 'x %')"
      )
      #expect(missed == [])
    }
  }

  @Test func anOrderMovesItsCustomersOtherOrders() throws {
    try withMarts { marts in
      let places = """
        select order_id, order_index, order_index_reversed, sm_valid_order_index, order_sequence,
          order_latency_days, is_latest_order from obt_orders order by 1
        """
      try marts.commit(
        """
        insert into shopify_orders (order_id, processed_at, email, financial_status)
        values ('b', '2025-03-03 12:00Z', 'ann@example.com', 'paid'),
          ('c', '2025-03-09 11:00Z', ' ANN@example.com', 'voided'),
          ('d', '2025-03-09 12:00Z', null, 'paid')
        """
      )
      let guest = "d|NULL|NULL|NULL|NULL|NULL|NULL"
      #expect(
        try marts.rows(places) == [
          "b|1|2|1|1st_order|NULL|f", "c|2|1|NULL|repeat_order|5|t", guest,
        ]
      )
      try marts.commit(
        """
        insert into shopify_orders (order_id, processed_at, email, financial_status)
        values ('a', '2025-03-01 12:00Z', 'ann@example.com', 'paid')
        """
      )
      #expect(
        try marts.rows(places) == [
          "a|1|3|1|1st_order|NULL|f", "b|2|2|2|repeat_order|2|f",
          "c|3|1|NULL|repeat_order|5|t", guest,
        ]
      )
      try marts.commit("update shopify_orders set email = 'bob@example.com' where order_id = 'a'")
      #expect(
        try marts.rows(places) == [
          "a|1|1|1|1st_order|NULL|t", "b|1|2|1|1st_order|NULL|f",
          "c|2|1|NULL|repeat_order|5|t", guest,
        ]
      )
    }
  }

  @Test func claimsReachTheOrderWhicheverComesFirst() throws {
    try withMarts { marts in
      try marts.commit(
        """
        insert into attributed_orders (source_system, order_id, message_id, channel, currency,
          claimed_revenue, sent_at)
        values ('postscript', '1', 'text', 'sms', 'EUR', 30, '2025-03-01 10:00Z'),
          ('klaviyo', '1', 'mail', 'email', 'EUR', 25, '2025-03-01 11:00Z'),
          ('attentive', '1', 'other', 'sms', 'USD', 9, '2025-03-01 12:00Z')
        """
      )
      try marts.commit(
        """
        insert into shopify_orders (order_id, currency, financial_status, total_price, created_at)
        values ('1', 'EUR', 'paid', 25, '2025-03-01 15:00Z')
        """
      )
      let columns = """
        claims, claiming_platforms, counting_platforms, platform_reported_revenue,
        last_touch_source_system, last_touch_revenue, sms_source_system, sms_message_id,
        sms_attributed_revenue, is_sms_last_touch
        """
      #expect(
        try marts.rows("select \(columns) from obt_orders")
          == ["3|3|2|55|klaviyo|25|postscript|text|25|f"]
      )
      try marts.commit(
        """
        update attributed_orders set sent_at = '2025-03-01 11:30Z'
        where source_system = 'postscript'
        """
      )
      #expect(
        try marts.rows("select \(columns) from obt_orders")
          == ["3|3|2|55|postscript|25|postscript|text|25|t"]
      )
    }
  }

  @Test func parametersOfAVisitComeFromOneWitness() throws {
    try withMarts { marts in
      try marts.commit(
        """
        insert into shopify_orders (order_id, landing_site, note_attributes, utm_parameters)
        values ('1', '/a?utm_source=Postscript', '[{"name": "utm_campaign", "value": "other"}]', null),
          ('2', '/a', '[{"name": "UTM Source", "value": "klaviyo"}, {"name": "_utm-campaign", "value": " Spring "},
            {"name": "utm_source", "value": "second"}, {"name": "utm_medium", "value": ""}]', null),
          ('3', null, '[{"name": "page", "value": "https://x.example/?utm_source=a%2Bb&utm_medium=sms#c"}, 7]', null),
          ('4', null, '[{"name": "utm_source", "value": "noted"}]',
            '{"source": "parsed", "term": "t"}'),
          ('5', null, '[{"name": "gift", "value": "utm"}]', 'null'),
          ('6', null, '{"utm_source": "x"}', null)
        """
      )
      #expect(
        try marts.rows(
          """
          select sm_utm_source, sm_utm_medium, sm_utm_campaign, sm_utm_term, utm_message_channel
          from obt_orders order by order_id
          """
        ) == [
          "Postscript|NULL|NULL|NULL|sms", "klaviyo|NULL|Spring|NULL|email",
          "a+b|sms|NULL|NULL|sms",
          "parsed|NULL|NULL|t|NULL", "NULL|NULL|NULL|NULL|NULL", "NULL|NULL|NULL|NULL|NULL",
        ]
      )
    }
  }

  @Test func listsAndLandingPagesAreTakenApart() throws {
    try withMarts { marts in
      try marts.commit(
        """
        insert into shopify_orders (order_id, discount_codes, landing_site, referring_site,
          line_items, shipping_country)
        values ('1', '[{"code": "TEN"}, {"code": "FREE"}]',
            '/a?ref=1&utm_source=Postscript&utm_campaign=Fr%C3%BChling+25%2B#top',
            'https://www.Example.com:8443/x?y', '[{"sku": "A", "title": "Cup", "vendor": "V"},
            {"sku": null, "title": "Pot", "vendor": "V"}]', 'DE'),
          ('2', '"TEN, FREE"', '/b?utm_source=%FF&utm_medium=email', null, '[]', 'Germany'),
          ('3', null, '/c?xutm_source=1', 'example.com', null, null)
        """
      )
      #expect(
        try marts.rows(
          """
          select order_discount_codes_csv, sm_order_landing_page, sm_utm_source, sm_utm_medium,
            sm_utm_campaign, utm_message_channel, sm_order_referrer_domain, order_skus_csv,
            order_product_titles_csv, order_vendors_csv, order_shipping_country,
            order_shipping_country_code
          from obt_orders order by order_id
          """
        ) == [
          "TEN,FREE|/a|Postscript|NULL|Frühling 25+|sms|www.example.com|A|Cup,Pot|V|NULL|DE",
          "TEN,FREE|/b|%FF|email|NULL|email|NULL|NULL|NULL|NULL|Germany|NULL",
          "NULL|/c|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL",
        ]
      )
    }
  }
}
