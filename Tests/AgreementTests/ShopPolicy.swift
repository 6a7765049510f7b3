/// The policy of one store, written once as settings of the warehouse and once as flags of
/// `transform-validate`.
struct ShopPolicy {
  var store: String
  var zone = "UTC"
  /// Windows in microseconds, by kind of claim; a kind that is missing has none.
  var windows: [String: Int64] = ["click": 7 * 86_400_000_000, "view": 86_400_000_000]
  var acceptsViews = true
  var figure = "net"
  var tolerance = "0.01"
  var needsCustomer = false
  var callingCode: String?
  var excludedTags = ["sm-exclude-order"]
  var channels: [String] = []
  var excludesZeroNet = false
  var acceptsRenewals = false

  /// The row of `settings`.
  var settings: String {
    func window(_ kind: String) -> String {
      windows[kind].map { "'\($0) microseconds'::interval" } ?? "null"
    }
    func list(_ texts: [String]) -> String {
      "array[" + texts.map { "'\($0)'" }.joined(separator: ", ") + "]::text[]"
    }
    return """
      insert into sms.settings (store_id, reporting_timezone, click_window, view_window,
        coupon_window, keyword_window, unknown_window, accept_view_only, revenue_figure, tolerance,
        require_customer_match, calling_code, excluded_order_tags, accepted_sales_channels,
        exclude_zero_net_orders, accept_renewals)
      values ('\(store)', '\(zone)', \(window("click")), \(window("view")), \(window("coupon")),
        \(window("keyword")), \(window("unknown")), \(acceptsViews), '\(figure)', \(tolerance),
        \(needsCustomer), \(callingCode.map { "'\($0)'" } ?? "null"), \(list(excludedTags)),
        \(channels.isEmpty ? "null" : list(channels)), \(excludesZeroNet), \(acceptsRenewals));
      """
  }

  /// The flags.
  ///
  /// A window that a kind has by default cannot be taken away by a flag, so every policy
  /// here has one for clicks and views.
  var flags: [String] {
    var flags = ["--reporting-timezone", zone, "--revenue", figure, "--tolerance", tolerance]
    for (kind, span) in windows { flags += ["--\(kind)-window", "\(span / 1_000_000)s"] }
    if !acceptsViews { flags.append("--exclude-view-only") }
    if needsCustomer { flags.append("--require-customer-match") }
    if let callingCode { flags += ["--calling-code", callingCode] }
    for tag in excludedTags { flags += ["--exclude-tag", tag] }
    for channel in channels { flags += ["--accept-channel", channel] }
    if excludesZeroNet { flags.append("--exclude-zero-net") }
    flags += ["--renewals", acceptsRenewals ? "accept" : "reject"]
    return flags
  }

  private static let hour: Int64 = 3_600_000_000

  /// Policies that between them turn every setting both ways, in zones whose clocks leap at midnight
  /// (Beirut), fall back before it (Santiago), by half an hour (Lord Howe), and not at all.
  static let all = [
    ShopPolicy(store: "default"),
    ShopPolicy(
      store: "york",
      zone: "America/New_York",
      windows: ["click": 72 * hour, "view": hour / 2, "coupon": 48 * hour, "keyword": 24 * hour]
        .merging(["unknown": 12 * hour]) { $1 },
      acceptsViews: false,
      figure: "total",
      needsCustomer: true,
      callingCode: "1"
    ),
    ShopPolicy(
      store: "beirut",
      zone: "Asia/Beirut",
      windows: ["click": 5 * 24 * hour, "view": 0, "coupon": 0],
      tolerance: "0",
      excludesZeroNet: true
    ),
    ShopPolicy(
      store: "santiago",
      zone: "America/Santiago",
      figure: "subtotal",
      tolerance: "5",
      callingCode: "56",
      excludedTags: ["vip", "Staff Order", "Händler"],
      channels: ["web", "pos"],
      acceptsRenewals: true
    ),
    ShopPolicy(
      store: "lord howe",
      zone: "Australia/Lord_Howe",
      tolerance: "0.005",
      needsCustomer: true,
      callingCode: "61",
      channels: ["web"],
      excludesZeroNet: true
    ),
    ShopPolicy(
      store: "kathmandu",
      zone: "Asia/Kathmandu",
      figure: "subtotal",
      excludesZeroNet: true
    ),
    // Covered, but without a single order.
    ShopPolicy(store: "empty", zone: "Europe/Berlin"),
    // Neither covered nor with orders.
    ShopPolicy(store: "unheard of", zone: "Europe/Berlin", acceptsViews: false),
  ]
}
