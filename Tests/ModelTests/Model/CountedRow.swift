/// The figures of a row of the message mart as they may be added up: `message_rows`.
///
/// A message's total stands for the days that it covers; and a rate looks only at rows that know both sides.
struct CountedRow {
  let row: MessageRow
  let currency: String?
  let channel: String?
  let kind: String?
  let name: String?
  let campaign: String?
  /// All rows of its message.
  private let rows: [MessageRow]
  /// Last-touch revenue beside the figures of this row.
  private let besideIt: Int?

  static func all(_ messages: [MessageRow]) -> [CountedRow] {
    Dictionary(grouping: messages) { [$0.source, $0.message] }.values.flatMap { rows in
      let currencies = rows.map { currency($0, among: rows) }
      return zip(rows, currencies).map { row, currency in
        let others = zip(rows, currencies).filter { $0.1 == currency }.map(\.0)
        return CountedRow(row, currency, rows, others)
      }
    }
  }

  /// Figures of no known currency that hold no amount go with the message's claims, else with its
  /// other figures; claims of no known currency stay what they are.
  private static func currency(_ row: MessageRow, among rows: [MessageRow]) -> String? {
    let amounts = [
      row.analyticsRevenue, row.amount("cost"), row.amount("platform_reported_order_line_revenue"),
      row.amount("platform_reported_begin_checkout_revenue"),
    ]
    if let known = row.currency { return known }
    guard row.claims == nil, amounts.allSatisfy({ $0 == nil }) else { return nil }
    return rows.filter { $0.claims != nil }.compactMap(\.currency).min()
      ?? rows.compactMap(\.currency).min()
  }

  private init(
    _ row: MessageRow,
    _ currency: String?,
    _ rows: [MessageRow],
    _ others: [MessageRow]
  ) {
    self.row = row
    self.currency = currency
    self.rows = rows
    // Rows without a message are of any campaigns.
    let named = row.message == "none" ? [row] : rows
    channel = Self.latest(named) { $0.text("channel") }
    kind = Self.latest(named, \.kind)
    name = Self.latest(named) { $0.text("message_name") }
    campaign = Self.latest(named, \.campaign)
    guard row.isTotal else {
      besideIt = row.claims?.lastTouch
      return
    }
    // Days with figures of their own are rated by those.
    let bare = others.filter { other in
      !other.isTotal
        && !(Self.counts("message_unique_receives", other, rows)
          && other.figure("message_unique_receives") != nil)
        && Self.total(of: other, others)?.date == row.date
    }
    besideIt = sum(bare) { $0.claims?.lastTouch }
  }

  /// What the row of the latest day says that says it.
  private static func latest(_ rows: [MessageRow], _ value: (MessageRow) -> String?) -> String? {
    rows.compactMap { row in value(row).map { (row.date ?? .min, $0) } }.max { $0 < $1 }?.1
  }

  /// Whether a figure of a row counts: no total that knows it covers the day.
  private static func counts(_ figure: String, _ row: MessageRow, _ rows: [MessageRow]) -> Bool {
    row.isTotal
      || !rows.contains { total in
        row.date.map { total.total?.tells(figure, of: $0) ?? false } ?? false
      }
  }

  /// The total beside which a day's revenue is: the last that begins before, else the first.
  private static func total(of day: MessageRow, _ rows: [MessageRow]) -> MessageRow? {
    let totals = rows.filter { $0.isTotal && $0.figure("message_unique_receives") != nil }
      .sorted { $0.date ?? 0 < $1.date ?? 0 }
    return totals.last { $0.date ?? 0 <= day.date ?? .max } ?? totals.first
  }

