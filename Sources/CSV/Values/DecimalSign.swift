public import StageKit

/// What stands before the decimals of a number; the other sign may be between thousands.
public enum DecimalSign: String, OptionValue, CaseIterable {
  /// `1,234.56`
  case point
  /// `1.234,56`
  case comma

  /// The sign itself.
  var byte: UInt8 { self == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".") }
}
