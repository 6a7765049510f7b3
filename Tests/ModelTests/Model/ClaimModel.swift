/// A claim with the verdict on it.
struct ClaimModel {
  let known: Known
  let source: String
  let message: String
  let orderRef: String
  /// The order that the warehouse holds.
  let order: OrderModel?
  let orderKey: String
  let looksByName: String?
  let orderDay: Int?
  /// The day of the order, by the claim or else by the order, or where nobody knows it that of the message.
  let dayOfOrder: Int?
  let date: Int?
  let isOfRecord: Bool
  let status: String
  let reasons: [String]
  let statusReason: String?
  let currency: String?
  let claimed: Int?
  let orderRevenue: Int?
  let validated: Int?
  let touchAt: Int64?
  let orderAt: Int64?
  /// Hundredths.
  let minutes: Int?
  let windowChecked: Bool
  let customerMatch: Bool?
  let coverage: CoverageModel.Day?

  var stands: Bool { status == "valid" || status == "adjusted" }
  var sentAt: Int64? { known["sent_at"].time }
  var type: String? { known["attribution_type"].string }

  init(_ known: Known, in shop: ShopModel) {
    self.known = known
    let policy = shop.policy
    source = known["source_system"].string ?? ""
    message = known["message_id"].string ?? ""
    let (id, name) = (known["order_id"].string, known["order_name"].string)
    orderRef = id ?? "name:" + (name ?? "")
    orderDay = shop.calendar.day(known["order_at"].time) ?? known["order_date"].day
    claimed = known["claimed_revenue"].money

    // The order by id, by name, or as an earlier check found it.
    let byID = id.flatMap { shop.order($0) }
    let named = byID == nil ? shop.orders(named: name) : []
    let exact = named.filter { $0.name == name }
    let byName = named.count == 1 ? named[0] : exact.count == 1 ? exact[0] : nil
    let order = byID ?? byName ?? known["matched_order_id"].string.flatMap { shop.order($0) }
    self.order = order
    looksByName = byID == nil ? OrderModel.key(of: name) : nil
    let isMissing =
      order == nil && named.isEmpty
      && shop.isCovered("shopify_orders", "shopify", orderDay, known["order_at"].time)
    isOfRecord = order == nil && !isMissing && known["validation_status"].string != nil
    orderKey = order?.id ?? known["matched_order_id"].string ?? orderRef
    coverage = shop.coverage("attributed_orders", source)[orderDay]

    let sent = known["sent_at"].time
    let touch = Self.type(known) == "click" ? known["clicked_at"].time ?? sent : sent
    let said = known["order_at"].time
    let time = order.map(\.time) ?? (isOfRecord ? known["order_processed_at"].time ?? said : said)
    orderAt = time
    let measured = touch.flatMap { touch in time.map { $0 - touch } }.map(Self.minutes)
    let isDecided = order != nil || isMissing

    var reasons = isMissing ? ["order_not_found"] : order?.faults ?? []
    let currency = known["currency"].string?.uppercased()
    if let currency, let actual = order?.currency, currency != actual {
      reasons.append("currency_mismatch")
    }
    var isChecked = false
    if isDecided, let time {
      if [touch, sent].contains(where: { $0.map { $0 > time } ?? false }) {
        reasons.append("touch_after_order")
      } else if let window = policy.windows[Self.type(known) ?? "unknown"], let sent {
        isChecked = true
        if time - sent > Int64(window) * 1_000_000 { reasons.append("outside_window") }
      }
    }
    if Self.type(known) == "view", !policy.acceptsViews { reasons.append("view_only_excluded") }
    let match = order.flatMap { Customer(known, policy).matches($0.customer) }
    if policy.needsCustomer, match == false { reasons.append("customer_mismatch") }

    let isOfRecord = isOfRecord
    let revenue = order?.revenue
    let judged = Self.status(reasons, claimed, revenue, policy.tolerance)
    let status = isOfRecord ? known["validation_status"].string ?? "" : judged
    self.status = status
    self.reasons = isOfRecord ? known["rejection_reasons"].list ?? [] : reasons
    statusReason =
      switch status {
      case "rejected": self.reasons.first ?? "no_reason_given"
      case "unverifiable":
        order != nil
          ? "order_revenue_unknown" : named.count > 1 ? "order_name_ambiguous" : "order_not_covered"
      default: nil
      }
    self.currency = currency ?? order?.currency ?? policy.defaultCurrencies[source]
    orderRevenue = isOfRecord ? known["order_revenue"].money : revenue
    let stands = status == "valid" || status == "adjusted"
    validated = stands ? (isOfRecord ? known["validated_revenue"].money : revenue) : nil
    touchAt = isOfRecord ? known["touch_at"].time : touch
    minutes = isOfRecord ? known["minutes_to_order"].money.map { $0 / 10 } : measured
    windowChecked = isOfRecord ? known["window_checked"].flag ?? false : isChecked
    customerMatch = isOfRecord ? known["customer_match"].flag : match
    date =
      policy.revenueDate == "order"
      ? shop.calendar.day(time) ?? orderDay : shop.calendar.day(sent)
    dayOfOrder = orderDay ?? shop.calendar.day(time) ?? date
  }

  private static func type(_ known: Known) -> String? { known["attribution_type"].string }

  private static func status(
    _ reasons: [String],
    _ claimed: Int?,
    _ revenue: Int?,
    _ tolerance: Int
  ) -> String {
    if !reasons.isEmpty { return "rejected" }
    guard let revenue else { return "unverifiable" }
    return claimed.map { abs($0 - revenue) <= tolerance } ?? false ? "valid" : "adjusted"
  }

  /// Hundredths of minutes, halves away from zero.
  private static func minutes(_ microseconds: Int64) -> Int {
    let rounded = Int((abs(microseconds) * 2 + 600_000) / 1_200_000)
    return microseconds < 0 ? -rounded : rounded
  }
}
