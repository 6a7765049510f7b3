/// A total of message analytics, with the figures in which it stands: one that does not know a figure
/// takes it from no other.
struct StandingTotal {
  /// The figures that views add up, each by itself; all others go with the row, whose name is nil.
  static let figures: [String?] = [
    nil, "sms_unique_sends", "message_unique_receives", "message_unique_clicks",
    "message_unique_bounces", "platform_reported_orders", "platform_reported_order_revenue",
  ]
  private static let others = [
    "message_unique_opens", "message_unique_drops", "list_subscribes", "list_unsubscribes",
    "platform_reported_order_line_quantity", "platform_reported_order_line_revenue",
    "platform_reported_begin_checkouts", "platform_reported_begin_checkout_revenue", "total_clicks",
    "spam_complaints", "cost",
  ]

  /// What the total says, without the figures in which it does not stand.
  let known: Known
  /// The days that it covers, by figure.
  private var spans: [String?: ClosedRange<Int>]

  /// Nil where it stands in no figure.
  init?(_ total: Known, in shop: ShopModel) {
    spans = Dictionary(
      uniqueKeysWithValues: Self.figures.filter { Self.stands(total, $0, shop) }
        .map { ($0, Self.span(total, $0, shop)) }
    )
    if spans.isEmpty { return nil }
    let spans = spans
    let fallen = Self.figures.compactMap { $0 }.filter { spans[$0] == nil }
    known = total.without(fallen + (spans.keys.contains(nil) ? [] : Self.others))
  }

  /// The same without some of its figures.
  func without(_ figures: [String]) -> StandingTotal {
    var total = self
    for figure in figures { total.spans[figure] = nil }
    return total
  }

  /// The last day that it covers in any figure.
  var coversUntil: Int? { spans.values.map(\.upperBound).max() }

  /// The last day of each figure, as PostgreSQL writes an object.
  var ends: String {
    let names: [String?: String] = [
      nil: "row", "sms_unique_sends": "sends", "message_unique_receives": "receives",
      "message_unique_clicks": "clicks", "message_unique_bounces": "bounces",
      "platform_reported_orders": "orders", "platform_reported_order_revenue": "revenue",
    ]
    let members = spans.map { (names[$0.key] ?? "", Shown.day($0.value.upperBound) ?? "") }
    // Shorter names go first.
    let sorted = members.sorted {
      ($0.0.utf8.count, $0.0) < ($1.0.utf8.count, $1.0)
    }
    return "{" + sorted.map { "\"\($0.0)\": \"\($0.1)\"" }.joined(separator: ", ") + "}"
  }

  /// Whether it tells a figure of a day.
  func tells(_ figure: String, of date: Int) -> Bool { spans[figure]?.contains(date) ?? false }

  /// The days of a figure: from the send, or the first of its range, to the day of the export that
  /// told it, or the last of its range.
  private static func span(
    _ total: Known,
    _ figure: String?,
    _ shop: ShopModel
  ) -> ClosedRange<Int> {
    let first = total["date"].day ?? 0
    let ends = [total["last_date"].day, shop.calendar.day(seen(total, figure))].compactMap { $0 }
    return first...max(first, ends.min() ?? .max)
  }

  private static func seen(_ total: Known, _ figure: String?) -> Int64 {
    figure.flatMap { total.seenByField[$0] } ?? total.seen
  }

  /// Whether a total overlaps no newer one of its message that stands in that figure.
  private static func stands(_ total: Known, _ figure: String?, _ shop: ShopModel) -> Bool {
    let totals = shop.analytics.filter { other in
      other["granularity"].string == "total" && other["source_system"] == total["source_system"]
        && other["message_id"] == total["message_id"]
        && (figure.map { [$0] } ?? others).contains { other[$0] != .null }
    }
    // What lies within another total is a part of it.
    func renewed(_ one: Known) -> Int64 {
      let days = span(one, figure, shop)
      let parts = totals.filter { part in
        let span = span(part, figure, shop)
        return span.lowerBound >= days.lowerBound && span.upperBound <= days.upperBound
      }
      return parts.map { seen($0, figure) }.max() ?? 0
    }
    func isNewer(_ one: Known, _ other: Known) -> Bool {
      let (a, b) = (span(one, figure, shop), span(other, figure, shop))
      let (seen, otherSeen) = (renewed(one), renewed(other))
      if seen != otherSeen { return seen > otherSeen }
      if a.upperBound != b.upperBound { return a.upperBound > b.upperBound }
      if a.lowerBound != b.lowerBound { return a.lowerBound < b.lowerBound }
      return one["last_date"].day != nil && other["last_date"].day == nil
    }
    var standing: [Known] = []
    for one in totals.sorted(by: isNewer)
    where !standing.contains(where: {
      span($0, figure, shop).overlaps(span(one, figure, shop))
    }) {
      standing.append(one)
    }
    return standing.contains {
      $0["last_date"] == total["last_date"]
        && ($0["date"] == total["date"] || total["last_date"].day == nil)
    }
  }
}
