extension Profile {
  /// Klaviyo's campaign export: 24 columns, one row per campaign, totals to date dated by the send.
  ///
  /// A campaign is its own message, so its id is the message's too. Recipients of a campaign count
  /// as SMS sent only where its channel is SMS. The export's "Unique Placed Order" is the nearest
  /// it has to a number of orders.
  static let klaviyoCampaigns = Profile(
    "klaviyo-campaigns",
    "Klaviyo campaign export: one row per campaign, totals to date",
    .messagePerformance,
    constants: [("source_system", "klaviyo"), ("message_type", "campaign")],
    dateColumn: "date",
    timesWithoutOffset: .areUnknown,
    [
      ProfileField("send_time", .date, .value, ["Send Time", "Send Date"]),
      ProfileField("channel", .channel, .optional, ["Campaign Channel", "Channel"]),
      ProfileField("campaign_id", .identifier, .oneOf("campaign"), ["Campaign ID"]),
      ProfileField("campaign_name", .text, .oneOf("campaign"), ["Campaign Name"]),
      ProfileField("message_subject", .text, .optional, ["Subject"]),
      ProfileField("sms_recipients", .count, .optional, ["Total Recipients"]),
      ProfileField("message_unique_receives", .count, .optional, ["Successful Deliveries"]),
      ProfileField("message_unique_opens", .count, .optional, ["Unique Opens"]),
      ProfileField("message_unique_clicks", .count, .optional, ["Unique Clicks"]),
      ProfileField("message_unique_bounces", .count, .optional, ["Bounces"]),
      ProfileField("list_unsubscribes", .count, .optional, ["Unsubscribes"]),
      ProfileField(
        "platform_reported_orders",
        .count,
        .optional,
        ["Unique Placed Order", "Placed Order"]
      ),
      ProfileField("platform_reported_order_revenue", .number, .column, ["Revenue"]),
      ProfileField("total_clicks", .count, .optional, ["Total Clicks"]),
      ProfileField("spam_complaints", .count, .optional, ["Spam Complaints"]),
      ProfileField("currency", .currency, .optional, ["Currency"]),
    ]
  )

  /// Klaviyo's flow export, aggregated by day: 20 columns.
  ///
  /// Unsubscribes, complaints and bounces come as rates only. A count is worked out from a rate
  /// where just one whole number has that rate; elsewhere it stays unknown.
  static let klaviyoFlows = Profile(
    "klaviyo-flows",
    "Klaviyo flow export by day: one row per day and flow message",
    .messagePerformance,
    constants: [("source_system", "klaviyo"), ("message_type", "flow")],
    dateColumn: "date",
    timesWithoutOffset: .areUnknown,
    dateOrder: .monthFirst,
    [
      ProfileField("date", .date, .value, ["Day", "Date"]),
      ProfileField("channel", .channel, .optional, ["Flow Message Channel", "Channel"]),
      ProfileField("campaign_id", .identifier, .oneOf("flow"), ["Flow ID"]),
      ProfileField("campaign_name", .text, .oneOf("flow"), ["Flow Name"]),
      ProfileField("message_id", .identifier, .column, ["Flow Message ID"]),
      ProfileField("message_name", .text, .optional, ["Flow Message Name"]),
      ProfileField("message_unique_receives", .count, .column, ["Delivered"]),
      ProfileField("message_unique_opens", .count, .optional, ["Unique Opens"]),
      ProfileField("message_unique_clicks", .count, .optional, ["Unique Clicks"]),
      ProfileField("platform_reported_orders", .count, .optional, ["Placed Order"]),
      ProfileField("platform_reported_order_revenue", .number, .column, ["Revenue"]),
      ProfileField(
        "unsubscribe_rate",
        .number,
        .optional,
        ["Unsub Rate", "Unsubscribe Rate"]
      ),
      ProfileField(
        "complaint_rate",
        .number,
        .optional,
        ["Complaint Rate", "Spam Complaint Rate", "Spam Complaints Rate"]
      ),
      ProfileField("bounce_rate", .number, .optional, ["Bounce Rate"]),
      ProfileField("currency", .currency, .optional, ["Currency"]),
    ]
  )
}
