import TestSupport
import Testing

/// Whatever becomes of damaged orders, none is a crash.
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

  @Test("each is written or rejected", arguments: seeds(0..<4))
  func damage(seed: UInt64) throws {
    let count = 4_000
    // Of four lines three are orders.
    let lines = [Self.order, Self.order, Self.order, Self.refund]
    let result = try DamagedMessages(lines, pieces: Self.pieces)
      .run("transform-orders", seed: seed, count: count)
    #expect(result.outcome.status == 0, "seed \(seed): \(result.outcome.errors.suffix(400))")
    #expect(result.outcome.peakMemory < 64 << 10, "seed \(seed)")
    let written = result.records(of: "shopify_orders").count
    let rejected = result.rejected
    let passed = result.outcome.lines.count - written - 3
    #expect(written > count / 50 && rejected > count / 50, "seed \(seed)")
    #expect(written + rejected <= count && passed >= 0, "seed \(seed): \(written), \(rejected)")
  }
}
