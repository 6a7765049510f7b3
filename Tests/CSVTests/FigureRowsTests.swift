import TestSupport
import Testing
import Wire

/// Rows of figures of which it is not plain which message they are of.
@Suite("Rows of figures")
struct FigureRowsTests {
  private static let header = "Type,Name,Date,Total Sent,Revenue\n"

  private func campaigns(_ rows: String...) throws -> ExtractRun {
    try ExtractRun(
      Self.header + rows.map { "Campaign,\($0)\n" }.joined(),
      "--profile",
      "postscript-messages",
      "--currency",
      "USD"
    )
  }

  @Test("two sends of one name and day are two messages, and the same row twice is one")
  func namesakes() throws {
    let run = try campaigns(
      "Flash,2025-10-07,1000,100.00",
      "Flash,2025-10-07,900,80.00",
      "Flash,2025-10-07,900,80.00",
      "Flash,2025-10-08,900,80.00",
      "Other,2025-10-07,1,7.00"
    )
    let ids = run.texts("message_id")
    #expect(run.codes == [] && ids.count == 5)
    #expect(ids[1] == ids[2] && ids[0] == ids[3])
    #expect(Set(ids).count == 3)
  }

  @Test("rows without anything that names a message are told apart as those of one name are")
  func nameless() throws {
    let run = try campaigns(
      ",2025-10-07,1000,100.00",
      ",2025-10-07,900,80.00",
      ",2025-10-07,900,80.00",
      ",2025-10-08,900,80.00"
    )
    let ids = run.texts("message_id")
    #expect(run.codes == [] && ids.count == 4)
    #expect(ids[1] == ids[2] && ids[0] == ids[3] && ids[0] != ids[1])
    let without = try ExtractRun(
      "source_system,date,total_clicks\np,2025-10-07,1\np,2025-10-07,2\n",
      "--profile",
      "message-performance"
    )
    #expect(Set(without.texts("message_id")).count == 2)
    #expect(without.texts("message_id").first == "none")
  }

  @Test("type and channel name a message where nothing else does, in figures and claims alike")
  func typeAndChannel() throws {
    let figures = try ExtractRun(
      "source_system,date,channel,message_type,total_clicks\n"
        + ["sms,campaign,5", "email,campaign,5", "sms,flow,5", "sms,,5"]
        .map { "p,2025-10-07,\($0)\n" }.joined(),
      "--profile",
      "message-performance"
    )
    let ids = figures.texts("message_id")
    #expect(Set(ids).count == 4 && ids[3] == "none")
    let claims = try ExtractRun(
      "source_system,order_id,claimed_revenue,channel,message_type\n"
        + ["sms,campaign", "email,campaign", "sms,flow", "sms,"].map { "p,1,1.00,\($0)\n" }.joined(),
      "--profile",
      "attributed-orders"
    )
    #expect(claims.texts("message_id") == ids)
  }

  @Test("in another order they are the same messages")
  func order() throws {
    let one = try campaigns("Flash,2025-10-07,10,1.00", "Flash,2025-10-07,9,2.00")
    let other = try campaigns("Flash,2025-10-07,9,2.00", "Flash,2025-10-07,10,1.00")
    #expect(Set(one.texts("message_id")) == Set(other.texts("message_id")))
  }

  @Test("beyond a thousand of one name and day, a row is refused")
  func tooMany() throws {
    let rows = (0..<1_003).map { "Campaign,Flash,2025-10-07,\($0),1.00\n" }.joined()
    let run = try ExtractRun(Self.header + rows, "--profile", "postscript-messages")
    #expect(Set(run.texts("message_id")).count == 1_001)
    #expect(run.texts("message_id").count { $0 == "null" } == 3)
  }

  @Test("no two of many rows are taken for one by chance")
  func noChance() throws {
    // Each row is compared with all of its name: fifteen million comparisons.
    let rows = (0..<30_000).map { "Campaign,Flash \($0 % 30),2025-10-07,\($0),1.00\n" }.joined()
    let run = try ExtractRun(Self.header + rows, "--profile", "postscript-messages")
    #expect(run.codes == [])
    #expect(Set(run.texts("message_id")).count == 30_000)
  }

  @Test("one id has one row a day, platform and store")
  func conflicts() throws {
    let header = "source_system,message_id,date,granularity,total_clicks\n"
    let rows = [
      "p,1,2026-01-01,day,1", "p,1,2026-01-02,day,2", "q,1,2026-01-01,day,3",
      "p,1,2026-01-01,total,4", "p,1,2026-01-01,day,1", "p,1,2026-01-01,day,5",
    ]
    let run = try ExtractRun(
      header + rows.joined(separator: "\n"),
      "--profile",
      "message-performance"
    )
    #expect(run.texts("total_clicks") == ["1", "2", "3", "4", "1"])
    #expect(run.codes == ["conflicting_figures"])
  }

