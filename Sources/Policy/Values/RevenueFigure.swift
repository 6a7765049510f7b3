public import StageKit

/// Which figure of an order is its revenue.
public enum RevenueFigure: String, OptionValue, CaseIterable {
  /// What the customer was charged.
  case total
  /// The goods after discounts, without shipping; refunds are not taken off.
  case subtotal
  /// What the customer was charged, less refunds.
  case net
}
