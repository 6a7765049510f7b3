/// One policy for the validity of an order and for the verdict, and one winner.
extension Story {
  private static let doubtful = [
    order("9001", "#1", "80.00", at: "2026-03-01 12:00:00 +0000", tags: "sm-exclude-order"),
    order(
      "9002",
      "#2",
      "80.00",
      at: "2026-03-01 12:10:00 +0000",
      status: "partially_refunded",
      refunded: "80.00"
    ),
    order(
      "9003",
      "#3",
      "100.00",
      at: "2026-03-01 12:10:00 +0000",
      status: "refunded",
      refunded: "100.00"
    ),
    order("9004", "#4", "80.00", at: "2026-03-01 12:10:00 +0000", source: "pos"),
  ].joined(separator: "\n")

  private static let fourClaims = (1...4).map { number in
    "postscript,,#\(number),m1,2026-03-01T12:00:00Z,80.00,USD,sms,click,2026-03-01T11:00:00Z,,flow,f1,Welcome"
  }.joined(separator: "\n")

  private static let verdicts: [Act] = [
    .orders(doubtful, asOf: "2026-03-05"), .claims(fourClaims, asOf: "2026-03-05"),
  ]

  private static let winners: [Act] = [
    .daily([
      "shopify-orders.csv": Header.over(
        Header.orders,
        [
          order("7001", "#1", "100.00", at: "2026-01-10 15:00:00 +0000"),
          order("7002", "#2", "50.00", at: "2026-01-11 15:00:00 +0000"),
        ].joined(separator: "\n")
      ),
      "postscript-revenue.csv": Header.over(
        Header.postscriptRevenue,
        """
        7001,#1,2026-01-10 15:00:00,100.00,USD,Sale,campaign,,view,2026-01-10 12:00:00,
        7002,#2,2026-01-11 15:00:00,50.00,USD,Welcome,automation,,view,2026-01-11 14:59:00,
        """
      ),
      "attributed-orders-klaviyo.csv": Header.over(
        Header.claims,
        "klaviyo,7001,,k1,2026-01-10T15:00:00Z,100.00,USD,email,click,2026-01-10T09:00:00Z,"
          + "2026-01-10T14:00:00Z,campaign,kc1,News"
      ),
    ])
  ]

  static let judged = [
    Story(
      "no revenue counts for an order that the warehouse calls invalid",
      verdicts,
      "select order_name, is_order_sm_valid, last_touch_revenue from obt_orders order by 1",
      "#1|f|NULL",
      "#2|f|NULL",
      "#3|f|NULL",
      "#4|t|80.00"
    ),
    Story(
      "no claim is rejected for an order's state while the warehouse calls it valid",
      [.settings("update settings set accepted_sales_channels = '{web}'")] + verdicts,
      "select order_name, is_order_sm_valid, rejected_claims from obt_orders order by 1",
      "#1|f|1",
      "#2|f|1",
      "#3|f|1",
      "#4|f|1"
    ),
    Story(
      "a text received, then an email clicked: the email has the last touch",
      winners,
      "select last_touch_source_system, last_touch_revenue from obt_orders where order_id = '7001'",
      "klaviyo|100.00"
    ),
    Story(
      "a text received, and ordered right after: the text has it",
      winners,
      "select last_touch_source_system, last_touch_revenue from obt_orders where order_id = '7002'",
      "postscript|50.00"
    ),
  ]
}
