/// The views over claims and orders.
enum ClaimViews {
  static func contestedOrders(_ shop: ShopModel) -> [Row] {
    let winners = shop.outcomes.filter { $0.touchRank != nil }
    return Dictionary(grouping: winners, by: \.claim.orderKey).flatMap { order, all -> [Row] in
      guard all.count > 1 else { return [] }
      return Dictionary(grouping: all, by: \.claim.currency).map { currency, claims in
        let byTouch = claims.sorted { $0.touchRank ?? 0 < $1.touchRank ?? 0 }.map(\.claim.source)
        let last = claims.filter { $0.touchRank == 1 }
        return [
          "store": shop.store, "order_id": order, "order_name": shop.order(order)?.name,
          "currency": currency, "platforms": "\(byTouch.count)",
          "by_touch": byTouch.joined(separator: ", "), "last_touch": last.first?.claim.source,
          "reported": Shown.money(sum(claims, \.claim.claimed)),
          "validated": Shown.money(sum(claims, \.counted)),
          "last_touch_revenue": Shown.money(sum(last, \.counted)),
        ]
      }
    }
  }

  static func revenueNotCounted(_ shop: ShopModel) -> [Row] {
    let lost = shop.outcomes.filter { $0.outcome != "last_touch" }
    return Dictionary(grouping: lost) {
      [$0.claim.currency, $0.claim.source, $0.outcome, $0.reason]
    }
    .map { key, claims in
      [
        "store": shop.store, "currency": key[0], "platform": key[1], "outcome": key[2],
        "reason": key[3], "claims": "\(claims.count)",
        "reported": Shown.money(sum(claims, \.claim.claimed)),
        "order_revenue": Shown.money(sum(claims, \.claim.orderRevenue)),
      ]
    }
  }

  /// What claims come to, under the names of the two revenue summaries.
  private static func summary(_ claims: [OutcomeModel]) -> Row {
    let made = claims.filter { $0.outcome != "withdrawn" }
    let last = claims.filter { $0.touchRank == 1 }
    func count(_ outcome: String) -> String { "\(claims.count { $0.outcome == outcome })" }
    let isChecked = made.isEmpty || made.contains { $0.claim.status != "unverifiable" }
    return [
      "claims": "\(made.count)",
      "reported": Shown.money(made.isEmpty ? 0 : sum(made, \.claim.claimed)),
      "validated": isChecked ? Shown.money(sum(claims, \.counted) ?? 0) : nil,
      "last_touch": isChecked ? Shown.money(sum(last, \.counted) ?? 0) : nil,
      "last_touch_orders": "\(last.count)", "superseded": count("superseded"),
      "rejected": count("rejected"), "unchecked": count("unverifiable"),
      "withdrawn": count("withdrawn"),
      "orders": "\(Set(claims.filter { $0.touchRank != nil }.map(\.claim.orderKey)).count)",
    ]
  }

  static func revenueSummary(_ shop: ShopModel) -> [Row] {
    let lines = Dictionary(grouping: shop.outcomes) {
      [$0.claim.currency, $0.claim.source, $0.claim.known["channel"].string ?? "unknown"]
    }
    let totals = Dictionary(grouping: shop.outcomes) {
      [$0.claim.currency, "all platforms", "all"]
    }
    return (Array(lines) + Array(totals)).map { key, claims in
      let made = claims.filter { $0.outcome != "withdrawn" }
      let isChecked = made.isEmpty || made.contains { $0.claim.status != "unverifiable" }
      let last = sum(claims.filter { $0.touchRank == 1 }, \.counted)
      let share = Shown.ratio(
        isChecked ? last ?? 0 : nil,
        made.isEmpty ? 0 : sum(made, \.claim.claimed),
        digits: 4
      )
      return [
        "store": shop.store, "currency": key[0], "platform": key[1], "channel": key[2],
        "last_touch_share": share,
      ].merging(summary(claims)) { $1 }
    }
  }

  static func revenueSummaryMonthly(_ shop: ShopModel) -> [Row] {
    Dictionary(grouping: shop.outcomes) {
      [
        Calendar.month($0.claim.date), $0.claim.currency, $0.claim.source,
        $0.claim.known["channel"].string ?? "unknown",
      ]
    }.map { key, claims in
      [
        "store": shop.store, "month": key[0], "currency": key[1], "platform": key[2],
        "channel": key[3],
      ].merging(summary(claims)) { $1 }
    }
  }

  static func coverageCalendar(_ shop: ShopModel) -> [Row] {
    // Claims can be checked only where orders are covered too.
    let orders = (stream: "shopify_orders", source: "shopify")
    let streams = shop.covered.filter { $0.stream != orders.stream } + [orders]
    return streams.flatMap { stream, source -> [Row] in
      let coverage = shop.coverage(stream, source)
      let beside = shop.covered.filter {
        $0.stream == "attributed_orders" && stream == orders.stream
      }
      let spans = [coverage.days] + beside.map { shop.coverage($0.stream, $0.source).days }
      let known = spans.compactMap { $0 }
      guard let first = known.map(\.lowerBound).min(), let last = known.map(\.upperBound).max()
      else { return [] }
      return (first...last).map { day in
        let known = coverage[day]
        return [
          "store": shop.store, "stream": stream, "platform": source, "day": Shown.day(day),
          "is_covered": Shown.flag(known != nil), "is_whole": Shown.flag(known?.isWhole ?? false),
          "has_complete": Shown.flag(known?.complete.isEmpty == false),
          "observed_at": Shown.time(known?.seen), "snapshot_at": Shown.time(known?.snapshotSeen),
        ]
      }
    }
  }

  static func listGrowthWeekly(_ shop: ShopModel) -> [Row] {
    let known = shop.subscribers.compactMap { shop.calendar.day($0["created_at"].time) }
    return Dictionary(grouping: known, by: Calendar.week).map { week, days in
      ["store": shop.store, "week": Shown.day(week), "subscribed": "\(days.count)"]
    }
  }
}