  private func counts(_ name: String) -> Bool { Self.counts(name, row, rows) }
  private func counted(_ name: String) -> Int? { counts(name) ? row.figure(name) : nil }
  var sends: Int? { counted("sms_unique_sends") }
  var receives: Int? { counted("message_unique_receives") }
  var clicks: Int? { counted("message_unique_clicks") }
  var bounces: Int? { counted("message_unique_bounces") }
  var reportedOrders: Int? {
    let name = "platform_reported_orders"
    return counts(name) || row.figure(name) == nil ? row.reportedOrders : nil
  }
  var reported: Int? {
    counts("platform_reported_order_revenue") || row.analyticsRevenue == nil ? row.reported : nil
  }
  var ratedClicks: Int? { receives == nil ? nil : clicks }
  var clickReceives: Int? { clicks == nil ? nil : receives }
  var ratedBounces: Int? { receives == nil ? nil : bounces }
  var bounceReceives: Int? { bounces == nil ? nil : receives }
  var ratedLastTouch: Int? { receives == nil ? nil : besideIt }
  var revenueReceives: Int? { besideIt == nil ? nil : receives }

  /// The row of `message_rows`.
  var shown: Row {
    [
      "store": row.store, "platform": row.source, "channel": channel, "message_kind": kind,
      "message_id": row.message, "message_name": name, "campaign": campaign,
      "date": Shown.day(row.date), "currency": currency,
    ].merging(Self.sums([self])) { $1 }
  }

  /// The sums of rows, under the names of `message_rows` and `message_totals`.
  static func sums(_ rows: [CountedRow]) -> Row {
    func count(_ value: (CountedRow) -> Int?) -> String? { Shown.count(sum(rows, value)) }
    func money(_ value: (CountedRow) -> Int?) -> String? { Shown.money(sum(rows, value)) }
    return [
      "sends": count(\.sends), "receives": count(\.receives), "unique_clicks": count(\.clicks),
      "bounces": count(\.bounces), "reported_orders": count(\.reportedOrders),
      "reported": money(\.reported), "validated_orders": count { $0.row.claims?.validatedOrders },
      "validated": money { $0.row.claims?.validated },
      "last_touch_orders": count { $0.row.claims?.lastTouchOrders },
      "last_touch": money { $0.row.claims?.lastTouch }, "rated_clicks": count(\.ratedClicks),
      "click_receives": count(\.clickReceives), "rated_bounces": count(\.ratedBounces),
      "bounce_receives": count(\.bounceReceives), "rated_last_touch": money(\.ratedLastTouch),
      "revenue_receives": count(\.revenueReceives),
    ]
  }

  /// Unique clicks of messages received, to a millionth.
  static func clickThrough(_ rows: [CountedRow]) -> Int? {
    Shown.quotient(sum(rows, \.ratedClicks), sum(rows, \.clickReceives), digits: 6)
  }

  /// Last-touch revenue of a message received.
  static func revenuePerReceive(_ rows: [CountedRow]) -> String? {
    Shown.ratio(
      sum(rows, \.ratedLastTouch),
      sum(rows) { $0.revenueReceives.map { $0 * 1000 } },
      digits: 4
    )
  }
}

/// All rows of a message in one currency: `message_totals`.
struct MessageTotal {
  let rows: [CountedRow]
  private var first: CountedRow { rows[0] }
  var source: String { first.row.source }
  var message: String { first.row.message }
  var currency: String? { first.currency }
  var channel: String? { rows.compactMap(\.channel).max() }
  var kind: String? { rows.compactMap(\.kind).max() }
  var name: String? { rows.compactMap(\.name).max() }
  var campaign: String? { rows.compactMap(\.campaign).max() }

  static func all(_ rows: [CountedRow]) -> [MessageTotal] {
    Dictionary(grouping: rows) { [$0.row.source, $0.row.message, $0.currency] }
      .values.map(MessageTotal.init)
  }

  /// The row of `message_totals`.
  var shown: Row {
    [
      "store": first.row.store, "platform": source, "message_id": message, "currency": currency,
      "channel": channel, "message_kind": kind, "message_name": name, "campaign": campaign,
    ].merging(CountedRow.sums(rows)) { $1 }
  }
}
