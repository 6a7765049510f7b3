import StageKit

/// What becomes of claims to orders by which a subscription charged itself.
enum RenewalAction: String, OptionValue, CaseIterable {
  /// No message brought them.
  case reject
  /// They are orders like any other.
  case accept
}
