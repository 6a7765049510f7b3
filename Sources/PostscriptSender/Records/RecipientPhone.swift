import Policy
import PostscriptAPI
import StageKit
import Wire

/// Phone numbers as people and platforms write them, in the one form that is sent: E.164.
enum RecipientPhone {
  /// The number in E.164; nil where the text is none, or lacks a country code that nothing gives.
  ///
  /// Spaces, brackets, hyphens, dots and slashes go. A number without `+` or `00` gets the calling
  /// code, unless it begins with it and is long enough to hold it; numbers of North America (code 1)
  /// then have eleven digits, and no others.
  static func e164(_ text: String, _ callingCode: CallingCode) -> String? {
    var digits: [UInt8] = []
    var isInternational = false
    for (offset, byte) in text.withView({ $0.trimmed.array }).enumerated() {
      switch byte {
      case UInt8(ascii: "+") where offset == 0: isInternational = true
      case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "/"):
        break
      default:
        guard byte.isDigit else { return nil }
        digits.append(byte)
      }
    }
    if !isInternational, digits.starts(with: Array("00".utf8)) {
      digits.removeFirst(2)
      isInternational = true
    }
    if !isInternational {
      let code = callingCode.digits
      guard !code.isEmpty else { return nil }
      if digits.count <= 10 || !digits.starts(with: code) {
        if digits.first == UInt8(ascii: "0") { digits.removeFirst() }
        digits = code + digits
      }
    }
    if digits.first == UInt8(ascii: "1"), digits.count != 11 { return nil }
    return (try? ShopNumber(optionText: "+" + String(decoding: digits, as: UTF8.self)))?.text
  }
}
