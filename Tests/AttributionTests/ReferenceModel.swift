import TestSupport

/// Random orders and claims in plain numbers, and the verdicts that the rules demand, computed the
/// slow and obvious way.
struct ReferenceModel {
  struct Order {
    var store: String
    var id: Int
    var name: String?
    var time: Int?
    var status: String?
    var test = false
    var cancelled = false
    var tags: [String] = []
    var currency: String?
    var total: Int?
    var refunded: Int?
    var phone: Int?
    var email: Int?
    var updated: Int
  }

  struct Claim {
    var store: String
    var id: Int?
    var name: String?
    var type: String
    var orderAt: Int?
    var sentAt: Int?
    var clickedAt: Int?
    var revenue: Int?
    var currency: String?
    var phone: Int?
    var email: Int?
  }

  struct Policy {
    var click = 3
    var view = 1
    var coupon: Int?
    var excludesViews = false
    var matchesCustomers = false
    var tolerance = 1
    var flags: [String] {
      ["--click-window", "\(click)h", "--view-window", "\(view)h", "--exclude-tag", "internal"]
        + (coupon.map { ["--coupon-window", "\($0)h"] } ?? [])
        + (excludesViews ? ["--exclude-view-only"] : [])
        + (matchesCustomers ? ["--require-customer-match"] : [])
        + ["--tolerance", "0.0\(tolerance)"]
    }
  }

  let orders: [Order]
  let claims: [Claim]
  let policy: Policy

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    policy = Policy(
      coupon: Bool.random(using: &random) ? 2 : nil,
      excludesViews: Bool.random(using: &random),
      matchesCustomers: Bool.random(using: &random),
      tolerance: Int.random(in: 0...9, using: &random)
    )
    orders = (0..<60).map { Self.order(updated: $0, &random) }.shuffled(using: &random)
    claims = (0..<400).map { _ in Self.claim(&random) }
  }

  private static func maybe<Value>(
    _ value: Value,
    _ random: inout SplitMix64
  ) -> Value? { Int.random(in: 0..<6, using: &random) == 0 ? nil : value }

  private static func pick<Value>(_ values: [Value], _ random: inout SplitMix64) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  private static func order(updated: Int, _ random: inout SplitMix64) -> Order {
    let number = Int.random(in: 0..<30, using: &random)
    let time = Int.random(in: 10...24, using: &random) * 1800
    let total = Int.random(in: 0...3, using: &random) * 100
    return Order(
      store: pick(["a", "b"], &random),
      id: number,
      name: maybe("#\(number % 25)", &random),
      time: maybe(time, &random),
      status: maybe(
        pick(["paid", "paid", "pending", "voided", "refunded", "draft"], &random),
        &random
      ),
      test: Int.random(in: 0..<8, using: &random) == 0,
      cancelled: Int.random(in: 0..<8, using: &random) == 0,
      tags: pick([[], ["vip"], ["vip", "Internal"]], &random),
      currency: maybe(pick(["USD", "USD", "EUR"], &random), &random),
      total: maybe(total, &random),
      refunded: maybe(pick([0, 0, 0, 100], &random), &random),
      phone: maybe(Int.random(in: 0..<2, using: &random), &random),
      email: maybe(Int.random(in: 0..<2, using: &random), &random),
      updated: updated
    )
  }

  private static func claim(_ random: inout SplitMix64) -> Claim {
    var claim = Claim(
      store: pick(["a", "b", "c"], &random),
      id: maybe(Int.random(in: 0..<35, using: &random), &random),
      name: maybe("#\(Int.random(in: 0..<35, using: &random))", &random),
      type: pick(["click", "view", "coupon", "keyword", "unknown"], &random)
    )
    if claim.name == nil, claim.id == nil { claim.id = 1 }
    claim.orderAt = maybe(Int.random(in: 8...26, using: &random) * 1800, &random)
    claim.sentAt = maybe(Int.random(in: 4...24, using: &random) * 1800, &random)
    claim.clickedAt = maybe(Int.random(in: 4...24, using: &random) * 1800, &random)
    claim.revenue = maybe(Int.random(in: 0...30, using: &random) * 10 + 3, &random)
    if Bool.random(using: &random) { claim.revenue = pick([0, 100, 200, 300, 101, 205], &random) }
    claim.currency = maybe(pick(["USD", "USD", "EUR"], &random), &random)
    claim.phone = maybe(Int.random(in: 0..<2, using: &random), &random)
    claim.email = maybe(Int.random(in: 0..<2, using: &random), &random)
    return claim
  }
}
