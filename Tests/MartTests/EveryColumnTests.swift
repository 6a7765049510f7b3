import Testing

/// Every column of obt_orders with a value of its own, each checked by its name: the expectation
/// knows nothing of the order of columns in any select list.
@Suite struct EveryColumnTests {
  private static let data = """
    insert into settings (store_id, reporting_timezone, calling_code)
    values ('s', 'America/New_York', '1');
    insert into shopify_orders (store_id, order_id, order_name, order_number, created_at,
      processed_at, updated_at, financial_status, currency, subtotal_price, total_shipping,
      total_tax, total_discounts, total_duties, total_price, total_refunded, email, customer_id,
      discount_codes, tags, source_name, landing_site, referring_site, payment_gateway,
      shipping_city, shipping_province, shipping_country, shipping_zip, line_items,
      line_item_quantity, extra)
    values ('s', '101', '#N1', 'NO2', '2026-03-03 03:03:03Z', '2026-03-04 04:04:04Z',
      '2026-03-05 05:05:05Z', 'Partially_Refunded', 'USD', 70.00, 5.01, 6.02, 11.00, 7.03, 88.06,
      9.00, 'Ann@x.y', 'C3', '"DC1, DC2"', '"ot1, Subscription First Order"', 'web',
      '/land?utm_source=klaviyo-us&utm_medium=um&utm_campaign=uc&utm_content=uo&utm_term=ut&utm_id=ui',
      'https://ref.example/x', 'PG', 'City', 'State', 'Country', 'Zip',
      '[{"sku": "S1", "title": "T1", "vendor": "V2"}, {"sku": "S2", "title": "T2", "vendor": "V1"}]',
      13, '{"customer": {"tags": "ct1, ct2"}, "taxes_included": false}');
    insert into shopify_orders (store_id, order_id, processed_at, financial_status, customer_id)
    values ('s', '96', '2026-01-01Z', 'paid', 'C3'), ('s', '98', '2026-01-02Z', 'paid', 'C3'),
      ('s', '99', '2026-01-03Z', 'paid', 'C3'), ('s', '100', '2026-02-20Z', 'voided', 'C3'),
      ('s', '103', '2026-04-01Z', 'paid', 'C3'), ('s', '104', '2026-04-02Z', 'voided', 'C3');
    insert into shopify_orders (store_id, order_id, cancelled_at, shipping_country, extra)
    values ('s', '102', '2026-03-06 06:06:06Z', 'DE', '{"cancel_reason": "because"}');
    insert into attributed_orders (store_id, source_system, order_id, message_id, claimed_revenue,
      currency, channel, message_type, campaign_id, campaign_name, message_name, attribution_type,
      sent_at, clicked_at)
    values ('s', 'klaviyo', '101', 'k1', 60, 'USD', 'email', 'campaign', 'kc', 'KCName', 'KName',
        'click', '2026-03-04 02:00Z', '2026-03-04 03:30Z'),
      ('s', 'postscript', '101', 'p1', 50.5, 'USD', 'sms', 'flow', 'pc', 'PCName', 'PName',
        'view', '2026-03-04 01:00Z', null),
      ('s', 'postscript', '101', 'p0', 1, 'USD', 'sms', 'keyword', 'p', 'P', 'P', 'coupon',
        '2026-03-04 00:30Z', null);
    insert into attributed_orders (store_id, source_system, order_id, message_id, claimed_revenue,
      sent_at)
    select 's', 'attentive', '101', 'a' || n, 0.25, '2026-03-04 05:00Z' from generate_series(1, 4) as n
    """

