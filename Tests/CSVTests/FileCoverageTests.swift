import TestSupport
import Testing
import Wire

/// What extract-csv says in its STATE about the time that its files cover.
@Suite("Coverage of exports")
struct FileCoverageTests {
  /// The coverage of a run over files, each entry as `platform from until complete`.
  private func covers(_ files: [String], _ arguments: [String]) throws -> [String] {
    try withWorkspace { workspace in
      var names: [String] = []
      for (index, text) in files.enumerated() {
        try workspace.write("\(index).csv", text)
        names.append("\(index).csv")
      }
      let outcome = try workspace.run(
        Command(
          path: BuiltProducts.program("extract-csv"),
          arguments + ["--as-of", "2026-04-01", "--rejects", "rejects"] + names
        )
      )
      #expect(outcome.succeeded, "\(outcome)")
      let state = try JSONValue(parsing: try #require(outcome.lines.last))
      let bookmarks = try #require(state["value"]?["bookmarks"]?.members)
      let entries = try #require(bookmarks[0].value["covers"]?.array)
      return entries.map { entry in
        #expect(entry["observed_at"]?.string == "2026-04-01T00:00:00Z")
        let texts = ["store_id", "source_system", "from", "until"].map { entry[$0]?.string ?? "-" }
        return (texts + [entry["complete"] == .bool(true) ? "complete" : "partial"])
          .joined(separator: " ")
      }
    }
  }

  private static let claims = """
    source_system,order_id,order_at,claimed_revenue
    postscript,1,2026-01-10T15:00:00Z,1
    klaviyo,2,2026-01-01T00:00:00Z,1
    postscript,3,2026-01-08T10:00:00Z,1
    postscript,4,2026-01-09T23:59:59Z,1
    klaviyo,5,2026-01-02T00:00:00Z,1

    """

  private static let profile = ["--profile", "attributed-orders"]

  @Test(
    "no export covers what came after it, whatever was asked for",
    arguments: [
      ["--covers", "2026-01-01..2026-06-01"], ["--since", "2026-01-01", "--until", "2026-06-01"],
    ]
  )
  func future(window: [String]) throws {
    let found = try covers([Self.claims], Self.profile + window)
    let ends = Set(found.compactMap { $0.split(separator: " ").dropLast().last })
    #expect(found.count == 2 && ends == ["2026-04-01T00:00:00Z"], "\(found)")
  }

  @Test("without a word it reaches from the first to the last date, for each platform")
  func ownDates() throws {
    #expect(
      try covers([Self.claims], Self.profile) == [
        "default klaviyo 2026-01-01T00:00:00Z 2026-01-02T00:00:01Z complete",
        "default postscript 2026-01-08T10:00:00Z 2026-01-10T15:00:01Z complete",
      ]
    )
  }

