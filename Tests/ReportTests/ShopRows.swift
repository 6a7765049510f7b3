/// Rows of streams as statements, for tests whose figures are worked out by hand.
enum ShopRows {
  private static func insert(_ table: String, _ values: [String: String]) -> String {
    let columns = values.keys.sorted()
    let list = columns.compactMap { values[$0] }.joined(separator: ", ")
    return "insert into sms.\(table) (\(columns.joined(separator: ", "))) values (\(list));\n"
  }

  /// An order of March 2026 at 10:00; `more` has columns as SQL.
  static func order(
    _ id: String,
    day: Int = 1,
    _ amount: String,
    _ currency: String = "USD",
    _ more: [String: String] = [:]
  ) -> String {
    let values = [
      "order_id": "'\(id)'", "order_name": "'#\(id)'", "currency": "'\(currency)'",
      "created_at": "'2026-03-0\(day) 10:00Z'", "financial_status": "'paid'",
      "total_price": amount, "_sdc_extracted_at": "'2026-03-10Z'",
    ]
    return insert("shopify_orders", values.merging(more) { $1 })
  }

  /// A click an hour before the order.
  static func claim(
    _ platform: String,
    _ order: String,
    day: Int = 1,
    _ amount: String,
    _ currency: String = "USD",
    _ more: [String: String] = [:]
  ) -> String {
    let values = [
      "source_system": "'\(platform)'", "order_id": "'\(order)'", "message_id": "'A'",
      "order_at": "'2026-03-0\(day) 10:00Z'", "sent_at": "'2026-03-0\(day) 09:00Z'",
      "claimed_revenue": amount, "currency": "'\(currency)'", "attribution_type": "'click'",
      "channel": "'sms'", "_sdc_extracted_at": "'2026-03-10Z'",
    ]
    return insert("attributed_orders", values.merging(more) { $1 })
  }

  static func refund(_ id: String, of order: String, day: Int, _ more: [String: String]) -> String {
    let values = [
      "refund_id": "'\(id)'", "order_id": "'\(order)'",
      "refunded_at": "'2026-03-0\(day) 10:00Z'", "_sdc_extracted_at": "'2026-03-10Z'",
    ]
    return insert("shopify_refunds", values.merging(more) { $1 })
  }

  /// What a complete export covers, by default from 1 to 4 March.
  static func covers(
    _ stream: String = "shopify_orders",
    _ platform: String = "shopify",
    from: String = "2026-03-01",
    until: String = "2026-03-05",
    at time: String = "2026-03-10Z"
  ) -> String {
    insert(
      "export_coverage",
      [
        "store_id": "'default'", "stream": "'\(stream)'", "source_system": "'\(platform)'",
        "covers_from": "'\(from)'", "covers_until": "'\(until)'", "observed_at": "'\(time)'",
        "is_complete": "true",
      ]
    )
  }
}
