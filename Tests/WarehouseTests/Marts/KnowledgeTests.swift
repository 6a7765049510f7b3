import TestSupport
import Testing

/// Who knows less says nothing: each column is that of the newest observation that knew it, in
/// whatever order and batches the observations came.
@Suite("Knowledge by column")
struct KnowledgeTests {
  /// Observations of one row, the earliest first, and what is known in the end.
  struct Row: Sendable, CustomTestStringConvertible {
    let stream: String
    let key: String
    let observations: [String]
    let query: String
    let known: String
    var testDescription: String { stream }
  }

  private static let rows = [
    Row(
      stream: "shopify_orders",
      key: #""order_id":"1""#,
      observations: [
        #""email":"old@example.com","test":false,"phone":"+12125550100","tags":"a","note":"first""#,
        #""test":true,"customer_id":"77","total_refunded":0,"financial_status":"paid""#,
        #""financial_status":"partially_refunded","total_refunded":5,"tags":null"#,
        // A null of a source that has the column says that the value is gone.
        #""financial_status":"refunded","customer_id":null,"phone":null"#,
      ],
      query: """
        email, test, phone, tags, customer_id, total_refunded, financial_status, extra ->> 'note',
        (select last_touch_revenue is null from sms.obt_orders as b
          where b.sm_store_id = r.store_id and b.order_id = r.order_id and not b.is_order_sm_valid)
        """,
      known: "old@example.com|t|NULL|NULL|NULL|5|refunded|first|t"
    ),
    Row(
      stream: "attributed_orders",
      key: #""source_system":"postscript","order_id":"1","message_id":"m""#,
      observations: [
        #""clicked_at":"2026-03-01T11:00:00Z","phone":"1","campaign_name":"Old","currency":"USD""#,
        #""campaign_name":"New","claimed_revenue":80,"attribution_type":"click""#,
        #""claimed_revenue":90,"phone":null"#, #""attribution_type":"view","currency":null"#,
      ],
      query: """
        clicked_at = '2026-03-01T11:00:00Z', phone, campaign_name, claimed_revenue, attribution_type,
        currency, (select o.campaign_name || o.claimed_revenue || o.attribution_type
          from sms.claim_outcomes as o where o.store_id = r.store_id)
        """,
      known: "t|NULL|New|90|view|NULL|New90view"
    ),
    Row(
      stream: "message_performance",
      key: #""source_system":"klaviyo","date":"2026-03-01","message_id":"m","granularity":"total""#,
      observations: [
        #""message_unique_clicks":7,"platform_reported_order_revenue":10,"message_name":"Hi""#,
        #""message_unique_receives":100,"message_unique_clicks":8"#,
        #""platform_reported_order_revenue":null,"message_unique_receives":110"#,
        #""currency":"EUR","message_name":"Hello""#,
      ],
      query: """
        message_unique_clicks, platform_reported_order_revenue, message_unique_receives, currency,
        message_name, (select concat_ws('/', m.message_unique_clicks, m.platform_reported_order_revenue,
            m.message_unique_receives, m.currency, m.message_name)
          from sms.rpt_outbound_message_performance_summary_daily as m where m.sm_store_id = r.store_id)
        """,
      known: "8|NULL|110|EUR|Hello|8/110/EUR/Hello"
    ),
  ]

  /// All orders in which the first so many numbers can come.
  static func permutations(_ count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return permutations(count - 1).flatMap { shorter in
      (0...shorter.count).map { place in
        var longer = shorter
        longer.insert(count - 1, at: place)
        return longer
      }
    }
  }

  /// Every order of arrival has a store of its own.
  private static func message(_ row: Row, _ number: Int, _ store: String) -> String {
    Message.record(
      row.stream,
      #""store_id":"\#(store)",\#(row.key),\#(row.observations[number])"#,
      at: "2026-04-0\(number + 1)T00:00:00Z"
    )
  }

  @Test("one by one in all 24 orders, in pairs, and all at once", arguments: rows)
  func everyOrder(row: Row) throws {
    try withWarehouse { warehouse in
      let orders = Self.permutations(4)
      #expect(Set(orders).count == 24)
      for step in 0..<4 {
        try warehouse.mustLoad(
          orders.enumerated().map { Self.message(row, $1[step], "one by one \($0)") }
        )
      }
      for steps in [0..<2, 2..<4] {
        try warehouse.mustLoad(
          orders.enumerated().flatMap { index, order in
            order[steps].map { Self.message(row, $0, "pairs \(index)") }
          }
        )
      }
      try warehouse.mustLoad(
        orders.enumerated().flatMap { index, order in
          order.map { Self.message(row, $0, "all at once \(index)") }
        }
      )
      let known = try warehouse.database.rows("select \(row.query) from sms.\(row.stream) as r")
      #expect(known.count == 72)
      #expect(Set(known) == [row.known])
      // Coming again changes nothing.
      let before = try warehouse.database.rows(
        "select r.ctid, r from sms.\(row.stream) as r order by 1"
      )
      try warehouse.mustLoad(
        orders.enumerated().map { Self.message(row, $1[0], "one by one \($0)") }
      )
      #expect(
        try warehouse.database.rows("select r.ctid, r from sms.\(row.stream) as r order by 1")
          == before
      )
    }
  }
}
