/// Phone numbers as people write them.
enum PhoneText {
  /// The number in E.164, or nil where it is none; without a country's code it is one of the US.
  static func e164(_ text: String) -> String? {
    let isInternational = text.hasPrefix("+")
    var digits = ""
    for character in text.dropFirst(isInternational ? 1 : 0) {
      if character.isASCII, character.isNumber {
        digits.append(character)
      } else if !" -().".contains(character) {
        return nil
      }
    }
    if isInternational { return (8...15).contains(digits.count) ? "+\(digits)" : nil }
    if digits.count == 10 { return "+1\(digits)" }
    return digits.count == 11 && digits.hasPrefix("1") ? "+\(digits)" : nil
  }
}
