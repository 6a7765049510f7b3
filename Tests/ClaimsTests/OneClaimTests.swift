import TestSupport
import Testing
import Wire

/// However many records tell of an order, it has one claim.
@Suite("An order has one claim")
struct OneClaimTests {
  private static let touches = [
    #"{"type":"RECORD","stream":"click","record":{"datetime":"2025-10-07T11:00:00Z","#
      + #""profile":{"id":"P1","email":"a@x.com"},"event_properties":{"$message":"M1"}}}"#,
    #"{"type":"RECORD","stream":"receive","record":{"datetime":"2025-10-07T12:50:00Z","#
      + #""profile":{"id":"P1","email":"a@x.com"},"event_properties":{"$message":"M2"}}}"#,
  ]

  private static func event(_ value: String, _ attribution: String = "", seen: String) -> String {
    #"{"type":"RECORD","stream":"placed_order","time_extracted":"\#(seen)","record":{"#
      + #""datetime":"2025-10-07T13:50:26Z","profile":{"id":"P1","email":"a@x.com"},"#
      + #""event_properties":{"$event_id":"5001","$value":\#(value),"$currency_code":"USD"\#(attribution)}}}"#
  }

  private static let named = #","$attribution":{"$message":"M1"}"#

  private static func order(_ store: String = "default", name: String = "#1001") -> String {
    #"{"type":"RECORD","stream":"shopify_orders","record":{"store_id":"\#(store)","order_id":"5001","#
      + #""order_name":"\#(name)","created_at":"2025-10-07T13:50:26Z","financial_status":"paid","#
      + #""currency":"USD","total_price":26.00,"email":"a@x.com"}}"#
  }

  private func claims(_ lines: [String], _ arguments: String...) throws -> (Outcome, [String]) {
    try withWorkspace { work in
      let outcome = try work.run(
        Command(
          path: BuiltProducts.program("transform-claims"),
          ["--mapping", "klaviyo", "--at-eof", "commit", "--bare"] + arguments
        ),
        input: .text(lines.joined(separator: "\n") + "\n")
      )
      let claims = try outcome.lines.map { line in
        let record = try JSONValue(parsing: line)
        return ["store_id", "order_ref", "message_id", "claimed_revenue"]
          .map { record[$0]?.string ?? record[$0]?.text ?? "-" }.joined(separator: " ")
      }
      return (outcome, claims)
    }
  }

  @Test("that of the message that the platform names, whichever record comes first")
  func platformGoesFirst() throws {
    let event = Self.event("25.00", Self.named, seen: "2025-10-08T00:00:00Z")
    for lines in [[event, Self.order()], [Self.order(), event]] {
      let (outcome, claims) = try claims(Self.touches + lines)
      #expect(claims == ["default 5001 M1 25.00"], "\(outcome)")
      #expect(outcome.errors.contains("deduplicated 1"), "\(outcome)")
    }
  }

  @Test("without one, that of the last touch, with what the platform's event says")
  func sessionOnce() throws {
    let event = Self.event("25.00", seen: "2025-10-08T00:00:00Z")
    #expect(
      try claims(Self.touches + [Self.order(), event]).1 == ["default 5001 M2 25.00"]
    )
  }

  @Test("of two events of an order the one that was observed later counts")
  func newestEvent() throws {
    let events = [
      Self.event("35.00", Self.named, seen: "2025-10-09T00:00:00Z"),
      Self.event("25.00", Self.named, seen: "2025-10-08T00:00:00Z"),
    ]
    for lines in [events, events.reversed()] {
      #expect(try claims(Self.touches + lines).1 == ["default 5001 M1 35.00"])
    }
  }

  @Test("one record with the id, one with the name and one with both are of one order")
  func idAndName() throws {
    let byID = Self.event("25.00", Self.named, seen: "2025-10-08T00:00:00Z")
    let mapping = try withWorkspace { work in
      try work.run(.built("transform-claims", "--mapping", "klaviyo", "--print-mapping")).orThrow()
        .text.replacing(
          #""order_id": ["event_properties.$event_id", "event_properties.OrderId"],"#,
          with:
            #""order_id": ["event_properties.$event_id"], "order_name": ["event_properties.Name"],"#
        )
    }
    let byName = byID.replacing(#""$event_id":"5001""#, with: ##""Name":"1001""##)
    let all = [byID, byName, Self.order()]
    for places in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      let lines = Self.touches + places.map { all[$0] }
      let outcome = try withWorkspace { work in
        try work.write("mapping.json", mapping)
        return try work.run(
          .built("transform-claims", "--mapping", "mapping.json", "--at-eof", "commit", "--bare"),
          input: .text(lines.joined(separator: "\n") + "\n")
        ).orThrow()
      }
      #expect(outcome.lines.count == 1, "\(places): \(outcome)")
      #expect(outcome.errors.contains("deduplicated 2"), "\(places): \(outcome)")
    }
  }

  @Test("claims are of the orders' store, and orders of another than the one given have none")
  func stores() throws {
    #expect(try claims(Self.touches + [Self.order("uk")]).1 == ["uk 5001 M2 26.00"])
    // As a program in Python writes it.
    let escaped = Self.touches + [Self.order(#"Z\u00fcrich"#)]
    #expect(try claims(escaped).1 == ["Zürich 5001 M2 26.00"])
    #expect(try claims(escaped, "--store", "Zürich").1 == ["Zürich 5001 M2 26.00"])
    let two = [Self.order("uk"), Self.order("de").replacing("5001", with: "5002")]
    #expect(try claims(Self.touches + two, "--store", "de").1 == ["de 5002 M2 26.00"])
    let (outcome, _) = try claims(Self.touches + two)
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.errors.contains("several stores, uk and de"), "\(outcome)")
  }
}
