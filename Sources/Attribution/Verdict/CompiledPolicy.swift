public import Policy
import Wire

/// A policy in the form in which it is applied to millions of claims: plain numbers.
public struct CompiledPolicy: Sendable {
  let excludesViewOnly: Bool
  let requiresCustomerMatch: Bool
  let tolerance: ExactDecimal
  /// For each kind of claim, in the order of the kinds.
  private let windows: InlineArray<5, Int64>
  let callingCode: CallingCode

  /// Takes over a policy; windows beyond the range of times are the longest that there are.
  public init(_ policy: StorePolicy) {
    excludesViewOnly = !policy.acceptsViewOnly
    callingCode = policy.callingCode
    requiresCustomerMatch = policy.requiresCustomerMatch
    tolerance = policy.tolerance
    windows = InlineArray { Self.microseconds(policy, AttributionType.allCases[$0]) }
  }

  private static func microseconds(_ policy: StorePolicy, _ type: AttributionType) -> Int64 {
    let window =
      switch type {
      case .click: policy.clickWindow
      case .view: policy.viewWindow
      case .coupon: policy.couponWindow
      case .keyword: policy.keywordWindow
      case .unknown: policy.unknownWindow
      }
    guard let window = window.longest else { return -1 }
    let (value, overflow) = window.components.seconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? .max : value
  }

  /// The window in microseconds for a kind of claim, below zero where it has none.
  func window(for type: AttributionType) -> Int64 { windows[type.index] }
}
