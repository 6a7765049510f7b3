import Foundation

/// The settings of a store.
struct Policy: Sendable {
  var zone = "UTC"
  var revenueDate = "order"
  /// Windows in seconds, by kind of claim.
  var windows: [String: Int] = ["click": 7 * 86_400, "view": 86_400]
  var acceptsViews = true
  var figure = "net"
  /// Thousandths.
  var tolerance = 10
  var needsCustomer = false
  var callingCode: String?
  var excludedTags = ["sm-exclude-order"]
  var channels: [String]?
  var excludesZeroNet = false
  var acceptsRenewals = false
  var defaultCurrencies: [String: String] = [:]

  /// SQL that makes them the settings of a store.
  func sql(store: String, schema: String) -> String {
    func window(_ kind: String) -> String { windows[kind].map { "'\($0) seconds'" } ?? "null" }
    func list(_ texts: [String]) -> String { "'{" + texts.joined(separator: ",") + "}'" }
    let currencies = defaultCurrencies.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(
      separator: ","
    )
    let values = [
      ("reporting_timezone", "'\(zone)'"), ("revenue_date", "'\(revenueDate)'"),
      ("click_window", window("click")), ("view_window", window("view")),
      ("coupon_window", window("coupon")), ("keyword_window", window("keyword")),
      ("unknown_window", window("unknown")), ("accept_view_only", "\(acceptsViews)"),
      ("revenue_figure", "'\(figure)'"), ("tolerance", Shown.money(tolerance) ?? "0"),
      ("require_customer_match", "\(needsCustomer)"),
      ("calling_code", callingCode.map { "'\($0)'" } ?? "null"),
      ("excluded_order_tags", list(excludedTags)),
      ("accepted_sales_channels", channels.map(list) ?? "null"),
      ("exclude_zero_net_orders", "\(excludesZeroNet)"), ("accept_renewals", "\(acceptsRenewals)"),
      ("default_currencies", "'{\(currencies)}'"),
    ]
    let names = values.map(\.0).joined(separator: ", ")
    let updates = values.map { "\($0.0) = excluded.\($0.0)" }.joined(separator: ", ")
    return "insert into \(schema).settings (store_id, \(names)) values ('\(store)', "
      + values.map(\.1).joined(separator: ", ")
      + ") on conflict (store_id) do update set \(updates);"
  }
}

/// Days of a reporting timezone.
struct Calendar {
  private let zone: TimeZone

  init(_ policy: Policy) { zone = TimeZone(identifier: policy.zone) ?? .gmt }

  private func offset(at second: Int) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second)))
  }

  /// What the clock on the wall shows, as microseconds since 1970 by that clock.
  func local(_ time: Int64?) -> Int64? {
    guard let time else { return nil }
    let second = Int((Double(time) / 1e6).rounded(.down))
    return time + Int64(offset(at: second)) * 1_000_000
  }

  /// The day of an instant.
  func day(_ time: Int64?) -> Int? {
    local(time).map {
      Int(($0 - (($0 % 86_400_000_000) + 86_400_000_000) % 86_400_000_000) / 86_400_000_000)
    }
  }

  /// The first instant of a day.
  func start(_ day: Int) -> Int64 {
    let before = day * 86_400 - offset(at: day * 86_400 - 90_000)
    let after = offset(at: before)
    let second = day * 86_400 - after
    // Where the clock leaps over midnight, the day begins after the leap.
    return Int64(offset(at: second) == after ? second : before) * 1_000_000
  }

  /// The instants of a day.
  func instants(_ day: Int) -> Range<Int64> { start(day)..<start(day + 1) }

  /// The Monday of a day's week.
  static func week(_ day: Int?) -> Int? { day.map { $0 - (($0 + 3) % 7 + 7) % 7 } }

  /// The first of a day's month.
  static func month(_ day: Int?) -> String? { Shown.day(day).map { $0.prefix(8) + "01" } }
}
