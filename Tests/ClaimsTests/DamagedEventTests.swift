import TestSupport
import Testing

/// Events and orders, damaged at random: whatever becomes of them, no crash, no bug, no hang and no
/// memory beyond the usual.
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

  private static func damaged(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = Array((lines.randomElement(using: &random) ?? "").utf8)
    for _ in 0..<Int.random(in: 0..<5, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + 12))
      default:
        let end = min(bytes.count, place + Int.random(in: 0..<8, using: &random))
        let piece = pieces.randomElement(using: &random) ?? ""
        bytes.replaceSubrange(place..<end, with: Array(piece.utf8))
      }
    }
    return bytes.filter { $0 != UInt8(ascii: "\n") } + [UInt8(ascii: "\n")]
  }

  @Test("each is read or rejected", arguments: seeds(0..<4))
  func damage(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let count = 4_000
    var bytes = (0..<count).flatMap { _ in Self.damaged(&random) }
    bytes += Array("{\"type\":\"STATE\",\"value\":{}}\n".utf8)
    try withWorkspace { work in
      try writeBytes(bytes, to: work.file("in"))
      let command = Command.built(
        "transform-claims",
        "--mapping",
        "klaviyo",
        "--rejects",
        "rejects",
        "--max-rejects",
        "100%"
      )
      let outcome = try work.run(command.killed(after: 60), input: .file("in"))
      #expect(outcome.status == 0, "seed \(seed): \(outcome.errors.suffix(400))")
      #expect(outcome.peakMemory < 64 << 10, "seed \(seed)")
      let claims = outcome.lines.filter { $0.contains(#""stream":"attributed_orders","record""#) }
      let rejected = try work.read("rejects").split(separator: "\n").count
      #expect(!claims.isEmpty && rejected > count / 20, "seed \(seed): \(outcome.errors)")
    }
  }
}
