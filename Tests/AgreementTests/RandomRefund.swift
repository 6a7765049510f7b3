/// Random refunds of an order, each in one or two versions that need not have the same columns.
enum RandomRefund {
  /// The messages of one or two refunds, whose ids begin with a text.
  static func messages(
    of order: RandomOrders.Known,
    _ prefix: String,
    _ store: String,
    _ random: inout RandomValues
  ) -> [String] {
    (0...random.number(0...1)).flatMap { number in
      let versions = random.once(in: 3) ? ["2026-04-19", "2026-04-20"] : ["2026-04-20"]
      return versions.map { day in
        message(of: order, store, "\(prefix)-\(order.id)-\(number)", day, &random)
      }
    }
  }

  private static func message(
    of order: RandomOrders.Known,
    _ store: String,
    _ id: String,
    _ day: String,
    _ random: inout RandomValues
  ) -> String {
    let total = order.figures[0]
    let amount = random.pick([10, 5_000, total / 2, total, total + 10, 0, nil])
    let currency = random.pick([order.currency, order.currency, nil, "USD", "gbp", ""])
    let fields = [
      "\"store_id\":\"\(store)\"", "\"refund_id\":\"\(id)\"",
      "\"order_id\":\(random.orderID(order.id))",
      random.once(in: 8) ? "" : "\"amount\":\(random.money(amount))",
      random.once(in: 4) ? "" : "\"currency\":\(random.text(currency))",
    ]
    return #"{"type":"RECORD","stream":"shopify_refunds","time_extracted":"\#(day)T00:00:00Z","#
      + "\"record\":{" + fields.filter { !$0.isEmpty }.joined(separator: ",") + "}}"
  }
}
