/// A row of the message mart: a message and a day, or its total, in one currency.
struct MessageRow {
  /// What the claims of the row came to.
  struct Claims {
    let all: [OutcomeModel]
    private var made: [OutcomeModel] { all.filter { $0.outcome != "withdrawn" } }
    private var isChecked: Bool {
      made.isEmpty || made.contains { $0.claim.status != "unverifiable" }
    }
    private func with(_ outcome: String) -> [OutcomeModel] { all.filter { $0.outcome == outcome } }
    private var standing: [OutcomeModel] { all.filter { $0.touchRank != nil } }

    /// A sum over no claim is 0 where claims were checked or all are withdrawn, else unknown.
    private func total(_ claims: [OutcomeModel], _ value: (OutcomeModel) -> Int?) -> Int? {
      claims.isEmpty && isChecked ? 0 : sum(claims, value)
    }

    var orders: Int { made.count }
    var revenue: Int? { total(made, \.claim.claimed) }
    var validatedOrders: Int? { isChecked ? standing.count : nil }
    var validated: Int? { total(standing, \.counted) }
    var lastTouchOrders: Int? { isChecked ? with("last_touch").count : nil }
    var lastTouch: Int? { total(with("last_touch"), \.counted) }
    var rejectedRevenue: Int? { total(with("rejected"), \.claim.claimed) }
    func count(_ outcome: String) -> Int { with(outcome).count }

    /// The first of the texts that the claims have.
    func first(_ name: String) -> String? { all.compactMap { $0.claim.known[name].string }.min() }
  }

  let store: String
  let source: String
  private(set) var message: String
  let campaignRef: String
  /// Where it is a total.
  private(set) var total: StandingTotal?
  /// The last day that a total covers.
  let coversUntil: Int?
  let date: Int?
  let isTotal: Bool
  /// The last day of a total of a range, as the export names it.
  let rangeUntil: Int?
  let currency: String?
  private(set) var analytics: Known?
  let claims: Claims?
  private(set) var reportedOrders: Int?
  private(set) var reported: Int?

  var isRange: Bool { rangeUntil != nil }
  func text(_ name: String) -> String? { analytics?[name].string ?? claims?.first(name) }
  func figure(_ name: String) -> Int? { analytics?[name].count }
  func amount(_ name: String) -> Int? { analytics?[name].money }
  var kind: String? { text("message_type") }
  var campaign: String? { text("campaign_name") ?? text("campaign_id") }
  var analyticsRevenue: Int? { amount("platform_reported_order_revenue") }

  /// What rows have in common that are one message and day.
  private struct Key: Hashable {
    let source: String
    let message: String
    let campaignRef: String
    let date: Int?
    let isTotal: Bool
    /// Where a total ends that says so.
    var rangeUntil: Int?
  }

  /// The same under another id of its message, without figures that another row tells.
  func counting(as id: String, without figures: [String]) -> MessageRow {
    var row = self
    row.message = id
    row.analytics = analytics?.without(figures)
    row.total = total?.without(figures)
    if figures.contains("platform_reported_orders") { row.reportedOrders = nil }
    if figures.contains("platform_reported_order_revenue") { row.reported = nil }
    return row
  }

  private static let amounts = [
    "platform_reported_order_revenue", "platform_reported_order_line_revenue",
    "platform_reported_begin_checkout_revenue", "cost",
  ]

  /// All rows of a store.
  static func all(in shop: ShopModel) -> [MessageRow] {
    let claims = Dictionary(grouping: shop.outcomes) { outcome in
      Key(
        source: outcome.claim.source,
        message: outcome.claim.message,
        campaignRef: Known.campaignRef(outcome.claim.known.fields),
        date: outcome.claim.date,
        isTotal: false
      )
    }
    var analytics: [Key: Known] = [:]
    for known in shop.analytics
    where known["granularity"].string == "day" || StandingTotal(known, in: shop) != nil {
      let key = Key(
        source: known["source_system"].string ?? "",
        message: known["message_id"].string ?? "",
        campaignRef: Known.campaignRef(known.fields),
        date: known["date"].day,
        isTotal: known["granularity"].string == "total",
        rangeUntil: known["granularity"].string == "total" ? known["last_date"].day : nil
      )
      analytics[key] = known
    }
    return Set(claims.keys).union(analytics.keys).flatMap { key in
      rows(key, analytics[key], claims[key] ?? [], in: shop)
    }
  }

  private static func rows(
    _ key: Key,
    _ analytics: Known?,
    _ outcomes: [OutcomeModel],
    in shop: ShopModel
  ) -> [MessageRow] {
    var byCurrency = Dictionary(grouping: outcomes, by: \.claim.currency)
    var rows: [MessageRow] = []
    if let analytics {
      let currency = self.currency(analytics, outcomes, shop.policy)
      let claims = byCurrency.removeValue(forKey: currency)
      rows.append(MessageRow(key, currency, analytics, claims, in: shop))
    }
    return rows + byCurrency.map { MessageRow(key, $0, nil, $1, in: shop) }
  }

