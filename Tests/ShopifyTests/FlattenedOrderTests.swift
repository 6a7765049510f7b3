import TestSupport
import Testing
import Wire

/// Orders as a tap delivers them that flattens what it reads, or marks what is gone.
@Suite("Orders of a tap")
struct FlattenedOrderTests {
  private static func record(_ members: String, id: Int = 5001) -> String {
    #"{"type":"RECORD","stream":"orders","record":{"id":\#(id),"name":"1001","created_at":"#
      + #""2026-03-01T10:00:00Z","financial_status":"paid","currency":"USD","total_price":"20.00","#
      + #"\#(members)}}"#
  }

  private func run(_ lines: String...) throws -> (Outcome, [JSONValue]) {
    let outcome = try withWorkspace { work in
      try work.run(
        .built("transform-orders", "--bare", "--at-eof", "commit", "--rejects", "rejects"),
        input: .text(lines.joined(separator: "\n") + "\n")
      ).orThrow()
    }
    return (outcome, try outcome.lines.map { try JSONValue(parsing: $0) })
  }

  @Test(
    "lists that are JSON in a text are the lists, and other texts are what they were",
    arguments: [
      (#""tags":"[\"sm-exclude-order\",\"b, c\"]""#, "tags", #"["sm-exclude-order","b, c"]"#),
      (#""tags":" [ \"a\\\"b\" ] ""#, "tags", #"["a\"b"]"#), (#""tags":"[]""#, "tags", "null"),
      (#""tags":"[VIP] a, b""#, "tags", #"["[VIP] a","b"]"#),
      (#""tags":"sm-exclude-order, b""#, "tags", #"["sm-exclude-order","b"]"#),
      (#""tags":"{\"nodes\":[\"a\"]}""#, "tags", #"["a"]"#),
      (#""discount_codes":"[{\"code\":\"SPRING\"}]""#, "discount_codes", #"["SPRING"]"#),
      (#""payment_gateway_names":"[\"a\",\"b\"]""#, "payment_gateway", #""a, b""#),
      (
        #""note_attributes":"[{\"name\":\"n\",\"value\":\"v\"}]""#, "note_attributes",
        #"[{"name":"n","value":"v"}]"#
      ),
    ]
  )
  func lists(members: String, field: String, value: String) throws {
    let (outcome, orders) = try run(Self.record(members))
    #expect(orders.map { $0[field]?.text } == [value], "\(outcome)")
  }

  @Test(
    "refunds of an order that do not say how much are counted",
    arguments: [
      ("", 1), (#","transactions":[{"kind":"refund","status":"success","amount":null}]"#, 1),
      (#","transactions":"[{\"kind\":\"refund\",\"amount\":\"5.00\"}]""#, 1),
      (#","totalRefundedSet":null"#, 1),
      (#","transactions":[{"kind":"refund","status":"success","amount":"5.00"}]"#, 0),
    ]
  )
  func refundsWithoutAmount(members: String, count: Int) throws {
    let (outcome, _) = try run(
      Self.record(#""refunds":[{"id":9,"created_at":"2026-03-02T00:00:00Z"\#(members)}]"#)
    )
    let said = outcome.errors.contains("refunds without an amount 1")
    #expect(said == (count == 1), "\(outcome)")
    #expect(outcome.errors.contains("refunds 1"))
  }

  @Test("what a tap marks as deleted goes on as that, and load-postgres takes it away")
  func deleted() throws {
    let mark = #""_sdc_deleted_at":"2026-03-03T00:00:00Z""#
    let refund =
      #"{"type":"RECORD","stream":"order_refunds","record":{"id":9,"order_id":5002,"#
      + #""created_at":"2026-03-02T00:00:00Z",\#(mark)}}"#
    let (outcome, records) = try run(
      Self.record(mark),
      Self.record(#""_sdc_deleted_at":null"#, id: 5002),
      refund
    )
    let times = records.map { $0["_sdc_deleted_at"]?.string }
    #expect(times == ["2026-03-03T00:00:00Z", nil, "2026-03-03T00:00:00Z"], "\(outcome)")
    try withDatabase { work, database in
      let live = [Self.record(#""tags":"""#), Self.record(#""tags":"""#, id: 5002)]
      let before = try load(live, work, database)
      let after = try load([Self.record(mark)], work, database)
      #expect(before == ["5001", "5002"] && after == ["5002"])
    }
  }

  /// Loads orders, and returns the ids of all that the warehouse has then.
  private func load(
    _ lines: [String],
    _ work: Workspace,
    _ database: Database
  ) throws -> [String] {
    try work.write("orders", lines.map { $0 + "\n" }.joined())
    let script =
      "set -o pipefail; \(BuiltProducts.program("transform-orders")) --at-eof commit <orders "
      + "| \(BuiltProducts.program("load-postgres")) --hard-delete >/dev/null"
    let command = Command(
      path: "/bin/bash",
      ["-c", script],
      environment: database.environment
    )
    try work.run(command).orThrow()
    return try database.rows("select order_id from sms.shopify_orders order by 1")
  }
}
