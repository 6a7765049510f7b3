/// A shop that exports its last days every morning: its orders, of which some are refunded,
/// charged by a subscription, cancelled, or entered days late; two platforms' claims, of which some
/// vanish again; and their analytics, which settle.
struct Diary {
  /// One order and all that will become of it.
  private struct Sale {
    let number: Int
    let time: Int64
    let total: Int
    let person: People
    let tags: Value
    /// The morning from which exports have it.
    let shownFrom: Int
    /// The morning from which exports show the refund, and its amount.
    let refund: (from: Int, amount: Int)?
    let cancelledFrom: Int?
    let claims: [Claim]
  }

  /// A platform's claim to an order, which exports show from one morning up to another.
  private struct Claim {
    let platform: String
    let message: Int
    let sentAt: Int64
    let isView: Bool
    let revenue: Int
    let shown: Range<Int>
  }

  static let platforms = ["klaviyo", "postscript"]
  /// Days that each export reaches back.
  static let window = 7

  let store: String
  let policy: Policy
  /// What comes each morning.
  let mornings: [History.Batch]

  init(store: String, days: Int, seed: UInt64) {
    self.store = store
    var policy = Policy()
    policy.zone = "America/New_York"
    policy.figure = "net"
    self.policy = policy
    var random = Chance(seed: seed)
    // Clocks leap on the 20th day.
    let firstDay = 20_500
    var sales: [Sale] = []
    for day in firstDay..<firstDay + days {
      for _ in 0..<random.number(2...5) {
        sales.append(Self.sale(sales.count + 1, on: day, &random))
      }
    }
    mornings = (firstDay + 1...firstDay + days).map { morning in
      Self.morning(morning, store, sales, &random)
    }
  }

  private static func sale(_ number: Int, on day: Int, _ random: inout Chance) -> Sale {
    let time = Int64(day) * 86_400_000_000 + Int64(random.number(0...86_399)) * 1_000_000
    let total = random.pick([19_950, 42_000, 80_000, 125_490])
    let next = day + 1
    var keys: Set<[String]> = []
    let claims = (0..<random.pick([0, 1, 1, 2, 3])).compactMap { _ -> Claim? in
      let (platform, message) = (random.pick(platforms), random.number(1...4))
      guard keys.insert([platform, "\(message)"]).inserted else { return nil }
      return Claim(
        platform: platform,
        message: message,
        sentAt: time - Int64(random.number(60...5 * 86_400)) * 1_000_000,
        isView: random.once(in: 4),
        revenue: random.pick([total, total, total, total + 10, total - 5_000]),
        shown: next..<(random.once(in: 6) ? next + random.number(1...5) : .max)
      )
    }
    return Sale(
      number: number,
      time: time,
      total: total,
      person: random.pick(People.all),
      tags: random.once(in: 6) ? .text("Subscription Recurring Order") : .null,
      shownFrom: next + random.pick([0, 0, 0, 0, 3]),
      refund: random.once(in: 4)
        ? (next + random.number(1...Self.window - 1), random.pick([5_000, total])) : nil,
      cancelledFrom: random.once(in: 15) ? next + 2 : nil,
      claims: claims
    )
  }

