import TestSupport

/// A random month of one shop, and what must follow from it, computed without SQL.
struct RandomShop {
  struct Order {
    let id: String
    /// Minutes since the beginning of August 2026, in UTC.
    let minute: Int
    let cents: Int
    let isTest: Bool
    let isCancelled: Bool
    let customer: String

    var day: Int { minute / 1440 + 1 }
    var isValid: Bool { !isTest && !isCancelled }
  }

  struct Claim {
    let platform: String
    let order: String
    let message: String
    let kind: String
    let sent: Int
    let clicked: Int?
    let cents: Int
    let orderMinute: Int

    var touch: Int { kind == "click" ? clicked ?? sent : sent }
    var rank: Int { kind == "click" ? 0 : kind == "view" ? 2 : 1 }
  }

  var orders: [Order] = []
  var claims: [Claim] = []

  static let platforms = ["attentive", "klaviyo", "postscript"]

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for number in 0..<Int.random(in: 20...60, using: &random) {
      let order = Order(
        id: "\(1000 + number)",
        minute: Int.random(in: 0..<31 * 1440, using: &random),
        cents: Int.random(in: 1...50_000, using: &random),
        isTest: Int.random(in: 0..<12, using: &random) == 0,
        isCancelled: Int.random(in: 0..<12, using: &random) == 0,
        customer: "c\(Int.random(in: 0..<15, using: &random))"
      )
      orders.append(order)
      // No two touches of an order at the same minute: ties have tests of their own.
      var gaps = Array(
        Set(
          (0..<Int.random(in: 0...5, using: &random)).map { _ in
            Int.random(in: -200...12 * 1440, using: &random)
          }
        )
      ).sorted()
      // Whole windows, at whose edge a claim is still inside.
      if !gaps.isEmpty, Bool.random(using: &random) {
        gaps[0] = [7 * 1440, 1440].randomElement(using: &random) ?? 0
        gaps = Array(Set(gaps)).sorted()
      }
      for (place, gap) in gaps.enumerated() {
        add(place, gap, order, &random)
      }
    }
    claims.append(
      Claim(
        platform: "klaviyo",
        order: "none",
        message: "lost",
        kind: "click",
        sent: 100,
        clicked: nil,
        cents: 4_200,
        orderMinute: 200
      )
    )
  }

  private mutating func add(
    _ place: Int,
    _ gap: Int,
    _ order: Order,
    _ random: inout SplitMix64
  ) {
    let kind = ["click", "click", "view", "coupon"].randomElement(using: &random) ?? "click"
    let sent = order.minute - gap
    let isExact = Bool.random(using: &random)
    claims.append(
      Claim(
        platform: Self.platforms.randomElement(using: &random) ?? "",
        order: order.id,
        message: "m\(place)",
        kind: kind,
        sent: sent,
        clicked: nil,
        cents: isExact ? order.cents : Int.random(in: 1...60_000, using: &random),
        orderMinute: order.minute
      )
    )
  }

  /// The statements that put it into the tables of streams.
  var sql: String {
    let time = { (minute: Int) in
      "timestamptz '2026-08-01 00:00Z' + interval '\(minute) minutes'"
    }
    let orderRows = orders.map { order in
      "('\(order.id)', '#\(order.id)', \(time(order.minute)), 'paid', 'USD', "
        + "\(Money.text(order.cents)), \(order.isTest), "
        + "\(order.isCancelled ? time(order.minute) : "null"), '\(order.customer)')"
    }
    let claimRows = claims.map { claim in
      "('\(claim.platform)', '\(claim.order)', '\(claim.message)', \(time(claim.orderMinute)), "
        + "\(Money.text(claim.cents)), 'USD', 'sms', 'flow', 'Flow', '\(claim.kind)', "
        + "\(time(claim.sent)), \(claim.clicked.map(time) ?? "null"))"
    }
    let coverage =
      Self.platforms.map { ("attributed_orders", $0) } + [("shopify_orders", "shopify")]
    return """
      set search_path = sms;
      insert into shopify_orders (order_id, order_name, created_at, financial_status, currency,
        total_price, test, cancelled_at, customer_id) values \(orderRows.joined(separator: ",\n"));
      insert into attributed_orders (source_system, order_id, message_id, order_at, claimed_revenue,
        currency, channel, message_type, campaign_name, attribution_type, sent_at, clicked_at)
        values \(claimRows.joined(separator: ",\n"));
      insert into export_coverage (store_id, stream, source_system, covers_from, covers_until,
        observed_at, is_complete) values \(coverage.map {
          "('default', '\($0.0)', '\($0.1)', '2026-08-01', '2026-09-01', '2026-09-02Z', \($0.0 == "shopify_orders"))"
        }.joined(separator: ", "));
      """
  }
}

/// Amounts as PostgreSQL writes those with two decimals.
enum Money {
  static func text(_ cents: Int) -> String {
    let digits = String(cents.magnitude)
    let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return (cents < 0 ? "-" : "") + padded.dropLast(2) + "." + padded.suffix(2)
  }

  static func cents(_ text: String) -> Int? { Int(text.filter { $0 != "." }) }
}
