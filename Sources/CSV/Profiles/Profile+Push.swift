extension Profile {
  /// An unload of `fct_attribution`, which Postscript's Data Warehouse Push fills: one row per
  /// attributed order, with the minutes from the touch to the order.
  ///
  /// The columns are as one who receives them has published them. The touch is the order's time less
  /// those minutes; it is a click where the action is one, else the send.
  static let postscriptAttribution = Profile(
    "postscript-attribution",
    "Postscript, Data Warehouse Push, fct_attribution: one row per attributed order",
    .attributedOrders,
    constants: [("source_system", "postscript")],
    defaults: [("channel", "sms")],
    dateColumn: "order_at",
    timesWithoutOffset: .areUnknown,
    [
      ProfileField("order_id", .identifier, .value, ["ORDER_ID"]),
      ProfileField("message_id", .identifier, .value, ["MESSAGE_ID"]),
      ProfileField("claimed_revenue", .cents, .column, ["AMOUNT_IN_CENTS"]),
      ProfileField("order_at", .timestamp, .value, ["ORDER_CREATED_AT"]),
      ProfileField("minutes_from_action", .number, .column, ["MINUTES_FROM_ACTION"]),
      ProfileField("attribution_type", .attributionType, .optional, ["ACTION_TYPE"]),
      ProfileField("currency", .currency, .optional, ["CURRENCY"]),
      ProfileField("subscriber_id", .identifier, .optional, ["SUBSCRIBER_ID"]),
    ]
  )
}