  private static func morning(
    _ morning: Int,
    _ store: String,
    _ sales: [Sale],
    _ random: inout Chance
  ) -> History.Batch {
    let days = morning - window...morning - 1
    let seen = Int64(morning) * 86_400_000_000 + 36_000_000_000
    let recent = sales.filter { days.contains(Int($0.time / 86_400_000_000)) }
    var batch = History.Batch()
    func cover(_ stream: String, _ source: String) {
      batch.statements.append(
        Statement(
          store: store,
          stream: stream,
          source: source,
          from: .day(days.lowerBound),
          until: .day(days.upperBound),
          seen: seen,
          isComplete: true
        )
      )
    }
    func add(_ stream: String, _ fields: [String: Value]) {
      batch.observations.append(
        Observation(stream: stream, store: store, seen: seen, fields: fields)
      )
    }
    // Some mornings an export is missing.
    if !random.once(in: 8) {
      cover("shopify_orders", "shopify")
      for sale in recent where sale.shownFrom <= morning {
        add("shopify_orders", order(sale, on: morning))
      }
    }
    for platform in platforms where !random.once(in: 8) {
      cover("attributed_orders", platform)
      for sale in recent {
        for claim in sale.claims where claim.platform == platform && claim.shown.contains(morning) {
          add("attributed_orders", fields(of: claim, to: sale))
        }
      }
      guard platform == "klaviyo" else { continue }
      cover("message_performance", platform)
      for day in days {
        for message in 1...2 {
          // What is three days old is settled.
          let growth = min(morning - day, 3)
          add("message_performance", analytics(message, day, growth, platform))
        }
      }
    }
    return batch
  }

  private static func order(_ sale: Sale, on morning: Int) -> [String: Value] {
    let refunded = sale.refund.map { morning >= $0.from ? $0.amount : 0 } ?? 0
    let isCancelled = sale.cancelledFrom.map { morning >= $0 } ?? false
    let status = refunded == 0 ? "paid" : refunded < sale.total ? "partially_refunded" : "refunded"
    return [
      "order_id": .text("\(7_000 + sale.number)"), "order_name": .text("#\(sale.number)"),
      "processed_at": .time(sale.time), "created_at": .time(sale.time),
      "financial_status": .text(status), "currency": .text("USD"),
      "subtotal_price": .money(sale.total), "total_price": .money(sale.total),
      "total_refunded": .money(refunded), "tags": sale.tags, "source_name": .text("web"),
      "cancelled_at": isCancelled ? .time(sale.time + 90_000_000_000) : .null,
      "email": .text(sale.person.emails[0]), "phone": .text(sale.person.phones[0]),
    ]
  }

  private static func fields(of claim: Claim, to sale: Sale) -> [String: Value] {
    [
      "source_system": .text(claim.platform), "order_id": .text("\(7_000 + sale.number)"),
      "order_at": .time(sale.time), "order_date": .null, "claimed_revenue": .money(claim.revenue),
      "currency": .text("USD"), "message_id": .text("m\(claim.message)"),
      "message_name": .text("Message \(claim.message)"),
      "message_type": .text(claim.message % 2 == 0 ? "flow" : "campaign"),
      "channel": .text(claim.platform == "klaviyo" ? "email" : "sms"),
      "campaign_id": .text("c\(claim.message)"),
      "campaign_name": .text("Campaign \(claim.message)"),
      "attribution_type": .text(claim.isView ? "view" : "click"), "sent_at": .time(claim.sentAt),
      "clicked_at": claim.isView ? .null : .time(claim.sentAt + 30_000_000),
      "email": .text(sale.person.emails[0]), "phone": .text(sale.person.phones[0]),
    ]
  }

  private static func analytics(
    _ message: Int,
    _ day: Int,
    _ growth: Int,
    _ platform: String
  ) -> [String: Value] {
    [
      "source_system": .text(platform), "message_id": .text("m\(message)"), "date": .day(day),
      "granularity": .text("day"), "message_name": .text("Message \(message)"),
      "message_type": .text(message % 2 == 0 ? "flow" : "campaign"), "channel": .text("email"),
      "campaign_id": .text("c\(message)"), "campaign_name": .text("Campaign \(message)"),
      "currency": .text("USD"), "message_unique_receives": .count(100 + day % 7),
      "message_unique_clicks": .count(3 * growth),
      "platform_reported_orders": .count(growth),
      "platform_reported_order_revenue": .money(growth * 80_000),
    ]
  }

  /// What the model says after a number of mornings.
  func shop(after count: Int) -> ShopModel {
    ShopModel(
      store,
      policy,
      mornings[..<count].flatMap(\.observations),
      mornings[..<count].flatMap(\.statements)
    )
  }
}
