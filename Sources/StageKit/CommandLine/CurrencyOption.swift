/// An ISO 4217 code as the value of an option.
public struct CurrencyOption: OptionValue {
  /// Three capital letters.
  public let code: String

  /// Reads three capital letters.
  public init(optionText: String) throws(InvalidValue) {
    guard optionText.utf8.count == 3,
      optionText.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
    else { throw InvalidValue("is not an ISO 4217 code: three capital letters, such as USD") }
    code = optionText
  }

  /// The code itself.
  public var optionText: String? { code }
}
