extension ReferenceModel {
  /// What a verdict must say.
  struct Expected: Equatable {
    var ruling: String
    var validated: Int?
    var order: Int?
    var windowChecked = false
    var customerMatch: Bool?
    var matched: Int?
  }

  private enum Found {
    case order(Order)
    case missing
    case undecided
  }

  /// The verdict on a claim.
  func expected(_ claim: Claim) -> Expected {
    let found = find(claim)
    var reasons: [String] = []
    var order: Order?
    var time = claim.orderAt
    if case .order(let match) = found {
      order = match
      time = match.time
      reasons += faults(match)
      if let one = claim.currency, let other = match.currency, one != other {
        reasons.append("currency_mismatch")
      }
    }
    var isUndecided = false
    if case .missing = found { reasons.append("order_not_found") }
    if case .undecided = found { isUndecided = true }
    var expected = Expected(ruling: "", order: order.flatMap(revenue), matched: order?.id)
    if !isUndecided {
      let (checked, fault) = checkTime(claim, time)
      expected.windowChecked = checked
      if let fault { reasons.append(fault) }
    }
    if claim.type == "view", policy.excludesViews { reasons.append("view_only_excluded") }
    if let order { expected.customerMatch = customerMatch(claim, order) }
    if expected.customerMatch == false, policy.matchesCustomers {
      reasons.append("customer_mismatch")
    }
    settle(&expected, reasons, claim.revenue)
    return expected
  }

  private func settle(_ expected: inout Expected, _ reasons: [String], _ claimed: Int?) {
    if !reasons.isEmpty {
      expected.ruling = (["rejected"] + reasons).joined(separator: " ")
    } else if let actual = expected.order {
      let agrees = claimed.map { abs($0 - actual) <= policy.tolerance } ?? false
      expected.ruling = agrees ? "valid" : "adjusted"
      expected.validated = actual
    } else {
      expected.ruling = "unverifiable"
    }
  }

  private func find(_ claim: Claim) -> Found {
    let all = orders.filter { $0.store == claim.store }
    let latest = Dictionary(grouping: all) { $0.id }.values.compactMap { versions in
      versions.max { $0.updated < $1.updated }
    }
    if let id = claim.id, let order = latest.first(where: { $0.id == id }) { return .order(order) }
    if let name = claim.name {
      let named = latest.filter { $0.name == name }
      if named.count == 1 { return .order(named[0]) }
      if named.count > 1 { return .undecided }
    }
    let times = all.compactMap(\.time)
    guard let first = times.min(), let last = times.max(), let at = claim.orderAt,
      (first...last).contains(at)
    else { return .undecided }
    return .missing
  }

  private func faults(_ order: Order) -> [String] {
    var faults: [String] = []
    if order.test { faults.append("order_test") }
    if order.cancelled { faults.append("order_cancelled") }
    if order.status == nil || order.status == "voided" || order.status == "draft" {
      faults.append("order_voided")
    }
    let all = order.refunded.flatMap { back in order.total.map { back > 0 && back >= $0 } }
    if order.status == "refunded" || all == true { faults.append("order_refunded") }
    if order.tags.contains("Internal") { faults.append("order_excluded") }
    return faults
  }

  private func revenue(_ order: Order) -> Int? {
    guard let total = order.total else { return nil }
    if order.status == "refunded" { return total - max(order.refunded ?? total, total) }
    if let refunded = order.refunded { return total - refunded }
    return order.status == nil ? nil : total
  }

  private func checkTime(_ claim: Claim, _ time: Int?) -> (Bool, String?) {
    guard let time else { return (false, nil) }
    let touch = claim.type == "click" ? claim.clickedAt ?? claim.sentAt : claim.sentAt
    if [touch, claim.sentAt].compactMap({ $0 }).contains(where: { $0 > time }) {
      return (false, "touch_after_order")
    }
    let windows = ["click": policy.click, "view": policy.view, "coupon": policy.coupon]
    guard let sent = claim.sentAt, let window = windows[claim.type] ?? nil else {
      return (false, nil)
    }
    return (true, time - sent > window * 3600 ? "outside_window" : nil)
  }

  private func customerMatch(_ claim: Claim, _ order: Order) -> Bool? {
    let phones = claim.phone.flatMap { one in order.phone.map { one == $0 } }
    let emails = claim.email.flatMap { one in order.email.map { one == $0 } }
    if phones == true || emails == true { return true }
    return phones == false && emails == false ? false : nil
  }
}
