import PostscriptSender
import StageKit
import TestSupport
import Testing
import Wire

/// Quiet hours by the clock where the person may be.
@Suite("Quiet hours")
struct QuietHoursTests {
  private static func time(_ text: String) throws -> Timestamp {
    try #require(text.withView { Timestamp($0) })
  }

  /// Whether an event for a phone and a state is held back at an instant.
  private static func isHeld(
    _ phone: String?,
    _ state: String? = nil,
    at time: String,
    _ span: String = "20:00-09:00"
  ) throws -> Bool {
    var settings = DispatchSettings()
    settings.quietHours = try QuietHours(QuietSpan(optionText: span))
    var dispatcher = Dispatcher(settings, journal: JournalIndex())
    var person = Recipient()
    person.phone = phone
    person.email = "a@example.com"
    var record = OutboundRecord(.events, person)
    record.externalID = "e"
    record.region = state
    dispatcher.take(record, ordinal: 1, line: 1, now: try Self.time(time))
    return dispatcher.next(at: 0).calls.isEmpty
  }

  @Test("by the area code, in summer and in winter, with both ends of the span")
  func areaCodes() throws {
    // New York: 20:00 is 01:00 UTC in winter and midnight in summer.
    #expect(try Self.isHeld("+12125550100", at: "2026-01-10T01:00:00Z"))
    #expect(try !Self.isHeld("+12125550100", at: "2026-01-10T00:59:59Z"))
    #expect(try Self.isHeld("+12125550100", at: "2026-07-10T00:00:00Z"))
    #expect(try Self.isHeld("+12125550100", at: "2026-07-10T12:59:59Z"))
    #expect(try !Self.isHeld("+12125550100", at: "2026-07-10T13:00:00Z"))
    // Los Angeles is three hours behind, Arizona has no summer time, Hawaii is far.
    #expect(try !Self.isHeld("+12135550100", at: "2026-07-10T00:00:00Z"))
    #expect(try Self.isHeld("+12135550100", at: "2026-07-10T13:00:00Z"))
    #expect(try Self.isHeld("+16025550100", at: "2026-07-10T03:00:00Z"))
    #expect(try !Self.isHeld("+18085550100", at: "2026-07-10T05:59:00Z"))
  }

  @Test("a state counts beside the area code; where nothing tells, the whole mainland does")
  func places() throws {
    let night = "2026-07-10T02:00:00Z"
    #expect(try !Self.isHeld("+12135550100", at: night))
    #expect(try Self.isHeld("+12135550100", "NY", at: night))
    #expect(try Self.isHeld(nil, at: night))
    #expect(try !Self.isHeld(nil, "CA", at: night))
    #expect(try Self.isHeld("+442071234567", at: night))
    #expect(try !Self.isHeld(nil, at: "2026-07-10T18:00:00Z"))
  }

  @Test(
    "spans that are none",
    arguments: ["20-9", "20:00", "24:00-09:00", "09:00-09:00", "a:b-c:d"]
  )
  func spans(text: String) {
    #expect(throws: InvalidValue.self) { try QuietSpan(optionText: text) }
  }
}
