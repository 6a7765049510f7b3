import TestSupport
import Testing
import Wire

/// Figures of messages in the forms that Klaviyo and Postscript export them in.
@Suite("Message figures")
struct MessageTotalTests {
  private func flows(_ dates: [String]) throws -> ExtractRun {
    let rows = dates.enumerated().map { "\($0.element),F1,M\($0.offset),10,5.00" }
    return try ExtractRun(
      (["Date,Flow ID,Message ID,Total Recipients,Revenue"] + rows).joined(separator: "\n"),
      "--profile",
      "klaviyo-flows"
    )
  }

  @Test(
    "a range and a month are totals from their first day, a day is a day",
    arguments: [
      ("Apr 16 2025 - Oct 16 2025", "total 2025-04-16"), ("08/2025", "total 2025-08-01"),
      ("2025-08", "total 2025-08-01"), ("August 2025", "total 2025-08-01"),
      ("2025-04-16 – 2025-10-16", "total 2025-04-16"), ("12/2025", "total 2025-12-01"),
      ("04/16/2025 to 10/16/2025", "total 2025-04-16"), ("09/04/2025", "day 2025-09-04"),
      ("Oct 16 2025 - Oct 16 2025", "day 2025-10-16"), ("2025-09-04", "day 2025-09-04"),
    ]
  )
  func periods(date: String, meaning: String) throws {
    let run = try flows([date])
    #expect(run.texts("granularity").first.map { $0 ?? "" } == String(meaning.prefix { $0 != " " }))
    #expect(run.texts("date") == [String(meaning.drop { $0 != " " }.dropFirst())])
  }

  @Test("totals of several ranges are told apart by their first and last days")
  func severalRanges() throws {
    let run = try flows(["08/2025", "Sep 1 2025 - Dec 31 2025", "2026-01-01"])
    #expect(run.codes == [])
    #expect(run.texts("date") == ["2025-08-01", "2025-09-01", "2026-01-01"])
    #expect(run.texts("last_date") == ["2025-08-31", "2025-12-31", "null"])
    #expect(try flows(["13/2025"]).codes == ["invalid_date"])
    #expect(try flows(["Oct 16 2025 - Apr 16 2025"]).codes == ["no_such_day"])
  }

  @Test("under a header of months the first of one is that month, and another day none")
  func months() throws {
    func run(_ date: String) throws -> ExtractRun {
      try ExtractRun(
        "Month,Flow ID,Message ID,Total Recipients,Revenue\n\(date),F1,M1,10,5.00\n",
        "--profile",
        "klaviyo-flows"
      )
    }
    for date in ["2025-08-01", "8/1/2025", "08/2025", "Aug 1 2025"] {
      let found = try run(date)
      let texts = ["granularity", "date", "last_date"].flatMap { found.texts($0) }
      #expect(texts == ["total", "2025-08-01", "2025-08-31"], "\(date): \(found.outcome)")
    }
    #expect(try run("2025-08-02").codes == ["invalid_date"])
  }

  @Test("a last day later than the first makes a total, where nothing else says what it is")
  func lastDates() throws {
    let run = try ExtractRun(
      """
      source_system,message_id,granularity,date,last_date
      p,m1,,2025-08-01,2025-08-31
      p,m2,,2025-08-01,2025-08-01
      p,m3,,2025-08-01,
      p,m4,total,2025-08-01,

      """,
      "--profile",
      "message-performance"
    )
    #expect(run.texts("granularity") == ["total", "day", "day", "total"], "\(run.outcome)")
    let without = try ExtractRun(
      "source_system,message_id,date,last_date\np,m1,2025-08-01,2025-08-31\n",
      "--profile",
      "message-performance"
    )
    #expect(without.texts("granularity") == ["total"])
  }

  private func ids(_ header: String, _ rows: String..., profile: String) throws -> [String?] {
    let run = try ExtractRun(([header] + rows).joined(separator: "\n"), "--profile", profile)
    #expect(run.records.count == rows.count, "\(run.outcome)")
    return run.texts("message_id")
  }

  @Test("without an id, two sends or two channels of one name are two messages")
  func sends() throws {
    let newer =
      "Campaign Message Name,Send Date,Send Time,Campaign Message Channel,Revenue,Delivered"
    let found = try ids(
      newer,
      "Sale,2025-10-07,10:00 AM,Email,1,1",
      "Sale,2025-10-07,06:00 PM,Email,1,1",
      "Sale,2025-10-07,06:00 PM,SMS,1,1",
      profile: "klaviyo-campaigns"
    )
    let other = try ids(newer, "Sale,2025-10-07,18:00,Email,1,1", profile: "klaviyo-campaigns")
    #expect(Set(found).count == 3)
    #expect([found[1]] == other)
  }

  @Test("a claim and the figures of a message of one send have the same derived id")
  func sameID() throws {
    let figures = try ids(
      "Campaign Name,Sent At,Sent,Revenue",
      "Sale,2025-10-07 10:00:00,5,5.00",
      profile: "postscript-messages"
    )
    let claims = try ids(
      "Order Name,Revenue,Campaign Name,Sent At",
      "#1,5.00,Sale,2025-10-07 10:00:00",
      profile: "postscript-revenue"
    )
    #expect(figures == claims)
  }

  @Test("a campaign, a flow and a keyword of one name are three messages, in figures and in claims")
  func kinds() throws {
    let figures = "Message Name,Type,Date,Sent,Revenue"
    let claims = "Order Name,Revenue,Message Name,Message Type"
    var found: [[String?]] = []
    for kind in ["Campaign", "Automation", "Keyword"] {
      let told = try ids(figures, "Hi,\(kind),2025-10-07,5,5.00", profile: "postscript-messages")
      #expect(try ids(claims, "#1,5.00,Hi,\(kind)", profile: "postscript-revenue") == told)
      found.append(told)
    }
    #expect(Set(found).count == 3, "\(found)")
  }

  @Test("a campaign's id is its message's where the export has no other")
  func campaignIDs() throws {
    let older = "Campaign ID,Campaign Name,Send Time,Revenue,Total Recipients"
    #expect(
      try ids(older, "C1,Sale,2025-10-07 10:00:00,1,1", profile: "klaviyo-campaigns") == ["C1"]
    )
  }

  @Test("counts come from counts, else from rates where the number of messages is known")
  func rates() throws {
    let text = """
      Day,Flow ID,Message ID,Delivered,Revenue,Unsub Rate,Bounce Rate,Bounces
      2025-09-04,F1,M1,100,1,0.02,0.5,3

      """
    let run = try ExtractRun(text, "--profile", "klaviyo-flows")
    #expect(run.texts("list_unsubscribes") == ["2"])
    #expect(run.texts("message_unique_bounces") == ["3"])
    let without = try ExtractRun(
      "Day,Flow ID,Message ID,Total Recipients,Revenue,Unsub Rate\n2025-09-04,F1,M1,100,1,0.02\n",
      "--profile",
      "klaviyo-flows"
    )
    #expect(without.records.first?["list_unsubscribes"] == nil)
    #expect(without.records.count == 1)
  }
}
