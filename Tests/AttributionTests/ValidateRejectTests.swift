import TestSupport
import Testing
import Wire

/// Bad claims and bad orders: set aside whole, counted, and never taken for something else.
@Suite("Rejects of transform-validate")
struct ValidateRejectTests {
  private struct Run {
    let outcome: Outcome
    let rejects: [JSONValue]
    var rulings: [String] = []
  }

  private func run(
    orders: [String],
    _ claims: [String],
    _ arguments: [String] = ["--rejects", "rejects"]
  ) throws -> Run {
    try withWorkspace { workspace in
      try workspace.write("orders", Validation.input(orders))
      let outcome = try workspace.run(
        Command(
          path: BuiltProducts.program("transform-validate"),
          ["--orders", "orders", "--orders-cover", "records"] + arguments
        ),
        input: .text(Validation.input(claims)),
        timeout: 60
      )
      let rejects = workspace.has("rejects") ? try workspace.read("rejects") : ""
      var run = Run(
        outcome: outcome,
        rejects: try rejects.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
      )
      run.rulings = try outcome.lines.map { try JSONValue(parsing: $0) }
        .compactMap { $0["record"]?.ruling }
      return run
    }
  }

  static let badClaims: [(String, String, String)] = [
    (#""claimed_revenue":1"#, "missing_value", "order_id"),
    (#""order_id":null,"order_name":"""#, "missing_value", "order_id"),
    (#""order_id":{}"#, "invalid_text", "order_id"),
    (#""order_id":1.5"#, "invalid_integer", "order_id"),
    (#""order_id":true"#, "invalid_text", "order_id"),
    (#""order_name":[]"#, "invalid_text", "order_name"),
    (#""order_id":1,"store_id":{}"#, "invalid_text", "store_id"),
    (#""order_id":1,"order_date":"2026-01-10T10:00:00Z""#, "invalid_date", "order_date"),
    (#""order_id":1,"order_date":20260110"#, "invalid_date", "order_date"),
    (#""order_id":1,"order_date":"2026-02-30""#, "no_such_day", "order_date"),
    (#""order_id":1,"sent_at":"2026-01-10T10:00:00""#, "no_offset", "sent_at"),
    (#""order_id":1,"sent_at":1768039200"#, "invalid_time", "sent_at"),
    (#""order_id":1,"clicked_at":"yesterday""#, "invalid_time", "clicked_at"),
    (#""order_id":1,"clicked_at":"2026-02-30T10:00:00Z""#, "no_such_day", "clicked_at"),
    (#""order_id":1,"claimed_revenue":"12,50""#, "invalid_number", "claimed_revenue"),
    (#""order_id":1,"claimed_revenue":true"#, "invalid_number", "claimed_revenue"),
    (#""order_id":1,"claimed_revenue":1e99"#, "invalid_number", "claimed_revenue"),
    (#""order_id":1,"currency":"dollars""#, "invalid_currency", "currency"),
    (#""order_id":1,"currency":"U$D""#, "invalid_currency", "currency"),
    (#""order_id":1,"attribution_type":"open""#, "unknown_word", "attribution_type"),
    (#""order_id":1,"attribution_type":7"#, "invalid_text", "attribution_type"),
    (#""order_id":1,"phone":{}"#, "invalid_text", "phone"),
    (#""order_id":1,"email":5"#, "invalid_text", "email"),
    (#""order_id":1,"order_id":2"#, "duplicate_field", "order_id"),
    (#""order_id":1,"touch_at":1,"touch_at":1"#, "duplicate_field", "touch_at"),
    (#""order_id":1,"order\u005fid":1"#, "duplicate_field", "order_id"),
  ]

  @Test("a bad claim is a reject", arguments: badClaims)
  func aBadClaimIsAReject(body: String, code: String, field: String) throws {
    let bad = Validation.claim(body)
    let good = Validation.claim(#""order_id":1,"claimed_revenue":100"#)
    let kept = try run(orders: [Validation.order(1)], [good, bad, good])
    #expect(kept.outcome.succeeded, "\(kept.outcome)")
    #expect(kept.rulings == ["valid", "valid"])
    let reject = try #require(kept.rejects.first)
    #expect(kept.rejects.count == 1)
    #expect(reject["code"]?.string == code)
    #expect(reject["field"]?.string == field)
    #expect(reject["line"]?.integer == 2)
    #expect(reject["input"]?.string == bad)
    #expect(reject["stream"]?.string == "attributed_orders")
    #expect(kept.outcome.errors.contains("read 3, written 2, rejected 1"))

    let ended = try run(orders: [Validation.order(1)], [good, bad], [])
    #expect(ended.outcome.status == 65)
    #expect(ended.outcome.errors.contains("line 2, stream attributed_orders, field \(field)"))
  }

  static let badOrders: [(String, String)] = [
    (#""order_id":2,"total_price":"a""#, "invalid_number"),
    (#""order_id":2,"processed_at":"soon""#, "invalid_time"),
    (#""order_id":2,"cancelled_at":true"#, "invalid_time"),
    (#""order_id":2,"updated_at":"2026""#, "invalid_time"),
    (#""order_id":2,"test":"yes""#, "invalid_boolean"),
    (#""order_id":2,"financial_status":1"#, "invalid_text"),
    (#""order_id":2,"currency":"euro""#, "invalid_currency"),
    (#""order_id":2,"tags":[1]"#, "invalid_list"), (#""order_id":2,"tags":{}"#, "invalid_list"),
    (#""order_id":2,"email":[]"#, "invalid_text"),
  ]

  @Test("a claim to a bad order is unverifiable", arguments: badOrders)
  func aClaimToABadOrderIsUnverifiable(body: String, code: String) throws {
    let bad = Validation.record("shopify_orders", ##""order_name":"#2","## + body)
    let at = #""order_at":"2026-01-10T10:00:00Z""#
    let run = try run(
      orders: [Validation.order(1), bad],
      [
        Validation.claim(#""order_id":2,"# + at),
        Validation.claim(#""order_id":3,"# + at),
        Validation.claim(#""order_id":1,"claimed_revenue":100"#),
      ],
      ["--rejects", "rejects", "--exclude-tag", "x"]
    )
    #expect(run.rulings == ["unverifiable", "rejected order_not_found", "valid"], "\(run.outcome)")
    #expect(run.rejects.map { $0["code"]?.string } == [code])
    #expect(run.rejects.map { $0["file"]?.string } == ["orders"])
    #expect(run.rejects.map { $0["input"]?.string } == [bad])
    #expect(run.outcome.errors.contains("read 4, written 3, rejected 1, orders 2"))
  }

  @Test("a bad version hides an earlier good one until a newer comes")
  func aBadVersionHidesAnEarlierGoodOneUntilANewerComes() throws {
    let good = Validation.order(1, changes: ["updated_at": #""2026-02-01T00:00:00Z""#])
    let bad = Validation.order(
      1,
      changes: ["updated_at": #""2026-02-02T00:00:00Z""#, "currency": "7"]
    )
    let newer = Validation.order(1, changes: ["updated_at": #""2026-02-03T00:00:00Z""#])
    let claim = Validation.claim(#""order_id":1,"claimed_revenue":100"#)
    #expect(try run(orders: [good, bad], [claim]).rulings == ["unverifiable"])
    #expect(try run(orders: [bad, good], [claim]).rulings == ["unverifiable"])
    #expect(try run(orders: [good, bad, newer], [claim]).rulings == ["valid"])
    #expect(try run(orders: [newer, bad, good], [claim]).rulings == ["valid"])
  }

  static let lostOrders: [String] = [
    "{broken", #"{"type":"RECORD","record":{}}"#, #"{"type":"RECORD","stream":"shopify_orders"}"#,
    Validation.record("shopify_orders", #""store_id":[],"order_id":5"#),
    Validation.record("shopify_orders", #""order_id":5,"order_id":6"#), "{}",
  ]

  @Test("an order lost without a trace makes no order missing", arguments: lostOrders)
  func anOrderLostWithoutATraceMakesNoOrderMissing(line: String) throws {
    let at = #""order_at":"2026-01-10T10:00:00Z""#
    let lost = try run(
      orders: [Validation.order(1), line],
      [
        Validation.claim(#""order_id":5,"# + at),
        Validation.claim(#""order_id":1,"claimed_revenue":100"#),
      ]
    )
    #expect(lost.rulings == ["unverifiable", "valid"], "\(lost.outcome)")
    #expect(lost.rejects.count == 1)
    #expect(try run(orders: [line], [], []).outcome.status == 65)
  }

  @Test("an order lost in one store leaves the others certain")
  func anOrderLostInOneStoreLeavesTheOthersCertain() throws {
    let at = #""order_id":5,"order_at":"2026-01-10T10:00:00Z""#
    let lost = try run(
      orders: [
        Validation.order(1), Validation.order(1, #""store_id":"b""#),
        Validation.record("shopify_orders", #""store_id":"b","order_id":null"#),
      ],
      [Validation.claim(at), Validation.claim(#""store_id":"b","# + at)]
    )
    #expect(lost.rulings == ["rejected order_not_found", "unverifiable"], "\(lost.outcome)")
  }

  @Test("corrected rejects can be fed in again")
  func mendedRejectsCanBeFedInAgain() throws {
    try withWorkspace { workspace in
      try workspace.write("orders", Validation.input([Validation.order(1)]))
      let bad = Validation.claim(#""order_id":1,"claimed_revenue":"ten""#)
      try workspace.run(
        .built("transform-validate", "--orders", "orders", "--rejects", "rejects"),
        input: .text(Validation.input([bad]))
      ).orThrow()
      let fixed = try workspace.run(.shell("sed 's/.\"ten.\"/100/' rejects")).orThrow()
      let outcome = try workspace.run(
        .built("transform-validate", "--orders", "orders", "--replay", "--at-eof", "commit"),
        input: .text(fixed.text)
      )
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.text.contains(#""validation_status":"valid""#), "\(outcome)")
    }
  }
}
