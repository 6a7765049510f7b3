import Wire

/// A policy in the form in which it is applied to millions of claims: plain numbers.
public struct CompiledPolicy: Sendable {
  let excludesViewOnly: Bool
  let requiresCustomerMatch: Bool
  let tolerance: ExactDecimal
  private let click: Int64
  private let view: Int64
  private let coupon: Int64
  private let keyword: Int64
  private let unknown: Int64

  /// Takes over a policy; windows beyond the range of times are the longest that there are.
  public init(_ policy: ValidationPolicy) {
    excludesViewOnly = policy.excludesViewOnly
    requiresCustomerMatch = policy.requiresCustomerMatch
    tolerance = policy.tolerance
    click = Self.microseconds(policy.clickWindow)
    view = Self.microseconds(policy.viewWindow)
    coupon = Self.microseconds(policy.couponWindow)
    keyword = Self.microseconds(policy.keywordWindow)
    unknown = Self.microseconds(policy.unknownWindow)
  }

  private static func microseconds(_ window: Duration?) -> Int64 {
    guard let window else { return -1 }
    let (value, overflow) = window.components.seconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? .max : value
  }

  /// The window in microseconds for a kind of claim, below zero where it has none.
  func window(for type: AttributionType) -> Int64 {
    switch type {
    case .click: click
    case .view: view
    case .coupon: coupon
    case .keyword: keyword
    case .unknown: unknown
    }
  }
}
