/// What counts in a random shop, by the rules as they are written down: one claim after the other,
/// in whole cents.
struct ShopModel {
  let shop: RandomShop
  /// The days of August that are asked for.
  var days = 1...31
  /// The windows in minutes; nil is any time, below 0 none at all.
  var clickWindow: Int? = 7 * 1440
  var viewWindow: Int? = 1440

  typealias Claim = RandomShop.Claim

  func order(_ claim: Claim) -> RandomShop.Order? { shop.orders.first { $0.id == claim.order } }

  /// The claims of the period: revenue counts on the day of the order.
  var asked: [Claim] {
    shop.claims.filter { days.contains((order($0)?.minute ?? $0.orderMinute) / 1440 + 1) }
  }

  /// The first reason against a claim, or nil where it stands.
  func fault(_ claim: Claim) -> String? {
    guard let order = order(claim) else { return "order_not_found" }
    if order.isTest { return "order_test" }
    if order.isCancelled { return "order_cancelled" }
    if max(claim.touch, claim.sent) > order.minute { return "touch_after_order" }
    let window: Int?
    switch claim.kind {
    case "click": window = clickWindow
    case "view": window = viewWindow
    default: window = nil
    }
    if let window, order.minute - claim.sent > window { return "outside_window" }
    return nil
  }

  /// The claims that stand, by order.
  var standing: [String: [Claim]] {
    Dictionary(grouping: asked.filter { fault($0) == nil }, by: \.order)
  }

  /// Of some claims the one with the latest touch; no two of an order have the same.
  func latest(_ claims: [Claim]) -> Claim? { claims.max { $0.touch < $1.touch } }

  /// The winner of each platform, by order.
  var winners: [(order: String, claim: Claim)] {
    standing.flatMap { order, claims in
      Dictionary(grouping: claims, by: \.platform).values.compactMap { own in
        latest(own).map { (order, $0) }
      }
    }
  }

  func cents(_ order: String) -> Int { shop.orders.first { $0.id == order }?.cents ?? 0 }

  /// Validated revenue of a platform, or of all with an order once for each.
  func validated(_ platform: String?) -> Int {
    winners.filter { platform == nil || $0.claim.platform == platform }
      .map { cents($0.order) }.reduce(0, +)
  }

  /// Revenue by platform where one claim of each order has all of it.
  func credit(_ choice: ([Claim]) -> Claim?) -> [String: Int] {
    standing.reduce(into: [:]) { credit, entry in
      guard let claim = choice(entry.value) else { return }
      credit[claim.platform, default: 0] += cents(entry.key)
    }
  }

  var lastTouch: [String: Int] { credit(latest) }

  var firstTouch: [String: Int] { credit { $0.min { $0.touch < $1.touch } } }

  var clickBeforeView: [String: Int] {
    credit { claims in latest(claims.filter { $0.kind == "click" }) ?? latest(claims) }
  }

  /// Equal shares in whole cents: the n-th touch has what n shares come to less what n - 1 do.
  var linear: [String: Int] {
    standing.reduce(into: [:]) { credit, entry in
      let claims = entry.value.sorted { $0.touch < $1.touch }
      for (place, claim) in claims.enumerated() {
        let upTo = { (count: Int) in cents(entry.key) * count / claims.count }
        credit[claim.platform, default: 0] += upTo(place + 1) - upTo(place)
      }
    }
  }

  /// What each order that counts adds, once: for a platform, or for all.
  func counted(_ platform: String?) -> Int {
    standing.reduce(0) { sum, entry in
      let isTheirs = platform.map { name in entry.value.contains { $0.platform == name } } ?? true
      return sum + (isTheirs ? cents(entry.key) : 0)
    }
  }
}
