import TestSupport
import Testing
import Wire

/// Of what an unload has in several states the newest counts.
@Suite("Newest states of unloads")
struct LatestStateTests {
  private static let claims =
    "MESSAGE_ID,ORDER_ID,AMOUNT_IN_CENTS,ACTION_TYPE,MINUTES_FROM_ACTION,ORDER_CREATED_AT,_UPDATED_AT\n"
  private static let order = "click,60,2025-10-07T13:50:26Z"

  private static func claim(_ order: Int, _ cents: Int, _ changed: String) -> String {
    "m1,\(order),\(cents),\(Self.order),\(changed)\n"
  }

  private func run(_ rows: [String]) throws -> ExtractRun {
    try ExtractRun(Self.claims + rows.joined(), "--profile", "postscript-attribution")
  }

  @Test("a claim is what its row says that was changed last, in whatever order the rows come")
  func claims() throws {
    let states = [
      Self.claim(1, 2000, "2025-10-09 00:00:00Z"), Self.claim(1, 1475, "2025-10-08 00:00:00Z"),
      Self.claim(2, 1475, "2025-10-09 00:00:00.5Z"), Self.claim(2, 2000, "2025-10-09 00:00:00Z"),
      Self.claim(3, 300, "2025-10-09 02:00:00 +0200"), Self.claim(3, 400, "2025-10-09 00:00:01Z"),
      Self.claim(4, 500, "2025-10-09"), Self.claim(4, 600, "2025-10-10"),
    ]
    for rows in [states, states.reversed()] {
      let run = try run(rows)
      #expect(run.codes == [])
      let found = Dictionary(
        uniqueKeysWithValues: zip(run.texts("order_id"), run.texts("claimed_revenue"))
      )
      #expect(found == ["1": "20.00", "2": "14.75", "3": "4.00", "4": "6.00"])
      #expect(run.outcome.errors.contains("older states 4"), "\(run.outcome)")
    }
  }

  @Test("two states of one time contradict each other, in whatever way the time is written")
  func ties() throws {
    let rows = [
      Self.claim(1, 2000, "2025-10-09 02:00:00 +0200"), Self.claim(1, 1475, "2025-10-09 00:00:00Z"),
      Self.claim(2, 2000, ""), Self.claim(2, 1475, ""), Self.claim(3, 1, "2025-10-09 00:00:00Z"),
      Self.claim(3, 1, "2025-10-09 00:00:00Z"),
    ]
    let run = try run(rows)
    #expect(run.texts("claimed_revenue") == ["20.00", "20.00", "0.01"])
    #expect(run.codes == ["conflicting_figures", "conflicting_figures"])
    let reasons = run.reasons.allSatisfy { $0.hasPrefix("is not \"2000\", as on line ") }
    #expect(reasons, "\(run.reasons)")
  }

  @Test("of a pipe a later state is refused, since the older one has gone out")
  func pipe() throws {
    let rows = [
      Self.claim(1, 1475, "2025-10-08 00:00:00Z"), Self.claim(1, 1475, "2025-10-09 00:00:00Z"),
      Self.claim(1, 2000, "2025-10-10 00:00:00Z"), Self.claim(1, 3000, "2025-10-07 00:00:00Z"),
    ]
    try withWorkspace { work in
      try work.write("in.csv", Self.claims + rows.joined())
      let command = Command.shell(
        "cat in.csv | extract-csv --profile postscript-attribution --bare --rejects rejects -"
      )
      let outcome = try work.run(command).orThrow()
      #expect(outcome.lines.count == 1 && outcome.text.contains("\"claimed_revenue\":14.75"))
      let reject = try JSONValue(parsing: work.read("rejects"))
      #expect(reject["code"]?.string == "conflicting_figures" && reject["line"]?.text == "4")
      #expect(reject["reason"]?.string?.contains("a later state of that on line 2,") == true)
    }
  }

  private static let texts = "MESSAGE_ID,DIRECTION,FAILED_AT,FAILED,TYPE,_UPDATED_AT,__SYNCED_AT\n"

  @Test("a text has failed, and when, as its newest row says")
  func failures() throws {
    let rows = [
      "1,outbound,2025-10-07T13:50:26Z,true,campaign,2025-10-08T00:00:00Z,",
      "1,outbound,,false,campaign,2025-10-09T00:00:00Z,",
      "2,outbound,,false,campaign,2025-10-08T00:00:00Z,",
      "2,outbound,2025-10-09T13:50:26Z,true,campaign,2025-10-09T00:00:00Z,",
      "3,outbound,2025-10-09T13:50:26Z,true,campaign,2025-10-09T00:00:00Z,",
      "3,outbound,2025-10-08T13:50:26Z,true,campaign,2025-10-08T00:00:00Z,",
      "4,outbound,2025-10-08T13:50:26Z,true,campaign,2025-10-08T00:00:00Z,a",
      "4,outbound,2025-10-08T13:50:26Z,true,campaign,2025-10-08T00:00:00Z,b",
      "5,outbound,2025-10-08T13:50:26Z,true,campaign,2025-10-08T00:00:00Z,",
      "5,outbound,,false,campaign,2025-10-08T00:00:00Z,",
    ]
    let run = try ExtractRun(
      Self.texts + rows.joined(separator: "\n"),
      "--profile",
      "postscript-dim-messages"
    )
    #expect(run.texts("message_id") == ["2", "3", "4", "5"])
    #expect(run.texts("date") == ["2025-10-09", "2025-10-09", "2025-10-08", "2025-10-08"])
    #expect(run.codes == ["conflicting_figures"])
    #expect(run.rejects.first?["line"]?.text == "11")
    #expect(run.reasons.first?.contains("line 10, of the same message and time") == true)
  }
}
