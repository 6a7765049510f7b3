/// Views say what their names say.
extension Story {
  private static func act(_ lines: String) -> Act {
    .analytics(
      Header.over(Header.analytics, lines),
      ["--profile", "message-performance", "--as-of", "2026-04-01"]
    )
  }

  /// A flow that was renamed, another of its first name, and a campaign of its id.
  private static let flows = [
    ("#1", "m1", "2026-01-15T11:50:00Z", "flow,f1,Welcome"),
    ("#2", "m2", "2026-01-14T12:00:00Z", "flow,f1,Welcome (new)"),
    ("#3", "m3", "2026-01-15T11:00:00Z", "flow,f2,Welcome"),
    ("#4", "m4", "2026-01-12T12:00:00Z", "campaign,f1,Welcome"),
  ].map { name, message, sent, flow in
    "postscript,,\(name),\(message),2026-01-15T12:00:00Z,100.00,USD,sms,click,\(sent),,\(flow)"
  }.joined(separator: "\n")

  private static let flowOrders = (1...4).map { number in
    order("90\(number)", "#\(number)", "100.00", at: "2026-01-15 12:00:00 +0000")
  }.joined(separator: "\n")

  private static let monthly = ["01", "02", "03"]

  static let viewed = [
    Story(
      "the change of a click-through rate is against the month before that has a rate",
      [
        act(
          """
          postscript,2026-01-15,m1,day,sms,flow,,Welcome,,100,10,,,
          postscript,2026-02-15,m1,day,sms,flow,,Welcome,,0,0,,,
          postscript,2026-03-15,m1,day,sms,flow,,Welcome,,100,20,,,
          """
        )
      ],
      "select month, click_through_rate, change from click_through_monthly",
      "2026-01-01|0.100000|NULL",
      "2026-02-01|NULL|NULL",
      "2026-03-01|0.200000|0.100000"
    ),
    Story(
      "the median time to order of a flow is over the claims of its line",
      [.orders(flowOrders, asOf: "2026-04-01"), .claims(flows, asOf: "2026-04-01")],
      "select flow, median_minutes_to_order from flow_revenue where flow = 'Welcome'",
      "Welcome|35"
    ),
    Story(
      "revenue per message looks only at what knows both sides",
      [
        .orders(
          monthly.map { order("90\($0)", "#\($0)", "100.00", at: "2026-\($0)-15 12:00:00 +0000") }
            .joined(separator: "\n"),
          asOf: "2026-04-01"
        ),
        .claims(
          monthly.map {
            "postscript,,#\($0),m1,2026-\($0)-15T12:00:00Z,100.00,USD,sms,click,2026-\($0)-15T11:00:00Z,,"
              + "flow,f1,Welcome"
          }.joined(separator: "\n"),
          asOf: "2026-04-01"
        ), act("postscript,2026-03-15,m1,day,sms,flow,f1,Welcome,,100,10,,,USD"),
      ],
      "select receives, last_touch, revenue_per_receive from flow_revenue",
      "100|300.00|1.0000"
    ),
  ]
}
