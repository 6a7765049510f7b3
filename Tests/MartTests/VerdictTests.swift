import Testing

/// The verdict that the warehouse derives: every reason where it applies, and beside it the nearest
/// case where it does not.
@Suite struct VerdictTests {
  /// Columns of an order and of a claim to it, and what the claim comes to.
  struct Case: Sendable {
    let name: String
    var order: [String: String] = [:]
    var claim: [String: String] = [:]
    let verdict: String
  }

  private static func text(_ value: String) -> String { "'\(value)'" }

  static let ofOrders = [
    Case(name: "a claim of the order's own figure", verdict: "valid 80.00 USD {}"),
    Case(name: "a test order", order: ["test": "true"], verdict: "rejected - USD {order_test}"),
    Case(name: "no test order", order: ["test": "false"], verdict: "valid 80.00 USD {}"),
    Case(
      name: "cancelled",
      order: ["cancelled_at": text("2026-03-09Z")],
      verdict: "rejected - USD {order_cancelled}"
    ),
    Case(
      name: "cancelled by its status",
      order: ["financial_status": text("Canceled")],
      verdict: "rejected - USD {order_cancelled}"
    ),
    Case(
      name: "expired",
      order: ["financial_status": text("EXPIRED")],
      verdict: "rejected - USD {order_voided}"
    ),
    Case(
      name: "no status",
      order: ["financial_status": "null"],
      verdict: "rejected - USD {order_voided}"
    ),
    Case(
      name: "unpaid",
      order: ["financial_status": text("pending")],
      verdict: "valid 80.00 USD {}"
    ),
    Case(
      name: "refunded in full, whatever the status says",
      order: ["financial_status": text("partially_refunded"), "total_refunded": "80.00"],
      verdict: "rejected - USD {order_refunded}"
    ),
    Case(
      name: "refunded in part",
      order: ["financial_status": text("partially_refunded"), "total_refunded": "79.99"],
      verdict: "adjusted 0.01 USD {}"
    ),
    Case(
      name: "refunded by nobody knows how much",
      order: ["financial_status": text("partially_refunded"), "total_refunded": "null"],
      verdict: "unverifiable - USD {} order_revenue_unknown"
    ),
    Case(
      name: "an excluded tag in either case",
      order: ["tags": text(#"["a", "SM-Exclude-Order "]"#)],
      verdict: "rejected - USD {order_excluded}"
    ),
    Case(
      name: "a renewal by its sales channel",
      order: ["source_name": text("Subscription_Contract_Checkout_One")],
      verdict: "rejected - USD {order_renewal}"
    ),
    Case(
      name: "a renewal by a tag",
      order: ["tags": text(#""vip, Subscription Recurring Order""#)],
      verdict: "rejected - USD {order_renewal}"
    ),
    Case(
      name: "the first order of a subscription",
      order: ["tags": text(#""Subscription First Order""#), "source_name": text("web")],
      verdict: "valid 80.00 USD {}"
    ),
    Case(
      name: "a kind that the source states",
      order: ["order_kind": text("one_time"), "source_name": text("subscription_contract")],
      verdict: "valid 80.00 USD {}"
    ),
    Case(
      name: "several reasons at once",
      order: ["test": "true", "cancelled_at": text("2026-03-09Z")],
      claim: ["currency": text("EUR")],
      verdict: "rejected - EUR {order_test,order_cancelled,currency_mismatch}"
    ),
  ]

  static let ofClaims = [
    Case(
      name: "within the tolerance the order's figure counts",
      claim: ["claimed_revenue": "80.01"],
      verdict: "valid 80.00 USD {}"
    ),
    Case(
      name: "beyond it too",
      claim: ["claimed_revenue": "80.02"],
      verdict: "adjusted 80.00 USD {}"
    ),
    Case(name: "no figure", claim: ["claimed_revenue": "null"], verdict: "adjusted 80.00 USD {}"),
    Case(
      name: "no currency: that of the order",
      claim: ["currency": "null"],
      verdict: "valid 80.00 USD {}"
    ),
    Case(name: "another spelling", claim: ["currency": text("usd")], verdict: "valid 80.00 USD {}"),
    Case(
      name: "another currency",
      claim: ["currency": text("EUR")],
      verdict: "rejected - EUR {currency_mismatch}"
    ),
    Case(
      name: "a click exactly at its window",
      claim: ["sent_at": text("2026-02-22 12:00Z")],
      verdict: "valid 80.00 USD {}"
    ),
    Case(
      name: "a click one microsecond beyond it",
      claim: ["sent_at": text("2026-02-22 11:59:59.999999Z")],
      verdict: "rejected - USD {outside_window}"
    ),
    Case(
      name: "a view beyond its window",
      claim: ["attribution_type": text("view"), "sent_at": text("2026-02-28 11:59:59Z")],
      verdict: "rejected - USD {outside_window}"
    ),
    Case(
      name: "a coupon has none",
      claim: ["attribution_type": text("coupon"), "sent_at": text("2025-02-28 12:00Z")],
      verdict: "valid 80.00 USD {}"
    ),
    Case(
      name: "no send time: no window",
      claim: ["sent_at": "null"],
      verdict: "valid 80.00 USD {}"
    ),
    Case(
      name: "sent at the instant of the order",
      claim: ["sent_at": text("2026-03-01 12:00Z")],
      verdict: "valid 80.00 USD {}"
    ),
    Case(
      name: "sent after the order",
      claim: ["sent_at": text("2026-03-01 12:00:01Z")],
      verdict: "rejected - USD {touch_after_order}"
    ),
    Case(
      name: "clicked after the order",
      claim: ["clicked_at": text("2026-03-01 12:00:01Z")],
      verdict: "rejected - USD {touch_after_order}"
    ),
  ]

  @Test(arguments: [ofOrders, ofClaims])
  func verdicts(cases: [Case]) throws {
    try withMarts { marts in
      var statements: [String] = []
      for (number, each) in cases.enumerated() {
        let order = [
          "order_id": "'\(number)'", "created_at": "'2026-03-01 12:00Z'",
          "financial_status": "'paid'", "currency": "'USD'", "subtotal_price": "80.00",
          "total_price": "80.00", "total_refunded": "0",
        ].merging(each.order) { $1 }
        let claim = [
          "order_id": "'\(number)'", "source_system": "'postscript'", "message_id": "'m'",
          "claimed_revenue": "80.00", "currency": "'USD'", "attribution_type": "'click'",
          "sent_at": "'2026-03-01 11:00Z'",
        ].merging(each.claim) { $1 }
        for (table, row) in [("shopify_orders", order), ("attributed_orders", claim)] {
          let names = row.keys.sorted()
          let values = names.map { row[$0] ?? "null" }.joined(separator: ", ")
          statements.append(
            "insert into \(table) (\(names.joined(separator: ", "))) values (\(values))"
          )
        }
      }
      try marts.commit(statements.joined(separator: ";\n"))
      for (number, each) in cases.enumerated() {
        let found = try marts.rows(
          """
          select concat_ws(' ', status, coalesce(validated_revenue::text, '-'), currency,
            rejection_reasons, case status when 'unverifiable' then outcome_reason end)
          from claim_outcomes where order_ref = '\(number)'
          """
        )
        #expect(found == [each.verdict], "\(each.name)")
      }
      // One policy: what is credited is valid, and what is valid is rejected only for its claims.
      let contradictions = try marts.rows(
        """
        select order_id from obt_orders
        where not is_order_sm_valid and last_touch_revenue is not null
        """
      )
      #expect(contradictions == [])
    }
  }

  private static let order = """
    insert into shopify_orders (order_id, order_name, created_at, financial_status, currency,
      total_price) values ('9001', '#1', '2026-03-01 12:00Z', 'paid', 'USD', 80)
    """
  private static let claim = """
    insert into attributed_orders (order_name, source_system, message_id, order_at, sent_at,
      claimed_revenue)
    values ('1', 'postscript', 'm', '2026-03-01 12:00Z', '2026-03-01 11:00Z', 80)
    """
  private static let outcome = """
    select concat_ws(' ', order_key, outcome, outcome_reason) from claim_outcomes
    """

  private static func coverage(
    _ stream: String,
    _ from: String,
    _ until: String,
    complete: Bool = true,
    at observed: String = "2026-04-01 00:00Z"
  ) -> String {
    """
    insert into export_coverage (store_id, stream, source_system, covers_from, covers_until,
      observed_at, is_complete)
    values ('default', '\(stream)', '\(stream == "shopify_orders" ? "shopify" : "postscript")',
      '\(from)', '\(until)', '\(observed)', \(complete))
    """
  }

  @Test func ordersAndClaimsMeetInEitherOrder() throws {
    for steps in [[Self.order, Self.claim], [Self.claim, Self.order]] {
      try withMarts { marts in
        for step in steps { try marts.commit(step) }
        #expect(try marts.rows(Self.outcome) == ["9001 last_touch"])
        try marts.commit("update shopify_orders set cancelled_at = '2026-03-05Z'")
        #expect(try marts.rows(Self.outcome) == ["9001 rejected order_cancelled"])
      }
    }
  }

  @Test func whatNoExportCoversIsUnknown() throws {
    try withMarts { marts in
      try marts.commit(Self.claim)
      #expect(try marts.rows(Self.outcome) == ["name:1 unverifiable order_not_covered"])
      // January and March say nothing about the first of March before noon.
      try marts.commit(Self.coverage("shopify_orders", "2026-01-01", "2026-02-01"))
      try marts.commit(
        Self.coverage("shopify_orders", "2026-03-01T12:00:00.000001Z", "2026-04-01")
      )
      #expect(try marts.rows(Self.outcome) == ["name:1 unverifiable order_not_covered"])
      try marts.commit(Self.coverage("shopify_orders", "2026-03-01T12:00:00Z", "2026-03-02"))
      #expect(try marts.rows(Self.outcome) == ["name:1 rejected order_not_found"])
      #expect(
        try marts.rows(
          """
          select min(day), max(day), count(*) from coverage_calendar where not is_covered
          """
        ) == ["2026-02-01|2026-02-28|28"]
      )
    }
  }

  @Test func aNameOfTwoOrdersStandsForNeither() throws {
    try withMarts { marts in
      try marts.commit(Self.claim)
      try marts.commit(Self.order)
      try marts.commit(Self.order.replacing("'9001', '#1'", with: "'9002', '# 1'"))
      #expect(try marts.rows(Self.outcome) == ["name:1 unverifiable order_name_ambiguous"])
      try marts.commit("update shopify_orders set order_name = '#2' where order_id = '9002'")
      #expect(try marts.rows(Self.outcome) == ["9001 last_touch"])
    }
  }

  @Test func whatTheNewestExportLacksIsWithdrawn() throws {
    try withMarts { marts in
      try marts.commit(Self.order + ";" + Self.claim)
      try marts.commit("update attributed_orders set _sdc_extracted_at = '2026-03-02Z'")
      let whole = { Self.coverage("attributed_orders", "2026-03-01", "2026-03-02", at: $0) }
      try marts.commit(whole("2026-03-02Z"))
      #expect(try marts.rows(Self.outcome) == ["9001 last_touch"])
      // A part of the day, or of the claims, withdraws nothing.
      try marts.commit(
        Self.coverage("attributed_orders", "2026-03-01T05:00:00Z", "2026-03-02")
      )
      try marts.commit(
        Self.coverage("attributed_orders", "2026-03-01", "2026-03-02", complete: false)
      )
      #expect(try marts.rows(Self.outcome) == ["9001 last_touch"])
      try marts.commit(whole("2026-04-02Z"))
      #expect(try marts.rows(Self.outcome) == ["9001 withdrawn not_in_newest_export"])
      #expect(try marts.rows("select claims, last_touch_revenue from obt_orders") == ["0|NULL"])
      #expect(
        try marts.rows("select claimed_orders, withdrawn_claims from \(Marts.messages)") == ["0|1"]
      )
      // Seen again, it is back.
      try marts.commit("update attributed_orders set _sdc_extracted_at = '2026-04-02Z'")
      #expect(try marts.rows(Self.outcome) == ["9001 last_touch"])
    }
  }

  /// An export that may be cut within the day has all claims of the orders that it names.
  @Test func anotherMessageOfTheSameOrderTakesTheClaimOver() throws {
    try withMarts { marts in
      try marts.commit(Self.order + ";" + Self.claim)
      try marts.commit(
        """
        update attributed_orders set _sdc_extracted_at = '2026-03-02Z';
        \(Self.claim.replacing("'m'", with: "'n'").replacing("11:00Z", with: "10:00Z"));
        update attributed_orders set _sdc_extracted_at = '2026-04-01Z' where message_id = 'n';
        \(Self.coverage("attributed_orders", "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z"))
        """
      )
      #expect(
        try marts.rows("select message_id, outcome from claim_outcomes order by 1")
          == ["m|withdrawn", "n|last_touch"]
      )
    }
  }

  @Test func aVerdictOfARecordServesOnlyWhereTheWarehouseKnowsNothing() throws {
    try withMarts { marts in
      try marts.commit(Self.claim)
      try marts.commit(
        """
        update attributed_orders set validation_status = 'rejected',
          rejection_reasons = '["order_test"]', matched_order_id = '9001'
        """
      )
      let judged = "select judged_by, outcome, outcome_reason from claim_outcomes"
      #expect(try marts.rows(judged) == ["record|rejected|order_test"])
      try marts.commit(Self.coverage("shopify_orders", "2026-03-01", "2026-03-02"))
      #expect(try marts.rows(judged) == ["warehouse|rejected|order_not_found"])
      try marts.commit(Self.order)
      #expect(try marts.rows(judged) == ["warehouse|last_touch|NULL"])
    }
  }

  @Test func eachStoreHasItsOwnPolicy() throws {
    try withMarts { marts in
      let other = { (sql: String) in
        sql.replacing("(order_", with: "(store_id, order_")
          .replacing("values (", with: "values ('b', ")
      }
      try marts.commit(
        [Self.order, Self.claim, other(Self.order), other(Self.claim)].joined(separator: ";")
      )
      try marts.commit(
        "insert into settings (store_id, click_window, unknown_window) values ('b', null, '1 minute')"
      )
      #expect(
        try marts.rows("select store_id, outcome from claim_outcomes order by 1")
          == ["b|rejected", "default|last_touch"]
      )
      try marts.commit("update settings set unknown_window = null where store_id = 'b'")
      #expect(
        try marts.rows("select store_id, outcome from claim_outcomes order by 1")
          == ["b|last_touch", "default|last_touch"]
      )
      #expect(
        try marts.rows(
          """
          select old_value, new_value from settings_log
          where store_id = 'b' and setting = 'unknown_window' order by changed_at
          """
        ) == ["NULL|00:01:00", "00:01:00|NULL"]
      )
    }
  }
}