  @Test("several files are several ranges, whatever lies between them")
  func severalFiles() throws {
    let orders = { (id: Int, day: String) in
      """
      Name,Id,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name
      #\(id),\(id),paid,USD,1.00,\(day) 10:00:00 +0100,1,Tee

      """
    }
    #expect(
      try covers(
        [orders(1, "2026-01-05"), orders(2, "2026-03-05")],
        ["--profile", "shopify-orders", "--store", "eu"]
      ) == [
        "eu - 2026-01-05T09:00:00Z 2026-01-05T09:00:01Z complete",
        "eu - 2026-03-05T09:00:00Z 2026-03-05T09:00:01Z complete",
      ]
    )
  }

  @Test("a window says what is covered, in the timezone of the records")
  func window() throws {
    let file = """
      order_id,order_at,claimed_revenue
      1,2026-01-10 15:00:00,1

      """
    let arguments = Self.profile + ["--source-system", "attentive", "--timezone", "Europe/Berlin"]
    let window = ["--since", "2026-01-01", "--until", "2026-02-01T00:00:00Z"]
    #expect(
      try covers([file], arguments + window) == [
        "default attentive 2025-12-31T23:00:00Z 2026-02-01T00:00:00Z complete"
      ]
    )
    #expect(
      try covers([file], arguments + ["--since", "2026-01-01"]) == [
        "default attentive 2025-12-31T23:00:00Z 2026-01-10T14:00:01Z complete"
      ]
    )
  }

  @Test("files that were not made for a window cover what they have of it")
  func records() throws {
    let window = ["--since", "2026-01-02", "--until", "2026-01-10", "--covers", "records"]
    #expect(
      try covers([Self.claims], Self.profile + window) == [
        "default klaviyo 2026-01-02T00:00:00Z 2026-01-02T00:00:01Z complete",
        "default postscript 2026-01-08T10:00:00Z 2026-01-10T00:00:00Z complete",
      ]
    )
  }

  @Test("days that are said to be whole are, also without a record")
  func wholeDays() throws {
    let header = "order_id,order_at,claimed_revenue\n"
    let arguments =
      Self.profile + ["--source-system", "attentive", "--covers", "2026-01-01..2026-02-01"]
    #expect(
      try covers([header], arguments) == ["default attentive 2026-01-01 2026-02-01 complete"]
    )
    #expect(
      try covers([header], arguments + ["--partial"]) == [
        "default attentive 2026-01-01 2026-02-01 partial"
      ]
    )
  }

  @Test("of records with days, the first and the last day may be cut")
  func cutDays() throws {
    let file = """
      source_system,date,message_id
      postscript,2026-01-03,m
      postscript,2026-01-01,m
      postscript,2026-01-04,m

      """
    let arguments = ["--profile", "message-performance"]
    #expect(
      try covers([file], arguments) == [
        "default postscript 2026-01-01 2026-01-02 partial",
        "default postscript 2026-01-02 2026-01-04 complete",
        "default postscript 2026-01-04 2026-01-05 partial",
      ]
    )
    #expect(
      try covers([file], arguments + ["--since", "2026-01-01", "--until", "2026-01-05"]) == [
        "default postscript 2026-01-01 2026-01-05 complete"
      ]
    )
  }

  @Test("claims that have a day and no time cover days")
  func claimsByDay() throws {
    let file = """
      order_id,order_at,claimed_revenue
      1,2026-01-10,1
      2,2026-01-12,1

      """
    #expect(
      try covers([file], Self.profile + ["--source-system", "attentive"]) == [
        "default attentive 2026-01-10 2026-01-11 partial",
        "default attentive 2026-01-11 2026-01-12 complete",
        "default attentive 2026-01-12 2026-01-13 partial",
      ]
    )
  }

  @Test("a day before a time that the window leaves out is not taken for that record's day")
  func dayThenTime() throws {
    let file = """
      order_id,order_at,claimed_revenue
      1,2026-01-05,1
      2,2026-01-20T10:00:00Z,1

      """
    let window = ["--since", "2026-01-01", "--until", "2026-01-10", "--covers", "records"]
    #expect(
      try covers([file], Self.profile + ["--source-system", "attentive"] + window) == [
        "default attentive 2026-01-05T00:00:00Z 2026-01-10T00:00:00Z complete"
      ]
    )
  }

  @Test("totals to date cover their messages, not days")
  func totals() throws {
    let file = """
      source_system,date,message_id,granularity
      postscript,2026-01-03,m,total
      postscript,2026-01-01,m,day
      postscript,2026-01-09,m,total

      """
    #expect(
      try covers([file], ["--profile", "message-performance"]) == [
        "default postscript 2026-01-01 2026-01-02 partial"
      ]
    )
    let campaign = "Campaign Name,Sent,Send Date\nSpring,5,2026-01-03\n"
    let undated = "Automation Name,Sent,Delivered\nWelcome,5,5\n"
    let arguments = ["--profile", "postscript-messages", "--date", "2026-01-31"]
    #expect(try covers([undated], arguments) == [])
    #expect(try covers([campaign], ["--profile", "postscript-messages"]) == [])
  }

  @Test("a day of which a record was rejected is not complete; an unknown one takes them all")
  func rejects() throws {
    let file = Self.claims.replacing("postscript,4,2026-01-09T23:59:59Z,1", with: "{}")
    let bad = "postscript,4,2026-01-09T23:59:59Z,much"
    let day = "2026-01-09T00:00:00Z 2026-01-10T00:00:00Z partial"
    #expect(
      try covers([file.replacing("{}", with: bad)], Self.profile) == [
        "default klaviyo 2026-01-01T00:00:00Z 2026-01-02T00:00:01Z complete",
        "default postscript 2026-01-08T10:00:00Z 2026-01-09T00:00:00Z complete",
        "default postscript \(day)",
        "default postscript 2026-01-10T00:00:00Z 2026-01-10T15:00:01Z complete",
      ]
    )
    // A window has each date read beforehand: an unreadable one is unknown there too.
    let window = ["--since", "2026-01-01", "--until", "2026-01-10"]
    #expect(
      try covers([file.replacing("{}", with: "postscript,4,soon,1")], Self.profile + window) == [
        "default klaviyo 2026-01-01T00:00:00Z 2026-01-10T00:00:00Z partial",
        "default postscript 2026-01-01T00:00:00Z 2026-01-10T00:00:00Z partial",
      ]
    )
    for unknown in ["postscript,4,soon,1", "postscript,4"] {
      #expect(
        try covers([file.replacing("{}", with: unknown)], Self.profile) == [
          "default klaviyo 2026-01-01T00:00:00Z 2026-01-02T00:00:01Z partial",
          "default postscript 2026-01-08T10:00:00Z 2026-01-10T15:00:01Z partial",
        ]
      )
    }
  }

  @Test("an order that was rejected for a line item spoils its day")
  func rejectedOrder() throws {
    let file = """
      Name,Id,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name
      #1,1,paid,USD,1.00,2026-01-05 10:00:00 +0000,1,Tee
      #2,2,paid,USD,1.00,2026-01-06 10:00:00 +0000,1,Tee
      #2,,,,,,many,Cap
      #3,3,paid,USD,1.00,2026-01-07 10:00:00 +0000,1,Tee

      """
    #expect(
      try covers([file], ["--profile", "shopify-orders"]) == [
        "default - 2026-01-05T10:00:00Z 2026-01-06T00:00:00Z complete",
        "default - 2026-01-06T00:00:00Z 2026-01-07T00:00:00Z partial",
        "default - 2026-01-07T00:00:00Z 2026-01-07T10:00:01Z complete",
      ]
    )
  }

  @Test("corrected rejects and streams of one's own cover nothing")
  func nothing() throws {
    #expect(
      try covers([Self.claims], ["--profile", "generic", "--stream", "x"]) == []
    )
    let reject =
      #"{"stage":"extract-csv","header":"source_system,order_id,order_at,claimed_revenue","#
      + #""input":"postscript,1,2026-01-10T15:00:00Z,1"}"# + "\n"
    #expect(try covers([reject], Self.profile + ["--replay"]) == [])
  }
}
