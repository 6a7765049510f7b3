import TestSupport
import Testing

/// What must hold at each commit is asserted at each commit: a warehouse that a hand has corrupted
/// lets nothing in, and names the order.
@Suite("Invariants")
struct InvariantTests {
  /// A way to corrupt a warehouse, a claim whose load touches that, and what the loader then says.
  struct Corruption: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sql: String
    let claim: String
    let complaint: String
  }

  private static let orders = [
    (1, #""financial_status":"paid""#), (2, #""financial_status":"paid""#),
    (3, #""financial_status":"voided""#),
  ].map { id, status in
    Message.order(
      id,
      #""order_name":"N\#(id)","processed_at":"2026-03-01T12:00:00Z","currency":"USD","#
        + #""total_price":100.00,"total_refunded":0,\#(status)"#,
      at: "2026-03-05T00:00:00Z"
    )
  }

  private static func claim(_ order: Int, _ message: String, sent hour: String) -> String {
    Message.record(
      "attributed_orders",
      #""store_id":"s","source_system":"postscript","order_id":"\#(order)","message_id":"\#(message)","#
        + #""order_at":"2026-03-01T12:00:00Z","claimed_revenue":100.00,"currency":"USD","#
        + #""attribution_type":"click","sent_at":"2026-03-01T\#(hour):00:00Z""#,
      at: "2026-03-05T00:00:00Z"
    )
  }

  /// A trigger that spoils every row that is written to a table.
  private static func trigger(on table: String, _ body: String) -> String {
    """
    create function spoil() returns trigger language plpgsql as $$ begin \(body) end $$;
    create trigger spoil before insert or update on sms.\(table) for each row execute function spoil();
    """
  }

  /// The body of a trigger that has a claim win, whatever the rules say.
  private static func won(_ revenue: String) -> String {
    "if new.message_id = 'new' then new.outcome := 'last_touch'; new.touch_rank := 1; "
      + "new.counted_revenue := \(revenue); end if; return new;"
  }

  private static let corruptions = [
    Corruption(
      testDescription: "a claim without an outcome",
      sql: trigger(
        on: "claim_outcomes",
        "if new.message_id = 'new' then return null; end if; return new;"
      ),
      claim: claim(1, "new", sent: "09"),
      complaint: "store s, order 1: a claim of postscript has no outcome"
    ),
    Corruption(
      testDescription: "two claims with the last touch",
      sql: trigger(on: "claim_outcomes", won("0")),
      claim: claim(1, "new", sent: "09"),
      complaint: "store s, order 1: 2 claims have the last touch"
    ),
    Corruption(
      testDescription: "an order of which more than its revenue is credited",
      sql: trigger(on: "claim_outcomes", won("100.01")),
      claim: claim(2, "new", sent: "14"),
      complaint:
        "store s, order 2: 1 claims have the last touch, with 100.01 of its revenue of 100.00"
    ),
    Corruption(
      testDescription: "an invalid order that is credited",
      sql: trigger(on: "claim_outcomes", won("50")),
      claim: claim(3, "new", sent: "09"),
      complaint: "store s, order 3: 1 claims have the last touch"
    ),
    Corruption(
      testDescription: "a message day that is not the sum of its claims",
      sql: trigger(
        on: "rpt_outbound_message_performance_summary_daily",
        "new.last_touch_revenue := new.last_touch_revenue + 0.01; return new;"
      ),
      claim: claim(1, "new", sent: "11"),
      complaint:
        "message new on 2026-03-01, order 1 and others: the mart has last-touch revenue of 100.01"
    ),
    Corruption(
      testDescription: "a kept sum that is not what its claims add up to",
      sql: "update sms.claim_days set last_touch_revenue = last_touch_revenue + 0.01;",
      claim: claim(4, "m1", sent: "12"),
      complaint:
        "message m1 on 2026-03-01, order 1 and others: the mart has last-touch revenue of 100.01, the "
        + "claims of 100.00; load-postgres refresh adds all claims up anew."
    ),
    Corruption(
      testDescription: "a kept sum of claims of which one is gone",
      sql: "delete from sms.claim_outcomes where order_ref = '1';",
      claim: claim(4, "m1", sent: "12"),
      complaint:
        "message m1 on 2026-03-01, order 4 and others: the mart has last-touch revenue of 100.00"
    ),
  ]

  /// All rows of all tables, as text.
  private func contents(_ warehouse: TestWarehouse) throws -> [String] {
    let tables = try warehouse.database.rows(
      "select tablename from pg_tables where schemaname = 'sms' order by 1"
    )
    #expect(tables.count > 15)
    return try tables.flatMap { table in
      try warehouse.database.rows("select t::text from sms.\(table) as t order by 1")
        .map { "\(table): \($0)" }
    }
  }

  @Test("a corrupted warehouse lets nothing in, and names the order", arguments: corruptions)
  func corrupted(corruption: Corruption) throws {
    try withWarehouse { warehouse in
      // Order 1 has a claim that wins; those of orders 2 and 3 are rejected.
      let claims = [
        Self.claim(1, "m1", sent: "10"), Self.claim(2, "m2", sent: "13"),
        Self.claim(3, "m3", sent: "10"),
      ]
      try warehouse.mustLoad(Self.orders + claims)
      try warehouse.database.execute(corruption.sql)
      let before = try contents(warehouse)
      let outcome = try warehouse.load([corruption.claim, Message.state()])
      #expect(outcome.status == 70, "\(outcome)")
      #expect(outcome.errors.contains(corruption.complaint), "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(try contents(warehouse) == before)
    }
  }
}
