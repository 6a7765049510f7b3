import TestSupport
import Testing
import Wire

/// Orders of the API of which a part is missing.
@Suite("Orders that are known in part")
struct PartialOrderTests {
  private func order(_ members: String, id: String = "5001") throws -> (Outcome, JSONValue?) {
    let record =
      #"{"type":"RECORD","stream":"orders","record":{"id":"\#(id)","created_at":"#
      + #""2026-01-05T00:00:00Z","currency":"USD","total_price":"10.00",\#(members)}}"#
    let outcome = try withWorkspace { work in
      try work.run(
        .built("transform-orders", "--bare", "--at-eof", "commit", "--rejects", "rejects"),
        input: .text(record + "\n")
      ).orThrow()
    }
    return (outcome, try outcome.lines.first.map { try JSONValue(parsing: $0) })
  }

  private static func lines(_ hasNext: Bool) -> String {
    #""financial_status":"paid","lineItems":{"pageInfo":{"hasNextPage":\#(hasNext)},"#
      + #""nodes":[{"title":"Mug","quantity":2}]}"#
  }

  @Test("how many pieces an order has a page of them does not say, but the order may")
  func pages() throws {
    #expect(try order(Self.lines(false)).1?["line_item_quantity"]?.text == "2")
    let (outcome, page) = try order(Self.lines(true))
    #expect(page?["line_item_quantity"] == nil && page?["line_items"] != nil, "\(outcome)")
    let stated = Self.lines(true) + #","subtotalLineItemsQuantity":7"#
    #expect(try order(stated).1?["line_item_quantity"]?.text == "7")
  }

  @Test(
    "what was given back of an order that was refunded is not nothing",
    arguments: [
      ("partially_refunded", "[]", nil), ("refunded", "[]", nil), ("PARTIALLY_REFUNDED", "[]", nil),
      ("paid", "[]", "0.00"),
      ("partially_refunded", #"[{"transactions":[{"kind":"refund","amount":"3.00"}]}]"#, "3.00"),
      (
        "partially_refunded",
        #"[{"transactions":[{"kind":"refund","status":"failure","amount":"3.00"}]}]"#, nil
      ),
      (
        "partially_refunded",
        #"{"pageInfo":{"hasNextPage":true},"nodes":[{"totalRefundedSet":{"shopMoney":{"amount":3}}}]}"#,
        nil
      ),
    ] as [(String, String, String?)]
  )
  func refunds(status: String, refunds: String, total: String?) throws {
    let (outcome, order) = try order(#""financial_status":"\#(status)","refunds":\#(refunds)"#)
    #expect(order != nil && order?["total_refunded"]?.text == total, "\(outcome)")
  }

  @Test("an order's name in the place of its id is refused", arguments: ["#5001", "abc"])
  func orderName(id: String) throws {
    let (outcome, order) = try order(#""financial_status":"paid""#, id: id)
    #expect(order == nil && outcome.errors.contains("rejected 1"), "\(outcome)")
  }
}