  /// Figures without an amount have the currency of the claims beside them.
  private static func currency(
    _ analytics: Known,
    _ outcomes: [OutcomeModel],
    _ policy: Policy
  ) -> String? {
    let usual = policy.defaultCurrencies[analytics["source_system"].string ?? ""]
    let stated = analytics["currency"].string
    if stated == nil, amounts.allSatisfy({ analytics[$0] == .null }) {
      return outcomes.compactMap(\.claim.currency).min() ?? usual
    }
    return stated?.uppercased() ?? usual
  }

  private init(
    _ key: Key,
    _ currency: String?,
    _ analytics: Known?,
    _ outcomes: [OutcomeModel]?,
    in shop: ShopModel
  ) {
    let claims = outcomes.map { Claims(all: $0) }
    store = shop.store
    (source, message, campaignRef) = (key.source, key.message, key.campaignRef)
    (date, isTotal, rangeUntil) = (key.date, key.isTotal, key.rangeUntil)
    total = isTotal ? analytics.flatMap { StandingTotal($0, in: shop) } : nil
    coversUntil = total?.coversUntil
    self.currency = currency
    let analytics = total?.known ?? analytics
    self.analytics = analytics
    self.claims = claims
    if shop.policy.revenueDate == "message", !isTotal, let outcomes {
      reportedOrders = Self.byOrderDay(
        "platform_reported_orders",
        key,
        [analytics?["platform_reported_orders"].count],
        outcomes,
        \.orders,
        in: shop
      )
      reported = Self.byOrderDay(
        "platform_reported_order_revenue",
        key,
        [analytics?["platform_reported_order_revenue"].money],
        outcomes,
        \.revenue,
        in: shop
      )
      return
    }
    let orders = Self.reporter("platform_reported_orders", key, analytics, in: shop)
    let revenue = Self.reporter("platform_reported_order_revenue", key, analytics, in: shop)
    reportedOrders =
      switch orders {
      case .analytics: analytics?["platform_reported_orders"].count
      case .others: nil
      case .nobody: 0
      case .claims: claims?.orders
      }
    reported =
      switch revenue {
      case .analytics: analytics?["platform_reported_order_revenue"].money
      case .others: nil
      case .nobody: 0
      case .claims: claims?.revenue
      }
  }

  /// What a row reports whose claims are of the day of their message: figures of its own, and what claims
  /// say of whose order's day no analytics tell.
  private static func byOrderDay(
    _ figure: String,
    _ key: Key,
    _ own: [Int?],
    _ outcomes: [OutcomeModel],
    _ value: (Claims) -> Int?,
    in shop: ShopModel
  ) -> Int? {
    let days = Dictionary(grouping: outcomes, by: \.claim.dayOfOrder)
    let told = days.map { day, outcomes in
      let key = Key(
        source: key.source,
        message: key.message,
        campaignRef: key.campaignRef,
        date: day,
        isTotal: false
      )
      return switch reporter(figure, key, nil, in: shop) {
      case .analytics, .others: nil as Int?
      case .nobody: 0
      case .claims: value(Claims(all: outcomes))
      }
    }
    let known = (own + told).compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +)
  }

  /// Who reports a figure of a message and day.
  private enum Reporter {
    /// The analytics of this row.
    case analytics
    /// Other analytics of the message, which have it in them.
    case others
    /// An export of analytics covers the day and has nothing of the message.
    case nobody
    /// Its claims.
    case claims
  }

  private static func reporter(
    _ figure: String,
    _ key: Key,
    _ analytics: Known?,
    in shop: ShopModel
  ) -> Reporter {
    if let analytics, analytics[figure] != .null { return .analytics }
    if key.isTotal { return .others }
    let knowing = shop.analytics.filter {
      $0["source_system"].string == key.source && $0["message_id"].string == key.message
        && $0[figure] != .null
    }
    let days = knowing.filter { $0["granularity"].string == "day" }
    guard let date = key.date else { return .claims }
    let isInTotal = knowing.contains { known in
      known["granularity"].string == "total"
        && StandingTotal(known, in: shop)?.tells(figure, of: date) ?? false
    }
    if isInTotal || days.contains(where: { $0["date"].day == date }) { return .others }
    let isCovered = shop.coverage("message_performance", key.source)[date]?.isWhole ?? false
    // Of a message with figures of the day, what these do not know is unknown.
    let isSilent = !shop.analytics.contains {
      $0["source_system"].string == key.source && $0["message_id"].string == key.message
        && $0["granularity"].string == "day" && $0["date"].day == date
    }
    return isCovered && isSilent && !days.isEmpty ? .nobody : .claims
  }
}
