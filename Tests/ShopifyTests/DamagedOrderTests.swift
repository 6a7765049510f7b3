import TestSupport
import Testing

/// Orders of an API, damaged at random: whatever becomes of them, no crash, no bug and no hang.
@Suite("Damaged orders of an API")
struct DamagedOrderTests {
  private static let order =
    #"{"type":"RECORD","stream":"orders","record":{"id":"gid://shopify/Order/5001","name":"1","#
    + #""created_at":"2026-01-05T12:00:00+01:00","financial_status":"paid","currency":"EUR","#
    + #""totalPriceSet":{"shopMoney":{"amount":45.0}},"customer":{"id":7},"tags":"a, b","#
    + #""discount_codes":[{"code":"SPRING"}],"note_attributes":[{"name":"n","value":"v"}],"#
    + #""refunds":[{"id":1,"transactions":[{"kind":"refund","amount":"1.50","currency":"EUR"}]}],"#
    + #""lineItems":{"edges":[{"node":{"sku":"S","quantity":1,"price":"45.00"}}]}}}"#

  private static let refund =
    #"{"type":"RECORD","stream":"order_refunds","record":{"id":"gid://shopify/Refund/9","order":{"id":"#
    + #""gid://shopify/Order/5001"},"createdAt":"2026-01-09T00:00:00Z","transactions":[{"kind":"REFUND","#
    + #""status":"SUCCESS","amountSet":{"shopMoney":{"amount":"3.25","currencyCode":"EUR"}}}]}}"#

  private static let pieces = [
    "{", "}", "[", "]", ":", ",", "\"", "\\", "null", "true", "1e400", "-0", "{}", "[]", "\"\"",
    "gid://",
    #"{"edges":[{}]}"#, #"{"nodes":null}"#, #""id":1,"#, #"[[["#, "\u{0}", "9999999999999999999999",
  ]

  private static func damaged(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = Array((Int.random(in: 0..<4, using: &random) == 0 ? refund : order).utf8)
    for _ in 0..<Int.random(in: 1..<6, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + 12))
      default:
        let piece = pieces.randomElement(using: &random) ?? ""
        bytes.replaceSubrange(
          place..<min(bytes.count, place + Int.random(in: 0..<8, using: &random)),
          with: Array(piece.utf8)
        )
      }
    }
    return bytes.filter { $0 != UInt8(ascii: "\n") } + [UInt8(ascii: "\n")]
  }

  @Test("each is written or rejected", arguments: seeds(0..<4))
  func damage(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let count = 4_000
    var bytes = (0..<count).flatMap { _ in Self.damaged(&random) }
    bytes += Array("{\"type\":\"STATE\",\"value\":{}}\n".utf8)
    try withWorkspace { work in
      try writeBytes(bytes, to: work.file("in"))
      let command = Command.built(
        "transform-orders",
        "--rejects",
        "rejects",
        "--max-rejects",
        "100%"
      )
      let outcome = try work.run(command.killed(after: 60), input: .file("in"))
      #expect(outcome.status == 0, "seed \(seed): \(outcome.errors.suffix(400))")
      #expect(outcome.peakMemory < 64 << 10, "seed \(seed)")
      let written = outcome.lines.filter { $0.contains(#""stream":"shopify_orders","record""#) }
        .count
      let rejected = try work.read("rejects").split(separator: "\n").count
      let passed = outcome.lines.count - written - 3
      #expect(written > count / 50 && rejected > count / 50, "seed \(seed)")
      #expect(written + rejected <= count && passed >= 0, "seed \(seed): \(written), \(rejected)")
    }
  }
}
