extension Profile {
  /// Postscript's revenue report: one row per attributed order.
  ///
  /// Its header is not public. The headers below are what its dashboard and comparable reports call
  /// these things; a mapping file settles the rest. The dashboard reports in UTC.
  static let postscriptRevenue = Profile(
    "postscript-revenue",
    "Postscript, Analytics, Revenue Report: one row per attributed order",
    .attributedOrders,
    constants: [("source_system", "postscript")],
    defaults: [("channel", "sms")],
    dateColumn: "order_at",
    timesWithoutOffset: .areUTC,
    [
      ProfileField(
        "order_id",
        .identifier,
        .oneOf("order"),
        ["Order ID", "Shopify Order ID", "Shopify ID", "External Order ID", "Platform Order ID"]
      ),
      ProfileField(
        "order_name",
        .identifier,
        .oneOf("order"),
        [
          "Order Name", "Order Number", "Order No", "Order #", "Shopify Order Name",
          "Shopify Order Number", "Shopify Order",
        ]
      ),
      ProfileField(
        "order_at",
        .timestampOrDay,
        .optional,
        [
          "Order Created At", "Order Date", "Order Time", "Order Timestamp", "Order Placed At",
          "Ordered At", "Order Placed", "Order Created", "Order Creation Date", "Order Date Time",
          "Purchase Date", "Purchased At", "Purchase Time", "Conversion Date", "Converted At",
          "Conversion Time", "Created At", "Date", "Timestamp",
        ]
      ),
      ProfileField(
        "claimed_revenue",
        .money,
        .column,
        [
          "Attributed Revenue", "Revenue", "Order Revenue", "Order Total", "Order Value",
          "Order Amount", "Total Price", "Total", "Amount", "Total Revenue", "Attributed Sales",
          "Sales", "Conversion Value", "Purchase Amount", "Order Total Price",
        ]
      ),
      ProfileField(
        "currency",
        .currency,
        .optional,
        ["Currency", "Currency Code", "Order Currency"]
      ),
    ] + touchFields + [
      ProfileField(
        "subscriber_id",
        .identifier,
        .optional,
        ["Subscriber ID", "Postscript Subscriber ID", "Recipient ID", "Contact ID"]
      ),
      ProfileField(
        "phone",
        .contact,
        .optional,
        [
          "Phone Number", "Phone", "Subscriber Phone", "Subscriber Phone Number", "Customer Phone",
          "Customer Phone Number", "Recipient Phone", "Recipient", "Mobile", "Mobile Number",
        ]
      ),
      ProfileField(
        "email",
        .identifier,
        .optional,
        ["Email", "Email Address", "Customer Email", "Subscriber Email"]
      ),
    ]
  )

  /// What a claim says of the message that is to have brought the order.
  private static let touchFields: [ProfileField] =
    messageFields + [
      ProfileField("channel", .channel, .optional, ["Channel", "Message Channel", "Medium"]),
      ProfileField(
        "attribution_type",
        .attributionType,
        .optional,
        [
          "Attribution Type", "Attribution", "Attributed By", "Attribution Method",
          "Attribution Action", "Action Type", "Interaction Type", "Interaction", "Touch Type",
          "Conversion Type",
        ]
      ),
      ProfileField(
        "is_view_only",
        .boolean,
        .optional,
        ["View Only", "View-Only", "View Only Attribution"]
      ),
      ProfileField(
        "is_clicked",
        .boolean,
        .optional,
        ["Clicked", "Link Clicked", "Did Click", "Has Clicked"]
      ),
      ProfileField(
        "sent_at",
        .timestamp,
        .optional,
        [
          "Message Sent At", "Sent At", "Message Sent", "Send Time", "Sent Time", "Sent Date",
          "Send Date", "Date Sent", "Message Sent Date", "Message Sent Time", "Message Send Time",
          "Message Date", "Sent",
        ]
      ),
      ProfileField(
        "clicked_at",
        .timestamp,
        .optional,
        [
          "Clicked At", "Click Time", "Click Date", "Link Clicked At", "Message Clicked At",
          "Last Clicked At", "Clicked Time", "Clicked Date",
        ]
      ),
    ]

