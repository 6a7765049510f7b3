import Wire

/// A policy in the form in which it is applied to millions of claims: plain numbers.
public struct CompiledPolicy: Sendable {
  let excludesViewOnly: Bool
  let requiresCustomerMatch: Bool
  let tolerance: ExactDecimal
  /// For each kind of claim, in the order of the kinds.
  private let windows: InlineArray<5, Int64>

  /// Takes over a policy; windows beyond the range of times are the longest that there are.
  public init(_ policy: ValidationPolicy) {
    excludesViewOnly = policy.excludesViewOnly
    requiresCustomerMatch = policy.requiresCustomerMatch
    tolerance = policy.tolerance
    windows = InlineArray { Self.microseconds(policy.window(for: AttributionType.allCases[$0])) }
  }

  private static func microseconds(_ window: Duration?) -> Int64 {
    guard let window else { return -1 }
    let (value, overflow) = window.components.seconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? .max : value
  }

  /// The window in microseconds for a kind of claim, below zero where it has none.
  func window(for type: AttributionType) -> Int64 { windows[type.index] }
}
