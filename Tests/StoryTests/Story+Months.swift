/// What goes on for months: exports of one day, of ranges, and with fewer columns than the last.
extension Story {
  /// Two exports of one day, and one of the day after without the column of refunds.
  static let exportsOfADay =
    [
      order("9001", "#1", "80.00", at: "2026-03-01 12:00:00 +0000"),
      order(
        "9001",
        "#1",
        "80.00",
        at: "2026-03-01 12:00:00 +0000",
        status: "partially_refunded",
        refunded: "30.00"
      ),
    ].map { Act.orders($0, asOf: "2026-04-01") } + [
      .analytics(
        """
        Name,Financial Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Id
        #1,partially_refunded,USD,80.00,80.00,2026-03-01 12:00:00 +0000,1,Tee,9001

        """,
        ["--profile", "shopify-orders", "--as-of", "2026-04-02"]
      )
    ]

  private static func flowsOf(_ month: String, _ revenue: String) -> Act {
    .analytics(
      """
      Date,Flow ID,Flow Name,Message ID,Message Channel,Total Recipients,Successful Deliveries,\
      Total Placed Order,Total Placed Order Value
      \(month)/2025,F1,Cart,M1,Email,100,100,1,\(revenue)

      """,
      ["--profile", "klaviyo-flows", "--currency", "USD", "--as-of", "2025-06-01"]
    )
  }

  private static func revenueReport(_ header: String, _ cells: String, _ day: String) -> Act {
    .analytics(
      """
      Order ID,Order Date,Attributed Revenue,Currency,Campaign Name,Message ID,\(header)
      9001,2026-03-20 12:00:00,80.00,USD,Sale,m1,\(cells)

      """,
      ["--profile", "postscript-revenue", "--as-of", day]
    )
  }

  private static func refund(_ fields: String, at time: String) -> String {
    #"{"type":"RECORD","stream":"shopify_refunds","time_extracted":"\#(time)","record":{"#
      + #""store_id":"default","refund_id":"1","order_id":"5001"\#(fields)}}"#
  }

  static let threeDays = [("1", "#1"), ("2", "#2"), ("3", "#3")].map { day, name in
    "postscript,,\(name),m1,2026-03-0\(day)T15:00:00Z,10.00,USD,sms,click,"
      + "2026-03-0\(day)T12:00:00Z,,campaign,,Sale"
  }.joined(separator: "\n")

  static let months: [Story] = [
    Story(
      "revenue per message of a range is that of its days",
      [
        flowsOf("01", "50.00"), flowsOf("03", "30.00"),
        .orders(
          order("1", "#1", "50.00", at: "2025-01-10 12:00:00 +0000") + "\n"
            + order("2", "#2", "30.00", at: "2025-03-10 12:00:00 +0000"),
          asOf: "2025-06-01"
        ),
        .uncheckedClaims(
          """
          klaviyo,,#1,M1,2025-01-10T12:00:00Z,50.00,USD,email,click,2025-01-10T11:00:00Z,,flow,F1,Cart
          klaviyo,,#2,M1,2025-03-10T12:00:00Z,30.00,USD,email,click,2025-03-10T11:00:00Z,,flow,F1,Cart
          """,
          asOf: "2025-06-01"
        ),
      ],
      """
      select receives, last_touch, revenue_per_receive from flow_revenue;
      select month, receives, revenue_per_receive from platform_comparison_monthly order by 1
      """,
      "200|80.00|0.4000",
      "2025-01-01|100|0.5000",
      "2025-03-01|100|0.3000"
    ),
    Story(
      "a time of the click that is empty does not take the type of a claim away",
      [
        .orders(order("9001", "#1", "80.00", at: "2026-03-20 12:00:00 +0000"), asOf: "2026-04-01"),
        revenueReport(
          "Attribution Type,Message Sent At,Clicked At",
          "view,2026-03-10 12:00:00,",
          "2026-04-01"
        ),
        revenueReport("Message Sent At,Clicked At", "2026-03-10 12:00:00,", "2026-04-02"),
      ],
      "select attribution_type, outcome, outcome_reason from claim_outcomes",
      "view|rejected|outside_window"
    ),
    Story(
      "a message of a flow is one, whenever each of its texts was sent",
      [
        .analytics(
          """
          Order ID,Order Number,Order Date,Attributed Revenue,Currency,Campaign Name,Message Type,\
          Attribution Type,Message Sent At
          1,#1,2026-03-02 12:00:00,50.00,USD,Welcome,automation,click,2026-03-02 11:00:00
          2,#2,2026-03-03 12:00:00,30.00,USD,Welcome,automation,click,2026-03-03 11:00:00

          """,
          ["--profile", "postscript-revenue", "--as-of", "2026-03-10"]
        ),
        .analytics(
          "Automation Name,Sent,Delivered,Unique Clicks,Orders,Revenue\nWelcome,100,90,9,2,80.00\n",
          [
            "--profile", "postscript-messages", "--date", "2026-03-01", "--currency", "USD",
            "--as-of", "2026-03-10",
          ]
        ),
      ],
      "select flow, receives, reported from flow_revenue",
      "Welcome|90|80.00"
    ),
    Story(
      "what nobody has checked stays unknown, although a claim is withdrawn",
      [
        .uncheckedClaims(threeDays, asOf: "2026-04-01"),
        .messages(
          #"{"type":"RECORD","stream":"attributed_orders","time_extracted":"2026-03-30T00:00:00Z","record":{"#
            + ##""store_id":"default","source_system":"postscript","order_name":"#9","message_id":"m1","##
            + #""order_at":"2026-03-02T16:00:00Z","claimed_revenue":10.00,"currency":"USD","channel":"sms"}}"#
        ),
      ],
      "select claims, validated, unchecked, withdrawn from revenue_summary where platform = 'postscript'",
      "3|NULL|3|1"
    ),
    Story(
      "a refund that comes without its amount keeps the one that is known",
      [
        .messages(refund(#","amount":5.25,"currency":"USD""#, at: "2026-01-09T00:00:00Z")),
        .messages(refund("", at: "2026-01-10T00:00:00Z")),
      ],
      "select amount, currency, refunded_at from shopify_refunds",
      "5.25|USD|NULL"
    ),
  ]
}
