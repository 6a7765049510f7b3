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
      ProfileField("updated_at", .timestamp, .optional, ["_UPDATED_AT"]),
    ]
  )

  /// An unload of `dim_messages`, which Data Warehouse Push fills: one row per text, sent or received,
  /// which says whether and when it failed.
  ///
  /// A text that failed is a failure of that message and the day on which it failed, in UTC, which is
  /// the timezone of Postscript's own figures. Of all others there is nothing to count: the table does
  /// not say when they were sent.
  static let postscriptFailures = Profile(
    "postscript-dim-messages",
    "Postscript, Data Warehouse Push, dim_messages: failures by message and day",
    .messagePerformance,
    constants: [("source_system", "postscript"), ("granularity", "day")],
    defaults: [("channel", "sms")],
    dateColumn: "date",
    timesWithoutOffset: .areUnknown,
    counting: "message_unique_bounces",
    [
      ProfileField("message_id", .identifier, .value, ["MESSAGE_ID"]),
      ProfileField("failed", .boolean, .column, ["FAILED"]),
      ProfileField("failed_at", .timestamp, .column, ["FAILED_AT"]),
      ProfileField("direction", .text, .optional, ["DIRECTION"]),
      ProfileField("message_type", .messageType, .optional, ["TYPE"]),
      ProfileField("message_name", .text, .optional, ["TYPE_NAME"]),
      ProfileField("updated_at", .timestamp, .optional, ["_UPDATED_AT"]),
    ]
  )

  /// An unload of `fct_messages`, which Data Warehouse Push fills: one row per text and subscriber.
  ///
  /// What went out is counted by message and day, in UTC. A row that is there twice, word for word
  /// but for when it was synchronised, is one text.
  static let postscriptSends = Profile(
    "postscript-fct-messages",
    "Postscript, Data Warehouse Push, fct_messages: texts sent by message and day",
    .messagePerformance,
    constants: [("source_system", "postscript"), ("granularity", "day")],
    defaults: [("channel", "sms")],
    dateColumn: "date",
    timesWithoutOffset: .areUnknown,
    counting: "sms_unique_sends",
    [
      ProfileField("message_id", .identifier, .value, ["MESSAGE_ID"]),
      ProfileField("created_at", .timestamp, .value, ["CREATED_AT"]),
      ProfileField("direction", .text, .column, ["DIRECTION"]),
      ProfileField("subscriber_id", .identifier, .column, ["SUBSCRIBER_ID"]),
      ProfileField("updated_at", .timestamp, .optional, ["_UPDATED_AT"]),
    ]
  )
}
