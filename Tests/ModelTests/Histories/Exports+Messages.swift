extension Exports {
  /// A message of a platform; what an export says of it can change.
  private func message(
    _ number: Int,
    _ platform: String,
    hasIDs: Bool,
    _ random: inout Chance
  ) -> [String: Value] {
    if number > 5 { return steady(number, hasID: hasIDs || number == 8) }
    let flow = number % 2 == 0
    return [
      "message_id": .text("m\(number)"),
      "message_name": random.text(["Hello", "Hello", "Bye", nil]),
      "message_type": random.text(flow ? ["flow", "flow", nil] : ["campaign", "keyword"]),
      "channel": .text(platform == "klaviyo" && number < 3 ? "email" : "sms"),
      "campaign_id": random.once(in: 5) ? .null : .text("c\(number)"),
      "campaign_name": random.text(flow ? ["Welcome", "Welcome", "Cart"] : ["Sale", nil]),
    ]
  }

  /// A message that has one name, and no id in some exports: 6 is alone with its name, 7 shares it with
  /// 8, and in place of the id of 9 an export has that of its campaign.
  private func steady(_ number: Int, hasID: Bool) -> [String: Value] {
    let madeUp = number == 9 ? "c9" : "derived:\(number)"
    return [
      "message_id": .text(hasID ? "m\(number)" : madeUp), "message_name": .null,
      "message_type": .text("campaign"), "channel": .text("sms"),
      "campaign_id": hasID || number != 9 ? .null : .text("c9"),
      "campaign_name": .text("Steady \(number == 8 ? 7 : number)"),
    ]
  }

  /// An export of claims, which lacks some that an earlier one had.
  mutating func claims(_ platform: String, _ number: Int, _ random: inout Chance) -> [Observation] {
    var keys: Set<[String]> = []
    let hasIDs = !random.once(in: 3)
    return (0..<14).compactMap { _ in
      let order = random.number(1...11)
      let name = random.once(in: 3)
      let message = random.once(in: 4) ? random.number(6...9) : random.number(1...4)
      guard keys.insert(["\(name)", "\(order)", "\(message)"]).inserted else { return nil }
      var fields = self.message(message, platform, hasIDs: hasIDs, &random)
      let bare = random.once(in: 4)
      fields[name ? "order_name" : "order_id"] =
        .text(name ? (bare && order == 3 ? "3" : "#\(order)") : "\(9000 + order)")
      let sent = instant(&random)
      let person = random.pick(People.all)
      let said: [String: Value] = [
        "source_system": .text(platform),
        "order_at": random.once(in: 4) ? .null : .time(instant(&random)),
        "order_date": .null,
        "claimed_revenue": random.once(in: 9)
          ? .null : .money(random.pick([10_000, 25_500, 80_000, 80_010, 99_990, 5_000])),
        "currency": random.text(["USD", "usd", "EUR", "JPY", "GBP", nil, nil]),
        "attribution_type": random.text([
          "click", "click", "view", "coupon", "keyword", "unknown", nil,
        ]),
        "sent_at": random.once(in: 6) ? .null : .time(sent),
        "clicked_at": random.once(in: 2)
          ? .null : .time(sent + random.pick([0, 600_000_000, 86_400_000_000])),
        "phone": random.text(person.phones + [nil]), "email": random.text(person.emails + [nil]),
      ]
      fields.merge(said) { $1 }
      if fields["order_at"] == .null, !random.once(in: 3) {
        fields["order_date"] = .day(firstDay + random.number(0...Self.days - 1))
      }
      if random.once(in: 4) { fields.merge(verdict(order, &random)) { $1 } }
      if random.once(in: 5) { fields["phone"] = nil }
      return Observation(
        stream: "attributed_orders",
        store: store,
        seen: exportTime(number),
        fields: fields
      )
    }
  }

  /// What an earlier check said, which serves where the warehouse knows nothing.
  private func verdict(_ order: Int, _ random: inout Chance) -> [String: Value] {
    let status = random.pick(["valid", "adjusted", "rejected", "unverifiable"])
    let stands = status == "valid" || status == "adjusted"
    return [
      "validation_status": .text(status),
      "rejection_reasons": .list(status == "rejected" ? ["order_test", "outside_window"] : []),
      "validated_revenue": stands ? .money(80_000) : .null,
      "order_revenue": .money(80_000), "touch_at": .time(instant(&random)),
      "minutes_to_order": random.pick([.null, .money(12_340)]), "window_checked": .flag(stands),
      "customer_match": random.pick([.null, .flag(true)]),
      "matched_order_id": stands || random.once(in: 4) ? .text("\(9000 + order)") : .null,
      "order_processed_at": random.once(in: 3) ? .null : .time(instant(&random)),
    ]
  }

  /// An export of message analytics: days, or totals to date, with more or fewer figures.
  mutating func analytics(
    _ platform: String,
    _ number: Int,
    _ random: inout Chance
  ) -> [Observation] {
    var keys: Set<[Int]> = []
    let isTotal = random.once(in: 3)
    let isRange = isTotal && random.once(in: 2)
    let knowsOrders = !random.once(in: 3)
    // A source knows the same figures of all its messages.
    let unknown = random.number(0...2)
    let knowsAmounts = random.once(in: 3)
    let hasIDs = !random.once(in: 3)
    return (0..<10).compactMap { _ in
      let message = random.number(1...9)
      let isToDate = isTotal && !isRange
      // What is dated by its send is so in every export, but for some that were sent again.
      let isSteady = isToDate && message > 5 && !random.once(in: 5)
      let day = firstDay + (isSteady ? 1 : random.number(0...Self.days - 1))
      guard keys.insert(isToDate ? [message] : [message, day]).inserted else { return nil }
      var fields = self.message(message, platform, hasIDs: hasIDs, &random)
      fields["source_system"] = .text(platform)
      fields["date"] = .day(day)
      fields["granularity"] = .text(isTotal ? "total" : "day")
      if isRange { fields["last_date"] = .day(day + random.number(0...12)) }
      fields["message_subject"] = random.text(["Subject", nil])
      fields["currency"] = random.text(["USD", "usd", "EUR", nil, nil])
      let counts = [
        "sms_unique_sends", "message_unique_receives", "message_unique_opens",
        "message_unique_clicks",
        "message_unique_bounces", "message_unique_drops", "list_subscribes", "list_unsubscribes",
        "platform_reported_order_line_quantity", "platform_reported_begin_checkouts",
        "total_clicks",
        "spam_complaints",
      ]
      for (place, name) in counts.enumerated() where place % 3 != unknown {
        fields[name] = random.once(in: 6) ? .null : .count(random.number(0...300))
      }
      if knowsOrders {
        fields["platform_reported_orders"] =
          random.once(in: 6) ? .null : .count(random.number(0...9))
        fields["platform_reported_order_revenue"] =
          random.once(in: 3) ? .null : .money(random.number(0...9_999) * 10)
      }
      for name in [
        "platform_reported_order_line_revenue", "platform_reported_begin_checkout_revenue", "cost",
      ] where knowsAmounts {
        fields[name] = random.once(in: 3) ? .money(random.number(0...9_999) * 10) : .null
      }
      return Observation(
        stream: "message_performance",
        store: store,
        seen: exportTime(number),
        fields: fields
      )
    }
  }
}
