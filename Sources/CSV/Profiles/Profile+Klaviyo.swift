extension Profile {
  /// Klaviyo's campaign exports: one row per campaign, totals to date dated by the send.
  ///
  /// A campaign is its own message, so its id is the message's too; newer exports have the message's
  /// own. A send is `Send Time` in older exports, `Send Date` beside a time of day in newer ones.
  /// Recipients of a campaign count as SMS sent only where its channel is SMS. The export's "Unique
  /// Placed Order" is the nearest it has to a number of orders.
  static let klaviyoCampaigns = Profile(
    "klaviyo-campaigns",
    "Klaviyo campaign export: one row per campaign, totals to date",
    .messagePerformance,
    constants: [("source_system", "klaviyo"), ("message_type", "campaign")],
    dateColumn: "date",
    timesWithoutOffset: .areUnknown,
    campaignsAreMessages: true,
    [
      ProfileField("send_date", .date, .oneOf("send"), ["Send Date"]),
      ProfileField("send_time", .date, .oneOf("send"), ["Send Time"]),
      ProfileField(
        "channel",
        .channel,
        .optional,
        ["Campaign Channel", "Campaign Message Channel", "Message Channel", "Channel"]
      ),
      ProfileField("campaign_id", .identifier, .oneOf("campaign"), ["Campaign ID"]),
      ProfileField(
        "message_id",
        .identifier,
        .oneOf("campaign"),
        ["Campaign Message ID", "Message ID"]
      ),
      ProfileField(
        "campaign_name",
        .text,
        .oneOf("campaign"),
        ["Campaign Name", "Campaign Message Name"]
      ),
      ProfileField("message_subject", .text, .optional, ["Subject"]),
    ] + klaviyoFigures
  )

  /// Klaviyo's flow exports: one row per flow message and day, or for a range of days or a month,
  /// which is then a total.
  ///
  /// Unsubscribes, complaints and bounces may come as rates only. A count is worked out from a rate
  /// where just one whole number has that rate; elsewhere it stays unknown.
  static let klaviyoFlows = Profile(
    "klaviyo-flows",
    "Klaviyo flow export: one row per flow message and day, range or month",
    .messagePerformance,
    constants: [("source_system", "klaviyo"), ("message_type", "flow")],
    dateColumn: "date",
    timesWithoutOffset: .areUnknown,
    dateOrder: .monthFirst,
    rows: .figuresWithTotals,
    [
      ProfileField("date", .dateOrPeriod, .value, ["Day", "Date", "Month"]),
      ProfileField(
        "channel",
        .channel,
        .optional,
        ["Flow Message Channel", "Message Channel", "Channel"]
      ),
      ProfileField("campaign_id", .identifier, .oneOf("flow"), ["Flow ID"]),
      ProfileField("campaign_name", .text, .oneOf("flow"), ["Flow Name"]),
      ProfileField(
        "message_id",
        .identifier,
        .oneOf("message"),
        ["Flow Message ID", "Message ID"]
      ),
      ProfileField(
        "message_name",
        .text,
        .oneOf("message"),
        ["Flow Message Name", "Message Name"]
      ),
    ] + klaviyoFigures
  )

  /// What both kinds of exports count; of total and unique counts the unique ones, where both are there.
  private static let klaviyoFigures: [ProfileField] = [
    ProfileField("sms_recipients", .count, .oneOf("size"), ["Total Recipients"]),
    ProfileField(
      "message_unique_receives",
      .count,
      .oneOf("size"),
      ["Successful Deliveries", "Delivered"]
    ),
    ProfileField("message_unique_opens", .count, .optional, ["Unique Opens"]),
    ProfileField("message_unique_clicks", .count, .optional, ["Unique Clicks"]),
    ProfileField("message_unique_bounces", .count, .optional, ["Bounces"]),
    ProfileField(
      "list_unsubscribes",
      .count,
      .optional,
      ["Unsubscribes", "Unique Unsubscribes", "Total Unsubscribes"]
    ),
    ProfileField(
      "platform_reported_orders",
      .count,
      .optional,
      ["Unique Placed Order", "Placed Order", "Total Placed Order"]
    ),
    ProfileField(
      "platform_reported_order_revenue",
      .sum,
      .column,
      ["Revenue", "Total Placed Order Value", "Placed Order Value", "Conversion Value"]
    ),
    ProfileField("total_clicks", .count, .optional, ["Total Clicks"]),
    ProfileField("spam_complaints", .count, .optional, ["Spam Complaints"]),
    ProfileField("unsubscribe_rate", .number, .optional, ["Unsubscribe Rate", "Unsub Rate"]),
    ProfileField(
      "complaint_rate",
      .number,
      .optional,
      ["Spam Complaints Rate", "Spam Complaint Rate", "Complaint Rate"]
    ),
    ProfileField("bounce_rate", .number, .optional, ["Bounce Rate"]),
    ProfileField("currency", .currency, .optional, ["Currency"]),
  ]
}
