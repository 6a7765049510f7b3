public import StageKit

/// A phone number in E.164.
public struct ShopNumber: OptionValue {
  /// The number, with its plus sign.
  public let text: String

  /// Reads a plus sign and 7 to 15 digits.
  public init(optionText: String) throws(InvalidValue) {
    let digits = optionText.dropFirst()
    guard optionText.hasPrefix("+"), (7...15).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      !digits.hasPrefix("0")
    else { throw InvalidValue("is not a phone number in E.164, such as +15153755550") }
    text = optionText
  }

  /// The number itself.
  public var optionText: String? { text }
}