  private static let expected: [String: String] = [
    "sm_store_id": "s", "order_id": "101", "order_name": "#N1", "order_number": "NO2",
    "sm_order_key": "s/101", "source_system": "shopify", "customer_id": "C3",
    "sm_customer_key": "C3",
    "customer_email_hashed": "9da9d2c351d1e3cc9a5d48b367d2a9f9bc8550263f677d7755d983671ae7905c",
    "customer_tags_csv": "ct1,ct2", "order_payment_status": "partially_refunded",
    "order_currency_code": "USD", "order_discount_codes_csv": "DC1,DC2",
    "order_tags_csv": "ot1,Subscription First Order", "order_skus_csv": "S1,S2",
    "order_product_titles_csv": "T1,T2", "order_vendors_csv": "V1,V2",
    "order_shipping_city": "City", "order_shipping_state": "State",
    "order_shipping_country": "Country", "order_shipping_zip_code": "Zip",
    "order_sequence": "repeat_order", "sm_valid_order_sequence": "repeat_order",
    "sm_order_type": "subscription_first", "sm_order_sales_channel": "web",
    "sm_order_landing_page": "/land", "sm_order_referrer_domain": "ref.example",
    "sm_utm_source": "klaviyo-us", "sm_utm_medium": "um",
    "sm_utm_source_medium": "klaviyo-us / um", "sm_utm_campaign": "uc", "sm_utm_content": "uo",
    "sm_utm_term": "ut", "sm_utm_id": "ui", "primary_order_payment_gateway": "PG",
    "is_order_sm_valid": "true", "is_latest_order": "false", "is_price_tax_inclusive": "false",
    "is_subscription_order": "true", "order_created_at": "2026-03-03T03:03:03+00:00",
    "order_created_at_local_datetime": "2026-03-02T22:03:03",
    "order_processed_at": "2026-03-04T04:04:04+00:00",
    "order_processed_at_local_datetime": "2026-03-03T23:04:04",
    "order_updated_at": "2026-03-05T05:05:05+00:00",
    "order_updated_at_local_datetime": "2026-03-05T00:05:05", "order_gross_revenue": "81.00",
    "order_discounts": "-11.00", "order_refunds": "-9.00", "order_net_revenue": "61.00",
    "order_net_revenue_before_refunds": "70.00", "order_gross_shipping": "5.01",
    "order_gross_taxes": "6.02", "order_gross_duties": "7.03", "order_total_revenue": "72.03",
    "order_total_discounts": "-11.00", "order_total_refunds": "-9.00",
    "order_total_taxes": "6.02", "order_cart_quantity": "13", "order_index": "5",
    "order_index_reversed": "3", "sm_valid_order_index": "4",
    "sm_valid_order_index_reversed": "2", "order_latency_days": "12",
    "utm_message_channel": "email", "claims": "7", "claiming_platforms": "3",
    "counting_platforms": "2", "superseded_claims": "1", "rejected_claims": "4",
    "platform_reported_revenue": "112.50", "last_touch_source_system": "klaviyo",
    "last_touch_channel": "email", "last_touch_message_id": "k1",
    "last_touch_at": "2026-03-04T03:30:00+00:00", "last_touch_revenue": "79.06",
    "sms_source_system": "postscript", "sms_message_type": "flow", "sms_campaign_id": "pc",
    "sms_campaign_name": "PCName", "sms_message_id": "p1", "sms_message_name": "PName",
    "sms_attribution_type": "view", "sms_touch_at": "2026-03-04T01:00:00+00:00",
    "sms_minutes_to_order": "184.07", "sms_attributed_revenue": "79.06",
    "is_sms_last_touch": "false", "order_policy_revenue": "79.06",
  ]

  /// What only a cancelled order, shipped to a country that is named by its code, can have.
  private static let expectedOfCancelled: [String: String] = [
    "order_cancellation_reason": "because", "order_shipping_country_code": "DE",
    "order_cancelled_at": "2026-03-06T06:06:06+00:00",
    "order_cancelled_at_local_datetime": "2026-03-06T01:06:06",
  ]

  /// What no source can tell.
  private static let unknown = ["sm_channel", "sm_sub_channel", "order_refund_quantity"]

  @Test func everyColumnHasItsOwnValue() throws {
    try withMarts { marts in
      try marts.commit(Self.data)
      let columns = try marts.rows(
        "select attname from pg_attribute where attrelid = 'obt_orders'::regclass and attnum > 0"
      )
      let named = Array(Self.expected.keys) + Array(Self.expectedOfCancelled.keys) + Self.unknown
      #expect(columns.sorted() == named.sorted())
      for (order, expected) in [("101", Self.expected), ("102", Self.expectedOfCancelled)] {
        let found = try marts.rows(
          """
          set timezone = 'UTC';
          select e.key, e.value
          from obt_orders as o, jsonb_each_text(to_jsonb(o)) as e
          where o.order_id = '\(order)'
          """
        )
        let pairs = found.map { $0.split(separator: "|", maxSplits: 1).map(String.init) }
        let values = Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
        for (name, value) in expected { #expect(values[name] == value, "\(name)") }
        for name in Self.unknown { #expect(values[name] == "NULL", "\(name)") }
      }
    }
  }
}
