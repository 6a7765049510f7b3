import TestSupport
import Testing

/// What somebody deleted from a stream, to forget a person, leaves the marts at the next load of
/// its order.
@Suite("Erasure")
struct ErasureTests {
  private static func order(_ id: Int) -> String {
    Message.order(
      id,
      #""order_name":"N\#(id)","processed_at":"2026-03-0\#(id)T12:00:00Z","currency":"USD","#
        + #""total_price":10.00,"financial_status":"paid","customer_id":"c""#
    )
  }

  private static func claim(_ message: String, _ platform: String, order: Int = 1) -> String {
    let day = "2026-03-0\((order - 1) % 9 + 1)"
    return Message.record(
      "attributed_orders",
      #""store_id":"s","source_system":"\#(platform)","order_id":"\#(order)","message_id":"\#(message)","#
        + #""order_at":"\#(day)T12:00:00Z","claimed_revenue":10.00,"currency":"USD","#
        + #""attribution_type":"click","sent_at":"\#(day)T11:00:00Z""#
    )
  }

  private func outcomes(_ warehouse: TestWarehouse) throws -> [String] {
    try warehouse.database.rows(
      """
      select message_id, outcome from sms.claim_outcomes order by 1;
      select message_id, claimed_orders from sms.rpt_outbound_message_performance_summary_daily
      order by 1
      """
    )
  }

  @Test("a claim that is gone is gone from every mart, whoever's claim comes next")
  func claims() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([
        Self.order(1), Self.claim("a", "postscript"), Self.claim("b", "klaviyo"),
      ])
      try warehouse.database.execute("delete from sms.attributed_orders where message_id = 'b'")
      try warehouse.mustLoad([Self.claim("c", "attentive")])
      #expect(try outcomes(warehouse) == ["a|credited_elsewhere", "c|last_touch", "a|1", "c|1"])
      // The only claim that is left: its order comes again, changed.
      try warehouse.database.execute("delete from sms.attributed_orders")
      try warehouse.mustLoad([Self.order(1).replacing("10.00", with: "11.00")])
      #expect(try outcomes(warehouse) == [])
    }
  }

  @Test("an order that is gone is gone from the marts with the next claim to it")
  func orders() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Self.order(1), Self.order(2), Self.claim("a", "postscript")])
      try warehouse.database.execute("delete from sms.shopify_orders where order_id = '1'")
      try warehouse.mustLoad([Self.claim("b", "klaviyo")])
      #expect(
        try warehouse.database.rows("select order_id, order_index from sms.order_checks") == ["2|1"]
      )
      #expect(
        try outcomes(warehouse) == ["a|unverifiable", "b|unverifiable", "a|1", "b|1"]
      )
    }
  }

  @Test("an order that is gone is gone, too, where very many claims come at once")
  func ordersOfManyClaims() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Self.order(1), Self.order(2), Self.claim("a", "postscript")])
      try warehouse.database.execute("delete from sms.shopify_orders where order_id = '1'")
      try warehouse.mustLoad((0..<1_500).map { Self.claim("m\($0)", "klaviyo", order: $0 + 1) })
      #expect(
        try warehouse.database.rows("select order_id, order_index from sms.order_checks") == ["2|1"]
      )
      #expect(
        try warehouse.database.rows(
          "select outcome, count(*) from sms.claim_outcomes where order_key = '1' group by 1"
        ) == ["unverifiable|2"]
      )
    }
  }
}
