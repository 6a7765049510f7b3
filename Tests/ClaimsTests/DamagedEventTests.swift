import TestSupport
import Testing

/// Whatever becomes of damaged events and orders, none is a crash.
@Suite("Damaged events of a platform")
struct DamagedEventTests {
  private static let lines = [
    #"{"type":"RECORD","stream":"receive","record":{"id":"r1","datetime":"2026-05-02T09:00:00+00:00","#
      + #""event_properties":{"$message":"01CAMP","$flow":"F","Campaign Name":"Spring"},"profile":"#
      + #"[{"id":"P1","email":"a@example.com","phone_number":"+15550100001"}]}}"#,
    #"{"type":"RECORD","stream":"click","record":{"id":"c1","datetime":"2026-05-02T10:00:00Z","#
      + #""event_properties":{"$message":"01CAMP"},"profile":[{"id":"P1","email":"A@example.com"}]}}"#,
    #"{"type":"RECORD","stream":"placed_order","record":{"id":"o1","datetime":"2026-05-03T09:00:00Z","#
      + #""event_properties":{"$event_id":"5001","$value":40.5,"$currency_code":"USD","$attribution":"#
      + #"{"$message":"01CAMP"}},"profile":[{"id":"P1","email":"a@example.com"}]}}"#,
    #"{"type":"RECORD","stream":"shopify_orders","record":{"order_id":"5002","created_at":"#
      + #""2026-05-03T12:00:00Z","currency":"USD","total_price":40.00,"email":"a@example.com"}}"#,
  ]

  private static let pieces = [
    "{", "}", "[", "]", ":", ",", "\"", "\\", "null", "true", "1e400", "-0", "{}", "[]", "\"\"",
    "$message", "\\u0000", "[[[", "2026-13-45", "gid://", "9999999999999999999999", "\u{0}",
  ]

  @Test("each is read or rejected", arguments: seeds(0..<4))
  func damage(seed: UInt64) throws {
    let result = try DamagedMessages(Self.lines, pieces: Self.pieces)
      .run("transform-claims", ["--mapping", "klaviyo"], seed: seed, count: 4_000)
    let errors = result.outcome.errors
    #expect(result.outcome.status == 0, "seed \(seed): \(errors.suffix(400))")
    #expect(result.outcome.peakMemory < 64 << 10, "seed \(seed)")
    #expect(!result.records(of: "attributed_orders").isEmpty, "seed \(seed): \(errors)")
    #expect(result.rejected > 200, "seed \(seed): \(errors)")
  }
}
