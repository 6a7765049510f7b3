/// What the lines of views and answers are of: a flow that was renamed, claims that are all gone,
/// figures that come without a currency.
extension Story {
  private static func claim(
    _ order: String,
    _ day: String,
    _ amount: String,
    _ minute: String,
    _ kind: String,
    _ name: String
  ) -> String {
    "postscript,,\(order),m1,\(day)T12:00:00Z,\(amount),USD,sms,click,\(day)T11:\(minute):00Z,,"
      + "\(kind),f1,\(name)"
  }

  private static func orders(_ days: String...) -> Act {
    let lines = days.enumerated().map { number, day in
      order("\(number + 1)", "#\(number + 1)", "\(100 - 60 * number).00", at: "\(day)T12:00:00Z")
    }
    return .orders(
      lines.joined(separator: "\n"),
      asOf: "2026-03-01"
    )
  }

  private static func renamed(_ kinds: String..., names: [String]) -> [Act] {
    let lines = [
      claim("#1", "2026-01-15", "100.00", "50", kinds[0], names[0]),
      claim("#2", "2026-02-15", "40.00", "00", kinds.last ?? "", names[1]),
    ]
    return [
      orders("2026-01-15", "2026-02-15"),
      .claims(lines.joined(separator: "\n"), asOf: "2026-03-01"),
    ]
  }

  /// What a later export of claims still has, and the days that it covers.
  private static func newer(_ claims: String, _ until: String) -> [Act] {
    let records =
      claims.isEmpty
      ? ""
      : #"{"type":"RECORD","stream":"attributed_orders","time_extracted":"2026-04-02T00:00:00Z","#
        + #""record":{"store_id":"default","source_system":"postscript",\#(claims)}}"# + "\n"
    return [
      .messages(
        records + #"{"type":"STATE","value":{"bookmarks":{"attributed_orders":{"covers":[{"#
          + #""store_id":"default","source_system":"postscript","from":"2026-01-01","until":"\#(until)","#
          + #""observed_at":"2026-04-02T00:00:00Z","complete":true}]}}}}"#,
        ["--max-withdrawn", "100%"]
      )
    ]
  }

  private static let unchecked =
    ##""order_name":"#7","message_id":"m1","order_at":"2026-03-15T12:00:00Z","claimed_revenue":70.00,"##
    + #""currency":"USD""#

  static let lines: [Story] = [
    Story(
      "of equal touches the platform decides, then the message",
      [
        orders("2026-01-15"),
        .uncheckedClaims(
          claim("#1", "2026-01-15", "100.00", "50", "flow", "A") + "\n"
            + claim("#1", "2026-01-15", "100.00", "50", "flow", "A")
            .replacing("postscript", with: "attentive").replacing("m1", with: "z1"),
          asOf: "2026-03-01"
        ),
      ],
      "select source_system, message_id, touch_rank from claim_outcomes order by touch_rank",
      "attentive|z1|1",
      "postscript|m1|2"
    ),
    Story(
      "a flow that was renamed is one line, under its newest name",
      renamed("flow", names: ["Welcome", "Onboarding"]),
      "select flow, reported, last_touch, last_touch_orders, median_minutes_to_order from flow_revenue",
      "Onboarding|140.00|140.00|2|35"
    ),
    Story(
      "a message whose kind was corrected is of that kind, in all its months",
      renamed("campaign", "flow", names: ["Hello", "Hello"]),
      "select message_kind, date, last_touch from message_rows order by date",
      "flow|2026-01-15|100.00",
      "flow|2026-02-15|40.00"
    ),
    Story(
      "where the platform no longer makes any claim, nothing is claimed and nothing counts",
      [
        orders("2026-01-15"),
        .uncheckedClaims(
          claim("#1", "2026-01-15", "100.00", "50", "flow", "A"),
          asOf: "2026-03-01"
        ),
      ] + newer("", "2026-02-01"),
      "select platform, claims, reported, validated, last_touch, withdrawn from revenue_summary union all "
        + "select 'month', claims, reported, validated, last_touch, withdrawn from revenue_summary_monthly "
        + "union all select message_id, null, reported, validated, last_touch, null from message_totals",
      "postscript|0|0|0|0|1",
      "all platforms|0|0|0|0|1",
      "month|0|0|0|0|1",
      "m1|NULL|0|0|0|NULL"
    ),
    Story(
      "of a claim that nobody can check nothing is 0, though another one was checked and is withdrawn",
      [
        orders("2026-01-15"),
        .uncheckedClaims(
          [
            claim("#1", "2026-01-15", "100.00", "50", "flow", "A"),
            claim("#7", "2026-03-15", "70.00", "50", "flow", "A"),
          ].joined(separator: "\n"),
          asOf: "2026-04-01"
        ),
      ] + newer(unchecked, "2026-04-01"),
      "select platform, claims, reported, validated, last_touch, unchecked, withdrawn from revenue_summary",
      "postscript|1|70.00|NULL|NULL|1|1",
      "all platforms|1|70.00|NULL|NULL|1|1"
    ),
    Story(
      "figures of a day without revenue have no currency, and are in the line of the others",
      [
        .analytics(
          Header.over(
            Header.analytics,
            "postscript,2026-03-01,m1,day,sms,flow,f1,Welcome,60,50,5,0,,\n"
              + "postscript,2026-03-02,m1,day,sms,flow,f1,Welcome,70,60,5,2,20.00,USD"
          ),
          ["--profile", "message-performance", "--as-of", "2026-03-05"]
        )
      ],
      "select flow, currency, sends, receives, reported from flow_revenue",
      "Welcome|USD|130|110|20.00"
    ),
    Story(
      "sends of a total are in the line of the revenue by day",
      [
        .analytics(
          Header.over(
            Header.analytics,
            "postscript,2026-03-01,m1,total,sms,flow,f1,Welcome,130,110,10,,,\n"
              + "postscript,2026-03-01,m1,day,sms,flow,f1,Welcome,,,,1,10.00,USD\n"
              + "postscript,2026-03-02,m1,day,sms,flow,f1,Welcome,,,,2,20.00,USD"
          ),
          ["--profile", "message-performance", "--as-of", "2026-03-05"]
        )
      ],
      "select flow, currency, sends, receives, reported from flow_revenue",
      "Welcome|USD|130|110|30.00"
    ),
  ]
}
