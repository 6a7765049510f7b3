public import StageKit

/// The day on which revenue counts.
public enum RevenueDate: String, OptionValue, CaseIterable {
  /// The day of the order.
  case order
  /// The day on which the message was sent.
  case message
}
