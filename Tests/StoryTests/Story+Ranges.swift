/// Klaviyo's report of one message of a flow, for a range of days.
private func report(_ range: String, _ orders: Int, _ revenue: String, on day: String) -> Act {
  .analytics(
    """
    Date,Flow ID,Flow Name,Message ID,Message Channel,Total Recipients,Total Placed Order,\
    Total Placed Order Value,Unique Clicks
    \(range),F1,Cart,M1,Email,97,\(orders),\(revenue),5

    """,
    ["--profile", "klaviyo-flows", "--currency", "USD", "--as-of", day]
  )
}

/// Figures of one message and day, in dollars.
private func figures(_ header: String, _ row: String, on day: String) -> Act {
  .analytics(
    """
    Type,Name,\(header)Message ID,Date,Total Sent,Orders,Revenue,Currency
    Campaign,\(row)m1,2026-03-01,1000,3,160.00,USD

    """,
    ["--profile", "postscript-messages", "--as-of", day]
  )
}

extension Story {
  private static let reportedOfMessages =
    "select reported_orders, reported, unique_clicks from message_totals"

  static let ranges = [
    Story(
      "ranges that lie apart add up, and claims of other days are reported beside them",
      [
        report("Jan 1 2025 - Mar 31 2025", 2, "88.00", on: "2025-07-01"),
        report("06/2025", 1, "40.00", on: "2025-07-02"),
        .uncheckedClaims(
          """
          klaviyo,,#501,M1,2025-05-05T11:00:00Z,50.00,USD,email,click,2025-05-05T09:00:00Z,,flow,F1,Cart
          klaviyo,,#401,M1,2025-02-05T11:00:00Z,44.00,USD,email,click,2025-02-05T09:00:00Z,,flow,F1,Cart
          """,
          asOf: "2025-07-01"
        ),
      ],
      reportedOfMessages,
      "4|178.00|10"
    ),
    Story(
      "of ranges that overlap the one that was exported later stands, and what it does not touch",
      [
        report("Mar 1 2025 - May 31 2025", 7, "70.00", on: "2025-06-02"),
        report("May 1 2025 - Jul 31 2025", 3, "30.00", on: "2025-08-01"),
        report("Jan 1 2025 - Mar 31 2025", 1, "10.00", on: "2025-06-01"),
      ],
      reportedOfMessages,
      "4|40.00|10"
    ),
    Story(
      "a range within a wider one is a part of it, also where it was exported later",
      [
        report("Jun 1 2025 - Jun 30 2025", 2, "20.00", on: "2025-07-02"),
        report("Jan 1 2025 - Jun 30 2025", 10, "100.00", on: "2025-07-01"),
        report("Feb 1 2025 - Mar 31 2025", 3, "30.00", on: "2025-07-03"),
      ],
      reportedOfMessages,
      "10|100.00|5"
    ),
    Story(
      "the parts of a range stand where a newer one displaces it",
      [
        report("Jan 1 2025 - Jun 30 2025", 10, "100.00", on: "2025-07-01"),
        report("Jan 15 2025 - Feb 28 2025", 3, "30.00", on: "2025-07-03"),
        report("Jun 1 2025 - Aug 31 2025", 6, "60.00", on: "2025-09-01"),
      ],
      reportedOfMessages,
      "9|90.00|10"
    ),
    Story(
      "figures of a day under other names of their campaign, or under none, are not added up",
      [
        figures("Campaign ID,", "Sale,c1,", on: "2026-03-02"),
        figures("", "Sale,", on: "2026-03-03"),
        figures("", "Sale renamed,", on: "2026-03-04"),
      ],
      """
      select reported_orders, reported, campaign from message_totals;
      select campaign_id, campaign_name from message_performance
      """,
      "3|160.00|Sale renamed",
      "c1|Sale renamed"
    ),
  ]
}