  /// What tells one message from another.
  private static let messageFields: [ProfileField] = [
    ProfileField(
      "message_id",
      .identifier,
      .optional,
      ["Message ID", "Sent Message ID", "Postscript Message ID", "SMS ID"]
    ),
    ProfileField(
      "message_name",
      .text,
      .optional,
      ["Message Name", "Message Title", "SMS Name", "Message"]
    ),
    ProfileField(
      "message_type",
      .messageType,
      .optional,
      ["Message Type", "Campaign Type", "Source Type", "Message Source", "Type"]
    ),
    ProfileField(
      "campaign_id",
      .identifier,
      .optional,
      ["Campaign ID", "Automation ID", "Flow ID", "Series ID", "Campaign/Automation ID"]
    ),
    ProfileField(
      "campaign_name",
      .text,
      .optional,
      [
        "Campaign Name", "Campaign", "Campaign Title", "Campaign/Automation Name",
        "Campaign/Automation", "Campaign or Automation", "Source Name", "Name", "Title",
      ]
    ),
    ProfileField(
      "automation_name",
      .text,
      .optional,
      [
        "Automation Name", "Automation", "Flow Name", "Flow", "Automation Series", "Series Name",
        "Series",
      ]
    ),
    ProfileField("keyword_name", .text, .optional, ["Keyword Name", "Keyword"]),
  ]

  /// Postscript's message analytics: campaigns, automations and keyword replies.
  ///
  /// Its headers are not public either. With a column of days the figures are a day's; with a send
  /// time only they are totals to date. An automation is there as a series total beside a row
  /// for each of its messages; the total is left out.
  static let postscriptMessages = Profile(
    "postscript-messages",
    "Postscript, Analytics: campaigns, automations or keyword replies",
    .messagePerformance,
    constants: [("source_system", "postscript")],
    defaults: [("channel", "sms")],
    dateColumn: "date",
    timesWithoutOffset: .areUTC,
    rows: .figuresWithTotals,
    [
      ProfileField(
        "date",
        .date,
        .oneOf("date"),
        ["Date", "Day", "Report Date", "Reporting Date"]
      ),
      ProfileField(
        "send_time",
        .date,
        .oneOf("date"),
        [
          "Sent At", "Send Date", "Sent Date", "Date Sent", "Send Time", "Sent Time",
          "Message Sent At", "Launched At", "Launch Date", "Start Date", "Created At",
        ]
      ),
      ProfileField("channel", .channel, .optional, ["Channel", "Message Channel"]),
    ] + messageFields + [
      ProfileField(
        "row_level",
        .text,
        .optional,
        ["Row Type", "Row Level", "Level", "Aggregation"]
      )
    ] + figureFields
  )

  private static let figureFields: [ProfileField] = [
    ProfileField(
      "sms_unique_sends",
      .count,
      .optional,
      [
        "Messages Sent", "Sent", "Sends", "Total Sent", "SMS Sent", "Sent Count", "Send Count",
        "Recipients", "Total Recipients",
      ]
    ),
    ProfileField(
      "message_unique_receives",
      .count,
      .optional,
      ["Messages Delivered", "Delivered", "Deliveries", "Total Delivered", "Delivered Count"]
    ),
    ProfileField("message_unique_opens", .count, .optional, ["Unique Opens"]),
    ProfileField(
      "message_unique_clicks",
      .count,
      .optional,
      ["Unique Clicks", "Unique Link Clicks", "Unique Clickers", "Clickers"]
    ),
    ProfileField(
      "total_clicks",
      .count,
      .optional,
      ["Total Clicks", "Clicks", "Link Clicks", "Click Count"]
    ),
    ProfileField(
      "message_unique_bounces",
      .count,
      .optional,
      [
        "Delivery Failures", "Failed Deliveries", "Failed", "Failures", "Messages Failed",
        "Undelivered", "Not Delivered", "Bounces", "Bounced",
      ]
    ),
    ProfileField(
      "message_unique_drops",
      .count,
      .optional,
      ["Suppressed", "Skipped", "Dropped", "Filtered"]
    ),
    ProfileField(
      "list_subscribes",
      .count,
      .optional,
      ["Subscribes", "New Subscribers", "Opt Ins", "Subscribers Gained", "Subscribed"]
    ),
    ProfileField(
      "list_unsubscribes",
      .count,
      .optional,
      [
        "Unsubscribes", "Total Unsubscribes", "Opt Outs", "Unsubscribed", "Unsubs",
        "Subscribers Lost",
      ]
    ),
    ProfileField(
      "platform_reported_orders",
      .count,
      .optional,
      [
        "Orders", "Attributed Orders", "Total Orders", "Order Count", "Placed Orders", "Purchases",
        "Conversions",
      ]
    ),
    ProfileField(
      "platform_reported_order_revenue",
      .sum,
      .optional,
      ["Attributed Revenue", "Revenue", "Total Revenue", "Order Revenue", "Sales", "Total Sales"]
    ),
    ProfileField("spam_complaints", .count, .optional, ["Spam Complaints", "Complaints"]),
    ProfileField(
      "cost",
      .sum,
      .optional,
      ["Cost", "Total Cost", "Message Cost", "Messaging Cost", "Spend", "Message Spend"]
    ),
    ProfileField("currency", .currency, .optional, ["Currency", "Currency Code"]),
  ]
}
