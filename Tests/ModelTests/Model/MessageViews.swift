/// The views over the message mart.
enum MessageViews {
  /// Rows with some of the sums of `message_rows`, and what tells the lines apart.
  private static func lines<Part>(
    _ parts: [Part],
    _ key: (Part) -> Row,
    _ columns: [String],
    rows: (Part) -> [CountedRow]
  ) -> [(Row, [Part])] {
    Dictionary(grouping: parts, by: key).map { key, parts in
      let sums = CountedRow.sums(parts.flatMap(rows)).filter { columns.contains($0.key) }
      return (key.merging(sums) { $1 }, parts)
    }
  }

  static func clickThroughMonthly(_ shop: ShopModel) -> [Row] {
    let known = shop.countedRows.filter { $0.clickReceives != nil }
    let months = Dictionary(grouping: known) {
      [$0.row.source, $0.channel, Calendar.month($0.row.date)]
    }
    let rates = months.map { (key: $0, rows: $1, rate: CountedRow.clickThrough($1)) }
    return rates.map { month in
      let before = rates.filter {
        $0.key[0] == month.key[0] && $0.key[1] == month.key[1] && $0.rate != nil
          && $0.key[2] ?? "" < month.key[2] ?? ""
      }.max { $0.key[2] ?? "" < $1.key[2] ?? "" }
      let change = month.rate.flatMap { rate in before?.rate.map { rate - $0 } }
      return [
        "store": shop.store, "platform": month.key[0], "channel": month.key[1],
        "month": month.key[2], "receives": Shown.count(sum(month.rows, \.clickReceives)),
        "unique_clicks": Shown.count(sum(month.rows, \.ratedClicks)),
        "click_through_rate": Shown.decimal(month.rate, digits: 6),
        "change": Shown.decimal(change, digits: 6),
      ]
    }
  }

  static func deliveryFailureWeekly(_ shop: ShopModel) -> [Row] {
    let known = shop.countedRows.filter { $0.bounceReceives != nil }
    return Dictionary(grouping: known) {
      [Shown.day(Calendar.week($0.row.date)), $0.row.source, $0.channel, $0.kind]
    }.map { key, rows in
      let (failed, received) = (sum(rows, \.ratedBounces), sum(rows, \.bounceReceives))
      return [
        "store": shop.store, "week": key[0], "platform": key[1], "channel": key[2],
        "message_kind": key[3], "receives": Shown.count(received), "failures": Shown.count(failed),
        "failure_rate": Shown.ratio(failed, received, digits: 6),
      ]
    }
  }

  static func flowAgainstCampaign(_ shop: ShopModel) -> [Row] {
    let totals = shop.messageTotals.filter { ["flow", "campaign"].contains($0.kind ?? "") }
    return lines(
      totals,
      {
        [
          "store": shop.store, "platform": $0.source, "channel": $0.channel,
          "message_kind": $0.kind, "currency": $0.currency,
        ]
      },
      ["sends", "receives", "reported", "validated", "last_touch"],
      rows: \.rows
    ).map { row, totals in
      var row = row
      let all = totals.flatMap(\.rows)
      row["click_through_rate"] = Shown.decimal(CountedRow.clickThrough(all), digits: 6)
      row["revenue_per_receive"] = CountedRow.revenuePerReceive(all)
      return row
    }
  }

  static func flowRevenue(_ shop: ShopModel) -> [Row] {
    let totals = shop.messageTotals.filter { $0.kind == "flow" }
    return lines(
      totals,
      {
        [
          "store": shop.store, "platform": $0.source, "channel": $0.channel, "flow": $0.campaign,
          "currency": $0.currency,
        ]
      },
      ["sends", "receives", "reported", "validated", "last_touch", "last_touch_orders"],
      rows: \.rows
    ).map { row, totals in
      var row = row
      let claims = totals.flatMap { $0.rows }.flatMap { $0.row.claims?.all ?? [] }
      row["revenue_per_receive"] = CountedRow.revenuePerReceive(totals.flatMap(\.rows))
      row["median_minutes_to_order"] = median(
        claims.filter { $0.touchRank != nil }.compactMap(\.claim.minutes)
      )
      return row
    }
  }

  /// The median of hundredths.
  private static func median(_ values: [Int]) -> String? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
    return Shown.decimal(middle * 5, digits: 3)
  }

  static func messageRanking(_ shop: ShopModel) -> [Row] {
    shop.messageTotals.map { total in
      var row = total.shown.filter {
        [
          "store", "platform", "channel", "message_kind", "message_id", "message_name", "currency",
          "receives", "reported", "last_touch",
        ].contains($0.key)
      }
      row["click_through_rate"] = Shown.decimal(CountedRow.clickThrough(total.rows), digits: 6)
      row["revenue_per_receive"] = CountedRow.revenuePerReceive(total.rows)
      return row
    }
  }

  static func platformComparisonMonthly(_ shop: ShopModel) -> [Row] {
    lines(
      shop.countedRows,
      {
        [
          "store": shop.store, "month": Calendar.month($0.row.date), "currency": $0.currency,
          "platform": $0.row.source, "channel": $0.channel,
        ]
      },
      ["receives", "reported_orders", "reported", "validated", "last_touch"],
      rows: { [$0] }
    ).map { row, rows in
      var row = row
      row["revenue_per_receive"] = CountedRow.revenuePerReceive(rows)
      return row
    }
  }
}
