extension MessageRow {
  private static let counts = [
    "sms_unique_sends", "message_unique_receives", "message_unique_opens", "message_unique_clicks",
    "message_unique_bounces", "message_unique_drops", "list_subscribes", "list_unsubscribes",
    "platform_reported_order_line_quantity", "platform_reported_begin_checkouts",
  ]

  /// The published columns.
  var published: Row {
    var row: Row = [
      "sm_store_id": store, "date": Shown.day(date), "source_system": source,
      "sm_message_channel": text("channel"),
      "message_type": ["campaign", "flow"].contains(kind ?? "") ? kind : nil,
      "campaign_id": text("campaign_id"), "campaign_name": text("campaign_name"),
      "message_id": message, "message_name": text("message_name"),
      "message_subject": analytics?["message_subject"].string, "dimension_value": campaign,
      "sm_channel": "Online DTC", "platform_reported_orders": Shown.count(reportedOrders),
      "platform_reported_order_revenue": Shown.money(reported),
      "platform_reported_order_line_revenue":
        Shown.money(amount("platform_reported_order_line_revenue")),
      "platform_reported_begin_checkout_revenue":
        Shown.money(amount("platform_reported_begin_checkout_revenue")),
    ]
    for name in Self.counts { row[name] = Shown.count(figure(name)) }
    return row
  }

  /// All columns.
  var row: Row {
    let own: Row = [
      "granularity": isTotal ? "total" : "day", "currency": currency, "message_kind": kind,
      "total_clicks": Shown.count(figure("total_clicks")),
      "spam_complaints": Shown.count(figure("spam_complaints")),
      "cost": Shown.money(amount("cost")),
      "analytics_orders": Shown.count(figure("platform_reported_orders")),
      "analytics_order_revenue": Shown.money(analyticsRevenue),
      "claimed_orders": Shown.count(claims?.orders),
      "claimed_revenue": Shown.money(claims?.revenue),
      "validated_orders": Shown.count(claims?.validatedOrders),
      "validated_revenue": Shown.money(claims?.validated),
      "last_touch_orders": Shown.count(claims?.lastTouchOrders),
      "last_touch_revenue": Shown.money(claims?.lastTouch),
      "superseded_claims": Shown.count(claims?.count("superseded")),
      "rejected_claims": Shown.count(claims?.count("rejected")),
      "rejected_revenue": Shown.money(claims?.rejectedRevenue),
      "unverifiable_claims": Shown.count(claims?.count("unverifiable")),
      "withdrawn_claims": Shown.count(claims?.count("withdrawn")), "campaign_ref": campaignRef,
      "covers_until": Shown.day(coversUntil),
      "figure_ends": total?.ends,
      "total_kind": isTotal ? isRange ? "range" : "to_date" : nil,
      "range_until": Shown.day(rangeUntil),
    ]
    return published.merging(own) { $1 }
  }
}
