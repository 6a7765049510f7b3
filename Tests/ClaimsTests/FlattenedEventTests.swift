import TestSupport
import Testing
import Wire

/// Events of a tap that flattens what it reads, or marks what is gone.
@Suite("Events of a tap")
struct FlattenedEventTests {
  private static func touch(_ more: String = "") -> String {
    #"{"type":"RECORD","stream":"receive","record":{"datetime":"2026-03-05T09:30:00Z","profile":"#
      + #"{"id":"P1"},"event_properties":{"$message":"M2"}\#(more)}}"#
  }

  private static func order(_ attribution: String, _ more: String = "") -> String {
    #"{"type":"RECORD","stream":"placed_order","record":{"datetime":"2026-03-05T10:00:00Z","profile":"#
      + #"{"id":"P1"},"event_properties":{"$event_id":"5001","$value":20.0,"$currency_code":"USD""#
      + #"\#(attribution)}\#(more)}}"#
  }

  private func run(_ lines: String...) throws -> (outcome: Outcome, messages: [String?], String) {
    try withWorkspace { work in
      let outcome = try work.run(
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
      let claims = try outcome.lines.map { try JSONValue(parsing: $0)["message_id"]?.string }
      return (outcome, claims, work.has("rejects") ? try work.read("rejects") : "")
    }
  }

  @Test(
    "an object that came as text is refused, and gives the order to no other message",
    arguments: [
      #","$attribution":"{\"$message\":\"M1\"}""#, #","$attribution":" {\"$flow\":\"F1\"}""#,
      #","$attribution":"[{}]""#,
    ]
  )
  func attribution(text: String) throws {
    let (outcome, messages, rejects) = try run(Self.touch(), Self.order(text))
    #expect(messages == [], "\(outcome)")
    #expect(rejects.contains(#""code":"wrong_type""#), "\(rejects)")
    #expect(rejects.contains(#""field":"event_properties.$attribution.$message""#), "\(rejects)")
  }

  @Test(
    "one that is absent, null, empty or no object at all is none",
    arguments: [
      "", #","$attribution":null"#, #","$attribution":"""#, #","$attribution":{}"#,
      #","$attribution":"none""#, #","$attribution":"{}""#, #","$attribution":" [] ""#,
    ]
  )
  func none(text: String) throws {
    let (outcome, messages, rejects) = try run(Self.touch(), Self.order(text))
    #expect(messages == ["M2"] && rejects == "", "\(outcome)")
  }

  @Test("a deleted event is no touch and no order")
  func deleted() throws {
    let mark = #","_sdc_deleted_at":"2026-03-06T00:00:00Z""#
    let (touch, untouched, _) = try run(Self.touch(mark), Self.order(""))
    #expect(untouched == [] && touch.errors.contains("deleted records 1"), "\(touch)")
    let (order, unordered, _) = try run(Self.touch(), Self.order("", mark))
    #expect(unordered == [] && order.errors.contains("deleted records 1"), "\(order)")
    let (_, live, _) = try run(Self.touch(#","_sdc_deleted_at":null"#), Self.order(""))
    #expect(live == ["M2"])
  }
}
