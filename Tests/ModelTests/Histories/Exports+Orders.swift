extension Exports {
  /// An export of orders: by the API, with all fields, or as CSV, with fewer.
  mutating func orders(_ number: Int, _ random: inout Chance) -> [Observation] {
    let isCSV = random.once(in: 2)
    return (1...9).filter { _ in !random.once(in: 3) }.flatMap { order -> [Observation] in
      var fields = self.fields(order, &random)
      if isCSV {
        for name in [
          "processed_at", "updated_at", "test", "customer_id", "order_kind", "total_duties",
          "order_number", "taxes_included", "cancel_reason", "customer",
        ] { fields[name] = nil }
      }
      if random.once(in: 6) { fields["total_refunded"] = nil }
      let seen = next(number)
      var observation = Observation(
        stream: "shopify_orders",
        store: store,
        seen: seen,
        fields: fields
      )
      guard random.once(in: 12), let total = fields["total_price"]?.money else {
        return [observation]
      }
      // Two versions of one time: the content decides.
      observation.tie = "\(store) \(order) \(seen)"
      fields["total_price"] = .money(total + 1_000)
      return [
        observation,
        Observation(
          stream: "shopify_orders",
          store: store,
          seen: seen,
          fields: fields,
          tie: observation.tie
        ),
      ]
    }
  }

  private func fields(_ order: Int, _ random: inout Chance) -> [String: Value] {
    // Most of an order is as it always was; its state and money change.
    var same = Chance(
      seed: UInt64(order) &+ UInt64(firstDay) &* 31
        &+ UInt64(store.utf8.reduce(0) { $0 * 31 + Int($1) })
    )
    let time = same.once(in: 8) ? nil : instant(&same)
    let subtotal = same.pick([0, 10_000, 25_500, 80_000, 99_990])
    let (shipping, tax) = (same.pick([0, 5_000]), same.pick([0, 1_200]))
    let isInclusive = same.once(in: 2)
    let total = subtotal + shipping + (isInclusive ? 0 : tax)
    let refunded = random.pick([0, 0, 0, 0, 1_000, 10_000, total])
    let person = same.pick(People.all)
    var fields: [String: Value] = [
      "order_id": .text("\(9000 + order)"),
      // Two orders of one name, and names that come and go.
      "order_name": same.once(in: 9) ? .null : .text("#\(order == 2 ? 1 : order)"),
      "order_number": .text("\(order)"),
      "created_at": time.map { .time($0 - 60_000_000) } ?? .null,
      "processed_at": same.once(in: 4) ? .null : time.map { .time($0) } ?? .null,
      "updated_at": random.once(in: 4)
        ? .null : .time(exportTime(0) - Int64(random.number(0...3)) * 3_600_000_000),
      "cancelled_at": random.once(in: 15) ? .time(instant(&random)) : .null,
      "test": random.pick([.flag(false), .flag(false), .flag(false), .null, .flag(true)]),
      "financial_status": random.text([
        "paid", "paid", "PAID", "paid", "paid", "pending", "partially_refunded", "refunded",
        "voided", nil,
      ]),
      "currency": same.text(["USD", "USD", "usd", "EUR", "JPY", "GBP", nil]),
      "subtotal_price": random.once(in: 20) ? .null : .money(subtotal),
      "total_shipping": same.once(in: 9) ? .null : .money(shipping),
      "total_tax": same.once(in: 9) ? .null : .money(tax),
      "total_discounts": same.once(in: 9) ? .null : .money(same.pick([0, 5_000])),
      "total_duties": same.pick([.null, .money(0), .money(700)]),
      "total_price": random.once(in: 20) ? .null : .money(total),
      "total_refunded": .money(refunded),
      "email": same.text(person.emails + [nil]), "phone": same.text(person.phones + [nil]),
      "customer_id": same.text(["C1", "C2", nil]),
    ]
    fields.merge(details(&same, &random)) { $1 }
    return fields
  }

  private func details(_ same: inout Chance, _ random: inout Chance) -> [String: Value] {
    let tags = random.pick([
      Value.null, .null, .text("vip, new"), .text("new,sm-exclude-order"), .list(["Staff", "b"]),
      .text("Subscription Recurring Order"), .list(["subscription first order"]), .text("x"),
    ])
    let items = same.pick(LineItems.all)
    return [
      "tags": tags, "discount_codes": same.pick([.null, .text("DC1, DC2"), .list(["A", "B"])]),
      "source_name": same.text(["web", "web", "web", "pos", "subscription_contract_checkout", nil]),
      "order_kind": random.text([nil, nil, nil, nil, "one_time", "subscription_renewal"]),
      "landing_site": same.text(LandingPage.all.map(\.url) + [nil]),
      "referring_site": same.text(LandingPage.hosts.keys.sorted() + [nil]),
      "payment_gateway": same.text(["card", nil]), "shipping_city": same.text(["City", nil]),
      "shipping_province": same.text(["State", nil]),
      "shipping_country": same.text(["DE", "Germany", nil]), "shipping_zip": same.text(["1", nil]),
      "line_items": same.once(in: 4) ? .null : .raw(items.json),
      "line_item_quantity": same.pick([.null, .count(2)]),
      // What has no column of its own is kept together, or not at all.
      "taxes_included": .flag(same.once(in: 2)), "cancel_reason": same.text(["because", "fraud"]),
      "customer": .raw(#"{"tags":"ct1, ct2"}"#),
    ]
  }
}
