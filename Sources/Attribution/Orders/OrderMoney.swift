import Policy
import Wire

/// The amounts of an order, of which its revenue and some of its faults come once its refunds are known.
struct OrderMoney {
  var total: ExactDecimal?
  var subtotal: ExactDecimal?
  /// What the order itself says was given back, without a sign: some write it as a negative amount.
  var stated: ExactDecimal?
  /// Whether its status says that all of it was given back.
  var isRefunded = false
  /// Whether its status leaves open that something was.
  var mayHaveRefund = true

  /// The revenue by the policy, and what the amounts say against the order.
  ///
  /// The refunds may be newer than the order, which may not even have a column for them: the larger of
  /// both counts.
  func settled(
    _ refunds: RefundTotal?,
    _ rules: OrderRules
  ) -> (revenue: ExactDecimal?, faults: RejectionReasons) {
    var faults: RejectionReasons = isRefunded ? .orderRefunded : []
    if let total, let most = Self.larger(stated, refunds?.amount), most > .zero, most >= total {
      faults.insert(.orderRefunded)
    }
    let back = givenBack(refunds)
    if rules.excludesZeroNet, let back {
      let isAll = total.map { back > .zero && back >= $0 } ?? false
      // The goods that were neither discounted away nor taken back.
      let isZero = subtotal?.subtracting(back).map { $0 <= .zero } ?? false
      if isAll || isZero { faults.insert(.orderExcluded) }
    }
    switch rules.basis {
    case .total: return (total, faults)
    case .subtotal: return (subtotal, faults)
    case .net: return (back.flatMap { total?.subtracting($0) }, faults)
    }
  }

  /// What went back: nothing of an order without a refund in its status, all of one whose status says
  /// so; else an unknown refund is unknown.
  private func givenBack(_ refunds: RefundTotal?) -> ExactDecimal? {
    if isRefunded { return Self.larger(stated, total) }
    if let stated { return Self.larger(stated, refunds?.amount) }
    if let refunds, !refunds.isKnown { return nil }
    if !mayHaveRefund { return Self.larger(.zero, refunds?.amount) }
    // Of refunds that come to nothing those that the status knows of are none.
    return refunds?.amount.flatMap { $0 > .zero ? $0 : nil }
  }

  private static func larger(_ one: ExactDecimal?, _ other: ExactDecimal?) -> ExactDecimal? {
    guard let one, let other else { return one ?? other }
    return max(one, other)
  }
}

/// What the refunds of an order come to that are records of their own.
struct RefundTotal: Equatable {
  /// The sum of those in the order's currency; nil where none has an amount.
  var amount: ExactDecimal?
  /// False where one is of another currency, or without an amount.
  var isKnown = true

  /// Adds a refund.
  mutating func add(_ refund: ExactDecimal?, isOwnCurrency: Bool) {
    guard isOwnCurrency, let refund, let sum = (amount ?? .zero).adding(refund) else {
      isKnown = false
      return
    }
    amount = sum
  }
}
