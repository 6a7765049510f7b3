import TestSupport
import Testing
import Wire

/// How single values of events are read, and what is said of those that nobody reads.
@Suite("Events of a platform")
struct EventReadingTests {
  private static let person = #""profile":{"id":"P1","email":"a@x.com"}"#

  private static func order(time: String, id: String = "5001", flow: String = "F1") -> String {
    #"{"type":"RECORD","stream":"placed_order","record":{"timestamp":\#(time),\#(person),"#
      + #""event_properties":{"$event_id":"\#(id)","$value":50,"$attribution":{"$message":"M1","#
      + #""$flow":"\#(flow)"}}}}"#
  }

  private func claims(_ lines: String...) throws -> (outcome: Outcome, claims: [JSONValue]) {
    let outcome = try withWorkspace { work in
      try work.run(
        .built(
          "transform-claims",
          "--mapping",
          "klaviyo",
          "--at-eof",
          "commit",
          "--bare",
          "--rejects",
          "rejects"
        ),
        input: .text(lines.joined(separator: "\n") + "\n")
      ).orThrow()
    }
    return (outcome, try outcome.lines.map { try JSONValue(parsing: $0) })
  }

  @Test(
    "a time counts seconds or milliseconds, with decimals or without",
    arguments: [
      ("1759842000", "2025-10-07T13:00:00Z"), ("1759842000.0", "2025-10-07T13:00:00Z"),
      ("1759842000.25", "2025-10-07T13:00:00.250000Z"), ("1759842000000", "2025-10-07T13:00:00Z"),
      ("1759842000000.0", "2025-10-07T13:00:00Z"),
      ("1759842000250.5", "2025-10-07T13:00:00.250500Z"),
      ("1759842000.123456", "2025-10-07T13:00:00.123456Z"),
      ("253402300799999", "9999-12-31T23:59:59.999000Z"), ("253402300800000", nil),
      ("253402300800000.0", nil), ("99999999999999999999999", nil), ("-1.0", nil),
    ] as [(String, String?)]
  )
  func times(time: String, text: String?) throws {
    let (outcome, claims) = try claims(Self.order(time: time))
    #expect(claims.map { $0["order_at"]?.string } == (text.map { [$0] } ?? []), "\(outcome)")
    #expect(outcome.errors.contains("rejected \(text == nil ? 1 : 0)"), "\(outcome)")
  }

  @Test("a touch whose time has decimals is found")
  func touch() throws {
    let click =
      #"{"type":"RECORD","stream":"click","record":{"timestamp":1759838400000.0,\#(Self.person),"#
      + #""event_properties":{"$message":"M1"}}}"#
    let (outcome, claims) = try claims(click, Self.order(time: "1759842000000.0"))
    #expect(
      claims.map { $0["clicked_at"]?.string } == ["2025-10-07T12:00:00Z"],
      "\(outcome)"
    )
  }

  @Test("a flow that is blank is none", arguments: ["", " "])
  func blankFlow(flow: String) throws {
    let time = "1759842000"
    let (_, campaign) = try claims(Self.order(time: time, flow: flow))
    #expect(campaign.map { $0["message_type"]?.string } == ["campaign"])
    let (_, other) = try claims(Self.order(time: time))
    #expect(other.map { $0["message_type"]?.string } == ["flow"])
  }

  @Test("an order's name in the place of its id is refused", arguments: ["#1001", "SHOP-1001"])
  func orderName(id: String) throws {
    let (outcome, claims) = try claims(Self.order(time: "1759842000", id: id))
    #expect(claims.isEmpty && outcome.errors.contains("rejected 1"), "\(outcome)")
  }

  @Test("a stream whose records meet no rule is named, with what they have")
  func noRule() throws {
    let event =
      #"{"type":"RECORD","stream":"events","record":{"type":"event","id":"E1","attributes":{"#
      + #""metric":{"name":"Placed Order"}}}}"#
    let (outcome, claims) = try claims(event, event)
    #expect(claims.isEmpty)
    #expect(
      outcome.errors.contains(
        "warning: no record of the stream events met a rule of the mapping, so nothing was made of 2; "
          + #"members found: "type", "id", "attributes""#
      ),
      "\(outcome)"
    )
    let met =
      #"{"type":"RECORD","stream":"events","record":{"metric":{"name":"Clicked Email"},"#
      + #""timestamp":1759838400,\#(Self.person),"event_properties":{"$message":"M1"}}}"#
    #expect(try !self.claims(event, met).outcome.errors.contains("met a rule"))
  }

  private static func order(
    _ attribution: String,
    value: String = "50",
    _ more: String = ""
  ) -> String {
    #"{"type":"RECORD","stream":"placed_order","record":{"timestamp":1759842000,\#(person),"#
      + #""event_properties":{"$event_id":"5001","$value":\#(value)\#(more),"$attribution":\#(attribution)}}}"#
  }

  @Test("an order of which the platform names the flow alone is that flow's, whatever was clicked")
  func flowAlone() throws {
    let click =
      #"{"type":"RECORD","stream":"click","record":{"timestamp":1759838400,\#(Self.person),"#
      + #""event_properties":{"$message":"M1"}}}"#
    let (outcome, claims) = try claims(click, Self.order(#"{"$flow":"F1"}"#))
    let claim = try #require(claims.first, "\(outcome)")
    #expect(claim["message_type"]?.string == "flow" && claim["campaign_id"]?.string == "F1")
    #expect(claim["attribution_type"]?.string == "unknown" && claim["clicked_at"] == nil)
    let csv = try withWorkspace { work in
      try work.write("in.csv", "source_system,order_id,claimed_revenue,campaign_id\nk,1,1.00,F1\n")
      return try work.run(
        .built("extract-csv", "--profile", "attributed-orders", "--bare", "in.csv")
      )
    }
    let same = try JSONValue(parsing: csv.lines[0])["message_id"]?.string
    #expect(claim["message_id"]?.string == same && same?.hasPrefix("derived:") == true, "\(csv)")
  }

  @Test("revenue with more decimals than its currency has is refused; zeros do not count")
  func decimals() throws {
    let attribution = #"{"$message":"M1"}"#
    for (value, code, isGood) in [
      ("2500.50", "JPY", false), ("2500.00", "JPY", true), ("\"1.505\"", "USD", false),
      ("1.50000", "USD", true), ("1.505", "KWD", true), ("1.5055", "KWD", false),
    ] {
      let order = Self.order(attribution, value: value, #","$currency_code":"\#(code)""#)
      let (outcome, claims) = try claims(order)
      #expect(claims.count == (isGood ? 1 : 0), "\(value) \(code): \(outcome)")
      #expect(outcome.errors.contains("rejected \(isGood ? 0 : 1)"), "\(outcome)")
    }
  }
}
