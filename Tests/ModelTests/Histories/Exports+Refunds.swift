extension Exports {
  /// Refunds as the API tells them, some without a column, and of orders that no export has.
  mutating func refunds(_ number: Int, _ random: inout Chance) -> [Observation] {
    (1...6).filter { _ in random.once(in: 3) }.map { refund in
      // A refund that is corrected may be one of another order.
      let order = random.once(in: 8) ? random.number(1...11) : refund
      var fields: [String: Value] = [
        "refund_id": .text("R\(refund)"), "order_id": .text("\(9000 + order)"),
        "refunded_at": random.once(in: 5) ? .null : .time(instant(&random)),
      ]
      if !random.once(in: 6) {
        fields["amount"] = random.pick([
          .money(1_000), .money(10_000), .money(25_500), .money(150_000), .money(0), .null,
        ])
      }
      if !random.once(in: 3) {
        fields["currency"] = random.text(["USD", "USD", "usd", "EUR", "JPY", nil])
      }
      return Observation(
        stream: "shopify_refunds",
        store: store,
        seen: next(number),
        fields: fields
      )
    }
  }
}
