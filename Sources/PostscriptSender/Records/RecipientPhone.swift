import Policy
import Wire

/// Phone numbers as people and platforms write them, in the one form that is sent: E.164.
enum RecipientPhone {
  /// The number in E.164; nil where the text is none, or lacks a country code that nothing gives.
  ///
  /// What ``PhoneReader`` reads; numbers of North America (code 1) have eleven digits, and no others.
  static func e164(_ text: String, _ callingCode: CallingCode) -> String? {
    var reader = PhoneReader(callingCode)
    guard text.withView({ reader.read($0) }) else { return nil }
    let digits = reader.digits.array
    if digits[0] == UInt8(ascii: "1"), digits.count != 11 { return nil }
    return "+" + String(decoding: digits, as: UTF8.self)
  }
}
