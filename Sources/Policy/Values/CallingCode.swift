public import StageKit
import Wire

/// A country calling code, such as 1 for North America or 44 for the United Kingdom.
public struct CallingCode: OptionValue, Equatable {
  /// The digits; empty where phone numbers without a code are not to be guessed at.
  public let digits: [UInt8]

  /// No code.
  public init() { digits = [] }

  /// Reads one to three digits, with or without a plus sign.
  public init(optionText: String) throws(InvalidValue) {
    let text = Array((optionText.hasPrefix("+") ? optionText.dropFirst() : optionText[...]).utf8)
    guard (1...3).contains(text.count), text[0] != UInt8(ascii: "0"), text.allSatisfy(\.isDigit)
    else {
      throw InvalidValue("is not a country calling code, such as 1 or 44")
    }
    digits = text
  }

  /// The digits, or nil for no code.
  public var optionText: String? {
    digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }
}
