/// What an export covers, and what it therefore says by what it lacks.
extension Story {
  private static func claim(
    _ name: String,
    _ message: String,
    _ day: String,
    _ amount: String
  ) -> String {
    "postscript,,\(name),\(message),\(day)T15:00:00Z,\(amount),USD,sms,click,\(day)T12:00:00Z,"
      + "\(day)T14:00:00Z,campaign,,Sale"
  }

  private static let januaryOrders = Header.over(
    Header.orders,
    [
      order("5001", "#1001", "100.00", at: "2026-01-10 10:00:00 -0500"),
      order("5002", "#1002", "50.00", at: "2026-01-31 10:00:00 -0500"),
    ].joined(separator: "\n")
  )

  private static let marchOrders = Header.over(
    Header.orders,
    [
      order("5101", "#1101", "30.00", at: "2026-03-02 10:00:00 -0500"),
      order("5102", "#1102", "40.00", at: "2026-03-30 10:00:00 -0400"),
    ].joined(separator: "\n")
  )

  private static let firstClaim = claim("#1001", "m1", "2026-01-10", "100.00")
  private static let allClaims = Header.over(
    Header.claims,
    [
      firstClaim, claim("#1050", "m2", "2026-02-15", "70.00"),
      claim("#1101", "m3", "2026-03-02", "30.00"),
    ].joined(separator: "\n")
  )

  static let januaryTenth = """
    7008,#8,paid,USD,80.00,80.00,0.00,2026-01-01 12:00:00 +0000,,,web,1,Tee
    7009,#9,paid,USD,80.00,80.00,0.00,2026-01-10 15:00:00 +0000,,,web,1,Tee
    """
  static let claimOfADay = "7001,#1,2026-01-10,100.00,USD,Sale,campaign,,click,2026-01-10 12:00:00,"

  /// Claims of three days under one message, of a type.
  private static func threeDays(_ message: String, _ type: String, from order: Int) -> String {
    let lines = (0..<3).map { day in
      claim("#\(order + day)", message, "2026-01-1\(day)", "10.00")
        .replacing("campaign", with: type)
    }
    return Header.over(Header.claims, lines.joined(separator: "\n"))
  }

  static let covered = [
    Story(
      "campaigns and flows that were exported apart do not withdraw one another",
      [
        .daily([
          "campaigns-2026-02-01.csv": threeDays("m1", "campaign", from: 1001),
          "flows-2026-02-02.csv": threeDays("m2", "flow", from: 2001),
        ])
      ],
      "select message_type, outcome, count(*) from claim_outcomes group by 1, 2 order by 1, 2",
      "campaign|unverifiable|3",
      "flow|unverifiable|3"
    ),
    Story(
      "a claim once checked stays checked when later orders exports leave its order out",
      [
        .daily(
          [
            "shopify-orders.csv": januaryOrders,
            "attributed-orders.csv": Header.over(Header.claims, firstClaim),
          ],
          on: "2026-02-01"
        ),
        .daily(
          ["shopify-orders.csv": marchOrders, "attributed-orders.csv": allClaims],
          on: "2026-04-01"
        ),
      ],
      "select order_ref, outcome from claim_outcomes order by 1",
      "name:#1001|last_touch",
      "name:#1050|unverifiable",
      "name:#1101|last_touch"
    ),
    Story(
      "orders of January and March say nothing about February",
      [
        .daily([
          "shopify-orders-january.csv": januaryOrders, "shopify-orders-march.csv": marchOrders,
          "attributed-orders.csv": allClaims,
        ])
      ],
      "select outcome, outcome_reason from claim_outcomes where order_ref = 'name:#1050'",
      "unverifiable|order_not_covered"
    ),
    Story(
      "a day that ends after the last order is not covered",
      [
        .settings("update settings set reporting_timezone = 'America/New_York'"),
        .daily([
          "shopify-orders.csv": Header.over(Header.orders, januaryTenth),
          "postscript-revenue.csv": Header.over(Header.postscriptRevenue, claimOfADay),
        ]),
      ],
      "select outcome, outcome_reason, order_day from claim_outcomes",
      "unverifiable|order_not_covered|2026-01-10"
    ),
    Story(
      "a claim that the newest export no longer has does not win",
      [
        .orders(order("9004", "#4", "80.00", at: "2026-03-01 12:10:00 +0000"), asOf: "2026-03-05"),
        .claims(
          """
          postscript,,#2,m1,2026-03-01T12:10:00Z,80.00,USD,sms,click,2026-03-01T11:00:00Z,2026-03-01T12:00:00Z,flow,f1,Welcome
          postscript,,#4,m1,2026-03-01T12:10:00Z,80.00,USD,sms,click,2026-03-01T11:00:00Z,2026-03-01T12:00:00Z,flow,f1,Welcome
          """,
          asOf: "2026-03-05"
        ),
        .claims(
          """
          postscript,,#1,m1,2026-03-01T12:00:00Z,80.00,USD,sms,click,2026-03-01T11:00:00Z,2026-03-01T12:00:00Z,flow,f1,Welcome
          postscript,,#4,m0,2026-03-01T12:10:00Z,80.00,USD,sms,click,2026-03-01T10:00:00Z,2026-03-01T10:00:00Z,flow,f0,Cart
          """,
          asOf: "2026-03-06"
        ),
      ],
      """
      select last_touch_message_id, last_touch_revenue from obt_orders;
      select message_id, outcome from claim_outcomes where order_ref = 'name:#4' order by 1
      """,
      "m0|80.00",
      "m0|last_touch",
      "m1|withdrawn"
    ),
  ]
}
