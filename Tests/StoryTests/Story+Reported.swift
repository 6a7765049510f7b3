/// What a platform reports: by analytics or by claims, never both, never neither.
extension Story {
  private static let canonical = ["--profile", "message-performance", "--as-of"]

  private static func analytics(_ lines: String, asOf day: String) -> Act {
    .analytics(Header.over(Header.analytics, lines), canonical + [day])
  }

  private static func postscriptMessages(_ line: String, on day: String) -> Act {
    .analytics(
      Header.over("Automation Name,Sent,Delivered,Unique Clicks,Failed,Orders,Revenue", line),
      ["--profile", "postscript-messages", "--date", day, "--currency", "USD", "--as-of", day]
    )
  }

  private static let threeClaims = (1...3).map { number in
    "klaviyo,,#10\(number),c1,2026-03-01T1\(number):00:00Z,50.00,USD,email,click,2026-02-28T12:00:00Z,"
      + "2026-03-01T10:00:00Z,campaign,c1,End of Feb"
  }.joined(separator: "\n")

  private static func revenue(
    _ amount: String,
    _ type: String,
    _ clicked: String,
    _ flow: String
  ) -> String {
    Header.over(
      Header.postscriptRevenue,
      """
      7001,#1,2026-01-10 15:00:00,\(amount),USD,Sale,campaign,Sale msg,click,2026-01-10 12:00:00,2026-01-10 14:00:00
      7002,#2,2026-01-11 15:00:00,50.00,USD,Welcome,automation,Welcome 1,\(type),2026-01-11 12:00:00,\(clicked)
      7003,#3,2026-01-12 15:00:00,60.00,USD,\(flow),automation,Welcome 1,click,2026-01-12 12:00:00,2026-01-12 13:00:00
      """
    )
  }

  private static let overlapOrders = Header.over(
    Header.orders,
    [
      order(
        "7001",
        "#1",
        "100.00",
        at: "2026-01-10 15:00:00 +0000",
        status: "partially_refunded",
        refunded: "10.00"
      ), order("7002", "#2", "50.00", at: "2026-01-11 15:00:00 +0000"),
      order("7003", "#3", "60.00", at: "2026-01-12 15:00:00 +0000"),
    ].joined(separator: "\n")
  )

  static let reported = [
    Story(
      "a campaign's total and its claims count each order once",
      [
        analytics(
          "klaviyo,2026-02-28,c1,total,email,campaign,c1,End of Feb,,1000,,10,500.00,USD",
          asOf: "2026-04-01"
        ), .uncheckedClaims(threeClaims, asOf: "2026-04-01"),
      ],
      """
      select sum(platform_reported_orders), sum(claimed_orders)
      from rpt_outbound_message_performance_summary_daily
      """,
      "10|3"
    ),
    Story(
      "flow_revenue does not add days and a total",
      [
        analytics(
          """
          postscript,2026-03-01,m1,day,sms,flow,f1,Welcome,60,50,5,1,10.00,USD
          postscript,2026-03-02,m1,day,sms,flow,f1,Welcome,60,50,5,1,10.00,USD
          postscript,2026-03-01,m1,total,sms,flow,f1,Welcome,120,100,10,2,20.00,USD
          """,
          asOf: "2026-04-01"
        )
      ],
      "select sends, receives, reported from flow_revenue",
      "120|100|20.00"
    ),
    Story(
      "totals to date of two exports do not add up",
      [
        postscriptMessages("Welcome,100,90,9,10,2,20.00", on: "2026-02-28"),
        postscriptMessages("Welcome,150,135,13,15,3,30.00", on: "2026-03-31"),
      ],
      "select sends, receives, reported from flow_revenue",
      "150|135|30.00"
    ),
    Story(
      "totals to date: the newest export tells, also where it comes first",
      [
        postscriptMessages("Welcome,150,135,13,15,3,30.00", on: "2026-03-31"),
        postscriptMessages("Welcome,100,90,9,10,2,20.00", on: "2026-02-28"),
      ],
      "select sends, receives, reported from flow_revenue",
      "150|135|30.00"
    ),
    Story(
      "no order by analytics and no claim on a covered day is 0, not unknown",
      [
        .orders(oneOrder, asOf: "2026-03-05"),
        analytics(
          "postscript,2026-03-01,m9,day,sms,flow,f1,Welcome,,100,,0,0.00,USD",
          asOf: "2026-03-05"
        ),
      ],
      """
      select platform_reported_orders, platform_reported_order_revenue
      from rpt_outbound_message_performance_summary_daily
      """,
      "0|0.00"
    ),
    Story(
      "analytics are of the day of the order, also where claims are of that of their message",
      [
        .settings("update settings set revenue_date = 'message'"),
        .uncheckedClaims(
          threeClaims
            + "\nklaviyo,,#104,c1,2026-04-02T10:00:00Z,70.00,USD,email,click,2026-02-28T12:00:00Z,"
            + "2026-03-01T10:00:00Z,campaign,c1,End of Feb",
          asOf: "2026-05-01"
        ),
        analytics(
          "klaviyo,2026-03-01,c1,day,email,campaign,c1,End of Feb,,1000,,3,150.00,USD",
          asOf: "2026-04-01"
        ),
      ],
      """
      select date, platform_reported_orders, platform_reported_order_revenue, claimed_orders
      from rpt_outbound_message_performance_summary_daily order by 1
      """,
      "2026-02-28|1|70.00|4",
      "2026-03-01|3|150.00|NULL"
    ),
    Story(
      "a day that says where it ends is a day",
      [
        .messages(
          #"{"type":"RECORD","stream":"message_performance","time_extracted":"2026-02-01T00:00:00Z","#
            + #""record":{"store_id":"default","source_system":"postscript","message_id":"m1","#
            + #""granularity":"day","date":"2026-01-05","last_date":"2026-01-05","sms_unique_sends":5}}"#
        )
      ],
      """
      select date, total_kind, range_until, sms_unique_sends
      from rpt_outbound_message_performance_summary_daily
      """,
      "2026-01-05|NULL|NULL|5"
    ),
    Story(
      "overlapping reports without message ids: a renamed campaign is not reported twice",
      [
        .daily(
          [
            "shopify-orders.csv": overlapOrders,
            "postscript-revenue.csv": revenue("100.00", "view", "", "Welcome"),
          ],
          on: "2026-02-01"
        ),
        .daily(
          [
            "shopify-orders.csv": overlapOrders,
            "postscript-revenue.csv": revenue(
              "90.00",
              "click",
              "2026-01-11 14:30:00",
              "Welcome v2"
            ),
          ],
          on: "2026-03-01"
        ),
      ],
      "select reported, validated, last_touch from revenue_summary where platform = 'postscript'",
      "200.00|200.00|200.00"
    ),
  ]
}
