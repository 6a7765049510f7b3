import TestSupport
import Testing
import Wire

/// What refunds that are records of their own do to the figures of their orders.
@Suite("Refunds of their own stream")
struct RefundTests {
  struct Case: Sendable {
    let order: [String: String]
    var flags: [String] = []
    let refunds: [String]
    let revenue: String
    var ruling = "adjusted"
  }

  static let cases: [Case] = [
    // Newer than the order: the larger of both counts.
    Case(order: FigureTests.money, refunds: [#""amount":50.00"#], revenue: "50.00"),
    Case(order: FigureTests.money, refunds: [#""amount":20.00"#], revenue: "69.875"),
    Case(
      order: FigureTests.with(["total_refunded": "null"]),
      refunds: [#""amount":"20.5","currency":"usd""#, #""amount":4,"currency":null"#],
      revenue: "75.50"
    ),
    Case(
      order: FigureTests.with(["financial_status": #""paid""#]),
      flags: ["--revenue", "total"],
      refunds: [#""amount":99.99"#],
      revenue: "100.00"
    ),
    Case(
      order: FigureTests.with(["financial_status": #""paid""#]),
      flags: ["--revenue", "total"],
      refunds: [#""amount":99.99"#, #""amount":0.01"#],
      revenue: "100.00",
      ruling: "rejected order_refunded"
    ),
    // Another currency cannot be taken off, nor an amount that nobody knows.
    Case(
      order: FigureTests.with(["total_refunded": "null"]),
      refunds: [#""amount":20,"currency":"EUR""#],
      revenue: "null",
      ruling: "unverifiable"
    ),
    Case(
      order: FigureTests.with(["total_refunded": "null", "financial_status": #""paid""#]),
      refunds: [#""amount":null"#],
      revenue: "null",
      ruling: "unverifiable"
    ),
    // Of a status that knows of a refund, a refund without money tells nothing; of another there is none.
    Case(
      order: FigureTests.with(["total_refunded": "null"]),
      refunds: [#""amount":0"#],
      revenue: "null",
      ruling: "unverifiable"
    ),
    Case(
      order: FigureTests.with(["total_refunded": "null", "financial_status": #""paid""#]),
      flags: ["--revenue", "total"],
      refunds: [#""amount":0"#],
      revenue: "100.00"
    ),
    Case(
      order: FigureTests.money,
      refunds: [#""amount":20,"currency":"EUR""#, #""amount":40,"currency":"USD""#],
      revenue: "60.00"
    ),
    // Amounts with more digits than are held in short.
    Case(
      order: FigureTests.with([
        "total_price": "12345678901234567890123.45", "total_refunded": "0.01",
      ]),
      refunds: [#""amount":0.45"#],
      revenue: "12345678901234567890123.00"
    ),
    Case(
      order: FigureTests.with(["total_price": "21474836.48", "total_refunded": "0"]),
      refunds: [#""amount":0.48"#],
      revenue: "21474836.00"
    ),
    // What is left of the goods decides whether an order counts as excluded.
    Case(
      order: FigureTests.with(["total_price": "100", "subtotal_price": "80", "total_refunded": "0"]
      ),
      flags: ["--exclude-zero-net"],
      refunds: [#""amount":80"#],
      revenue: "20",
      ruling: "rejected order_excluded"
    ),
    Case(
      order: FigureTests.with([
        "subtotal_price": "0", "total_refunded": "null", "financial_status": #""paid""#,
      ]),
      flags: ["--exclude-zero-net"],
      refunds: [#""amount":null"#],
      revenue: "null",
      ruling: "unverifiable"
    ),
    Case(
      order: FigureTests.with(["tags": #""staff""#, "total_refunded": "null"]),
      flags: ["--exclude-tag", "staff"],
      refunds: [#""amount":1"#],
      revenue: "99.00",
      ruling: "rejected order_excluded"
    ),
  ]

  @Test(
    "refunds of their own stream are taken off their order, before it or behind it",
    arguments: cases
  )
  func taken(_ one: Case) throws {
    let order = Validation.order(1, changes: one.order)
    let refunds = one.refunds.enumerated().map { number, fields in
      Validation.record(
        "shopify_refunds",
        #""refund_id":\#(number),"order_id":"gid://shopify/Order/1",\#(fields)"#
      )
    }
    let other = Validation.record(
      "shopify_refunds",
      #""store_id":"other","refund_id":9,"order_id":1,"amount":77"#
    )
    for orders in [[order] + refunds + [other], [other] + refunds.reversed() + [order]] {
      let run = try Validation(
        orders: orders,
        claims: [Validation.claim(#""order_id":"1""#)],
        one.flags
      )
      #expect(run.verdicts.map { $0["order_revenue"]?.text } == [one.revenue], "\(run.outcome)")
      #expect(run.verdicts.map(\.ruling) == [one.ruling])
    }
  }

  @Test(
    "the newest version of a refund counts, and one without its amount keeps the one that is known"
  )
  func versionsOfRefunds() throws {
    func refund(_ id: Int, _ fields: String, _ day: Int) -> String {
      #"{"type":"RECORD","stream":"shopify_refunds","time_extracted":"2026-02-0\#(day)T00:00:00Z","#
        + #""record":{"refund_id":\#(id),"order_id":"1"\#(fields)}}"#
    }
    let refunds = [
      refund(1, #","amount":10"#, 1), refund(1, #","amount":15"#, 2), refund(1, "", 3),
      refund(2, #","amount":7"#, 2), refund(2, #","amount":70"#, 1),
    ]
    for refunds in [refunds, refunds.reversed()] {
      let run = try Validation(
        orders: [Validation.order(1)] + refunds,
        claims: [Validation.claim(#""order_id":"1""#)]
      )
      #expect(run.verdicts.map { $0["order_revenue"]?.text } == ["78.00"], "\(run.outcome)")
      #expect(run.outcome.errors.contains("refunds 2"), "\(run.outcome)")
    }
  }

  @Test(
    "a refund without a time is of now, the later in the input the newer; one of no order is of none"
  )
  func unstamped() throws {
    func refund(_ fields: String) -> String {
      Validation.record("shopify_refunds", #""refund_id":"1",\#(fields)"#)
    }
    let first = refund(#""order_id":"1","amount":30"#)
    for (second, revenue) in [
      (refund(#""order_id":"1","amount":20"#), "80.00"),
      (refund(#""order_id":null,"amount":30"#), "100.00"),
    ] {
      let run = try Validation(
        orders: [Validation.order(1), first, second],
        claims: [Validation.claim(#""order_id":"1""#)]
      )
      #expect(run.verdicts.map { $0["order_revenue"]?.text } == [revenue], "\(run.outcome)")
    }
  }

  @Test("a refund that cannot be read is a reject, and its amount unknown")
  func damagedRefund() throws {
    let refund = Validation.record(
      "shopify_refunds",
      #""refund_id":"1","order_id":"1","amount":"ten""#
    )
    let order = Validation.order(1, changes: ["total_refunded": "null"])
    let run = try Validation(
      orders: [order, refund],
      claims: [Validation.claim(#""order_id":"1""#)],
      ["--rejects", "rejects", "--max-rejects", "1"]
    )
    #expect(run.verdicts.map(\.ruling) == ["unverifiable"], "\(run.outcome)")
    #expect(run.outcome.errors.contains("rejected 1"), "\(run.outcome)")
  }
}
