public import StageKit

/// The character between fields.
public struct Delimiter: OptionValue {
  /// The character in ASCII.
  public let byte: UInt8

  /// The usual one.
  public static let comma = Delimiter(byte: UInt8(ascii: ","))

  private init(byte: UInt8) { self.byte = byte }

  /// Reads one ASCII character, or the word `tab`.
  public init(optionText: String) throws(InvalidValue) {
    let byte = optionText == "tab" ? 9 : optionText.utf8.first ?? 0
    guard optionText == "tab" || optionText.utf8.count == 1, byte < 0x80,
      byte == 9 || byte > UInt8(ascii: " "), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\")
    else {
      throw InvalidValue("is not one ASCII character, such as ; or |, and not tab")
    }
    self.byte = byte
  }

  /// The character, or the word `tab`.
  public var optionText: String? { byte == 9 ? "tab" : String(UnicodeScalar(byte)) }
}