  @Test(
    "one id and day are one message, however they are written",
    arguments: [
      ("555,2025-10-07 10:00:00", "555,2025-10-07 18:00:00"), ("555,09/14/2025", "555,9/14/2025"),
      ("555,2025-10-07", "555.0,2025-10-07"), ("555,2025-10-07", "\"555\",\"2025-10-07\""),
    ]
  )
  func otherSpelling(first: String, second: String) throws {
    func run(_ rows: String...) throws -> ExtractRun {
      try ExtractRun(
        "Message ID,Date,Name,Total Sent,Revenue\n" + rows.joined(separator: "\n"),
        "--profile",
        "postscript-messages",
        "--currency",
        "USD"
      )
    }
    let other = try run("\(first),Flash,10,1.00", "\(second),Flash,20,2.00")
    #expect(other.codes == ["conflicting_figures"] && other.records.count == 1, "\(other.outcome)")
    let same = try run("\(first),Flash,10,1.00", "\(second),Flash,10,1.00")
    #expect(same.codes == [] && Set(same.texts("message_id")) == ["555"], "\(same.outcome)")
    let days = try run("555,2025-10-07 10:00:00,Flash,10,1.00", "555,2025-10-08,Flash,20,2.00")
    #expect(days.codes == [] && days.records.count == 2)
  }

  @Test("without an id a day that is written in two ways is one day")
  func otherSpellingOfDay() throws {
    for (first, second) in [
      ("2025-10-07 10:00:00", "2025-10-07 18:00:00"), ("09/14/2025", "9/14/2025"),
    ] {
      let run = try campaigns(
        "Flash,\(first),10,1.00",
        "Flash,\(second),20,2.00",
        "Flash,\(second),20,2.00"
      )
      let ids = run.texts("message_id")
      #expect(run.codes == [] && Set(ids).count == 2 && ids[1] == ids[2], "\(run.outcome)")
      let same = try campaigns("Flash,\(first),10,1.00", "Flash,\(second),10,1.00")
      #expect(Set(same.texts("message_id")).count == 1)
    }
  }

  @Test("a count of 1.000 is one or a thousand, so it is neither")
  func thousand() throws {
    let run = try campaigns("Flash,2025-10-07,1.000,1.00", "Flash,2025-10-08,7.0,1.00")
    #expect(run.codes == ["invalid_integer"])
    #expect(run.texts("sms_unique_sends") == ["7"])
  }

  @Test("claims of one order id under several names: a spreadsheet has rounded it")
  func roundedClaims() throws {
    let rows = [
      "5001230000000,#1001,10.00,a", "5001230000000,#1002,20.00,a", "5001230000000,1001,30.00,b",
      "#N/A,#1004,1.00,a", "########,#1005,1.00,a", "5001230000009,#1006,1.00,a",
    ]
    let run = try ExtractRun(
      "Order ID,Order Name,Revenue,Message ID\n" + rows.joined(separator: "\n"),
      "--profile",
      "postscript-revenue"
    )
    #expect(run.texts("claimed_revenue") == ["10.00", "30.00", "1.00"])
    #expect(run.codes == ["conflicting_order", "rounded_identifier", "rounded_identifier"])
  }

  @Test("a word that is neither yes nor no is refused, whatever other columns leave open")
  func unreadableClick() throws {
    for header in ["Attribution Type,Clicked", "View Only,Clicked", "Attribution Type,View Only"] {
      for word in ["✓", "maybe", "2"] {
        let run = try ExtractRun(
          "Order ID,Revenue,\(header)\n1,1.00,,\(word)\n2,1.00,N/A,\(word)\n",
          "--profile",
          "postscript-revenue"
        )
        #expect(run.codes == ["invalid_boolean", "invalid_boolean"], "\(run.outcome)")
        let field = header.split(separator: ",").last.map(String.init)
        #expect(run.rejects.first?["field"]?.string == field)
      }
    }
    let numbers = try ExtractRun(
      "Order ID,Revenue,Attribution Type,Clicked\n1,1.00,,0.0\n2,1.00,,1.0\n3,1.00,, \n",
      "--profile",
      "postscript-revenue"
    )
    #expect(numbers.texts("attribution_type") == ["view", "click", "unknown"])
  }

  @Test("a file without any column that tells it says nothing of what kind a claim is")
  func attributionType() throws {
    let poorer = try ExtractRun("Order ID,Revenue\n1,1.00\n", "--profile", "postscript-revenue")
    #expect(poorer.codes == [] && !poorer.records.isEmpty)
    #expect(poorer.records.allSatisfy { $0["attribution_type"] == nil })
    let empty = try ExtractRun(
      "Order ID,Revenue,Attribution Type\n1,1.00,\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(empty.texts("attribution_type") == ["unknown"])
  }
}
