public import StageKit

/// A number from 0 up, with a fraction.
public struct Share: OptionValue {
  /// The number.
  public let value: Double

  /// Wraps a number, which must be 0 or more.
  public init(_ value: Double) { self.value = value }

  /// Reads a number.
  public init(optionText: String) throws(InvalidValue) {
    guard let value = Double(optionText), value >= 0, value.isFinite else {
      throw InvalidValue("is not a number from 0 up")
    }
    self.value = value
  }

  /// The number.
  public var optionText: String? { "\(value)" }
}
