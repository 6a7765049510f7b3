public import Wire

/// Where the check of a claim leaves it.
@frozen
public enum ValidationStatus: Int, Sendable, CaseIterable {
  /// The claim is accepted, and its figure is the order's.
  case valid
  /// The claim is accepted, with the order's figure in place of its.
  case adjusted
  /// Something speaks against it.
  case rejected
  /// Nothing speaks against it, but the available orders cannot confirm it.
  case unverifiable
}

/// The verdict on one claim: a pure function of the claim, what was found, and the policy.
///
/// - A claim whose order was found has the order's time; the claim's own `order_at` serves only
///   where none was found. Where the search was undecided, that time is not checked against the
///   window: nobody has confirmed it.
/// - An order whose revenue is unknown confirms nothing: the claim is unverifiable. A claim that
///   names no figure gets the order's, and is adjusted.
/// - The revenue that counts is always the order's own, in the order's currency: a claim within the
///   tolerance is valid, and still counts no cent more. So a currency that is unknown on either side
///   is no mismatch.
public struct Verdict: Sendable {
  /// The outcome.
  public private(set) var status = ValidationStatus.unverifiable
  /// What speaks against the claim; empty unless rejected.
  public private(set) var reasons: RejectionReasons = []
  /// The revenue that counts; nil unless valid or adjusted.
  public private(set) var validatedRevenue: ExactDecimal?
  /// The revenue of the order; nil where none was found or it is unknown.
  public private(set) var orderRevenue: ExactDecimal?
  /// The touch that competes for the order.
  public private(set) var touchAt: Timestamp?
  /// The time from touch to order, in microseconds; below zero where the touch came later.
  public private(set) var microsecondsToOrder: Int64?
  /// Whether the attribution window was checked.
  public private(set) var windowChecked = false
  /// Whether the claim's customer is the order's: true where phone or email agree, false where
  /// both are known on both sides and neither does, nil where too little is known.
  public private(set) var customerMatch: Bool?
  /// The order's time by Shopify; nil where no order was found.
  public private(set) var orderTime: Timestamp?

  /// Judges a claim.
  public init(_ claim: Claim, _ match: OrderMatch, _ policy: CompiledPolicy) {
    touchAt = claim.touchAt
    switch match {
    case .found(let order):
      orderTime = order.time
      reasons = order.faults
      orderRevenue = order.revenue
      checkTimes(claim, order.time, policy)
      checkCustomer(claim.customer, order.customer, policy)
      if let claimed = claim.currency, let actual = order.currency, claimed != actual {
        reasons.insert(.currencyMismatch)
      }
    case .notFound:
      reasons = .orderNotFound
      checkTimes(claim, claim.orderAt, policy)
    case .undecided:
      measure(to: claim.orderAt)
    }
    if policy.excludesViewOnly, claim.type == .view { reasons.insert(.viewOnlyExcluded) }
    decide(claim.revenue, policy.tolerance)
  }

  private mutating func measure(to orderTime: Timestamp?) {
    guard let touchAt, let orderTime else { return }
    // Both are instants of the years 0 to 9999.
    assert(!orderTime.microseconds.subtractingReportingOverflow(touchAt.microseconds).overflow)
    microsecondsToOrder = orderTime.microseconds &- touchAt.microseconds
  }

  private mutating func checkTimes(
    _ claim: Claim,
    _ orderTime: Timestamp?,
    _ policy: CompiledPolicy
  ) {
    measure(to: orderTime)
    guard let orderTime else { return }
    if let touchAt, touchAt > orderTime { reasons.insert(.touchAfterOrder) }
    guard let sentAt = claim.sentAt else { return }
    if sentAt > orderTime { reasons.insert(.touchAfterOrder) }
    let window = policy.window(for: claim.type)
    if reasons.contains(.touchAfterOrder) || window < 0 { return }
    windowChecked = true
    assert(!orderTime.microseconds.subtractingReportingOverflow(sentAt.microseconds).overflow)
    if orderTime.microseconds &- sentAt.microseconds > window { reasons.insert(.outsideWindow) }
  }

  private mutating func checkCustomer(
    _ claimed: Customer,
    _ actual: Customer,
    _ policy: CompiledPolicy
  ) {
    customerMatch = claimed.matches(actual)
    if policy.requiresCustomerMatch, customerMatch == false { reasons.insert(.customerMismatch) }
  }

  private mutating func decide(_ claimed: ExactDecimal?, _ tolerance: ExactDecimal) {
    if !reasons.isEmpty {
      status = .rejected
    } else if let orderRevenue {
      let agrees = claimed.map { $0.isWithin(tolerance, of: orderRevenue) } ?? false
      status = agrees ? .valid : .adjusted
      validatedRevenue = orderRevenue
    }
  }
}

extension ExactDecimal {
  /// Whether two numbers differ by at most so much.
  func isWithin(_ tolerance: ExactDecimal, of other: ExactDecimal) -> Bool {
    if scale == other.scale, coefficient == other.coefficient { return true }
    guard let difference = subtracting(other) else { return false }
    return difference.magnitude <= tolerance
  }
}
