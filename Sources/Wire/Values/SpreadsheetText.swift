/// What a spreadsheet leaves of an id, a name or a phone number.
public enum SpreadsheetText {
  /// True for a number as a spreadsheet shows it, whose digits are lost or are not as others know them.
  ///
  /// Such are `5.00123E+12`, `5,00123e12`, `5E+12`, and with thousands apart `5,001,230,000,001`. True
  /// for a formula and for what stands in the place of a value, too: `#N/A`, `#REF!`, `####`.
  public static func isSpoilt(_ text: ByteView) -> Bool {
    guard let first = text.isEmpty ? nil : text[0] else { return false }
    if first == UInt8(ascii: "=") { return true }
    if first.isDigit || first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
      || first == UInt8(ascii: ".")
    {
      return isScientific(text, mayBeID: true) || first.isDigit && hasThousands(text)
    }
    return isError(text)
  }

  /// The same of a phone number, in which people put points and spaces themselves, and never an `E`.
  public static func isSpoilt(phone text: ByteView) -> Bool {
    guard !text.isEmpty else { return false }
    // Nearly all are a plus sign and digits.
    if text[0] == UInt8(ascii: "+") || text[0].isDigit,
      text[1, text.count].allSatisfy(\.isDigit)
    {
      return false
    }
    if text[0] == UInt8(ascii: "=") || isError(text) || isScientific(text, mayBeID: false) {
      return true
    }
    return text[0].isDigit && hasThousands(text)
      && text.firstIndex(of: UInt8(ascii: ",")) != nil
  }

  /// The length of a number's digits without a point or comma and zeros behind them, such as in
  /// `5001.0`; a comma with three zeros may separate thousands, and is left.
  public static func wholePart(_ text: ByteView) -> Int {
    var digits = 0
    while digits < text.count, text[digits].isDigit { digits += 1 }
    let zeros = text.count - digits - 1
    guard digits > 0, zeros > 0,
      text[digits + 1, text.count].allSatisfy({ $0 == UInt8(ascii: "0") })
    else { return text.count }
    switch text[digits] {
    case UInt8(ascii: "."): return zeros == 3 && digits <= 3 ? text.count : digits
    case UInt8(ascii: ","): return zeros == 3 ? text.count : digits
    default: return text.count
    }
  }

  /// Excel's, Google Sheets' and LibreOffice's words for a value that they cannot show.
  private static let errors: Set<String> = [
    "N/A", "REF", "VALUE", "NAME", "DIV/0", "NUM", "NULL", "SPILL", "CALC", "ERROR", "FIELD",
    "BLOCKED", "CONNECT", "UNKNOWN", "GETTING_DATA",
  ]

  private static func isError(_ text: ByteView) -> Bool {
    if text.count > 4, text[0, 4].equals("Err:") {
      return text[4, text.count].allSatisfy(\.isDigit)
    }
    guard text.count > 1, text[0] == UInt8(ascii: "#") else { return false }
    if text.allSatisfy({ $0 == UInt8(ascii: "#") }) { return true }
    var end = text.count
    if text[end - 1] == UInt8(ascii: "!") || text[end - 1] == UInt8(ascii: "?") { end -= 1 }
    return errors.contains(text[1, end].text.uppercased())
  }

  /// True for digits with an exponent.
  ///
  /// Where it may be an id, some sign or space must show that it is one: `12e5` may be a real id.
  private static func isScientific(_ text: ByteView, mayBeID: Bool) -> Bool {
    var offset = 0
    var signs = 0
    func isAny(_ bytes: StaticString) -> Bool {
      guard offset < text.count else { return false }
      return bytes.withUTF8Buffer { unsafe $0.contains(text[offset]) }
    }
    if isAny("+-") {
      offset += 1
      signs += 1
    }
    var digits = 0
    while offset < text.count, text[offset].isDigit || isAny(".,") {
      if text[offset].isDigit { digits += 1 } else { signs += 1 }
      offset += 1
    }
    guard digits > 0 else { return false }
    while isAny(" ") {
      offset += 1
      signs += 1
    }
    guard isAny("Ee") else { return false }
    offset += 1
    if isAny("+- ") {
      offset += 1
      signs += 1
    }
    guard offset < text.count, text[offset, text.count].allSatisfy(\.isDigit) else { return false }
    return signs > 0 || !mayBeID
  }

  /// True for groups of three digits behind commas; behind points, spaces and apostrophes where
  /// there are two or more groups.
  private static func hasThousands(_ text: ByteView) -> Bool {
    var group = 0
    var groups = 0
    var separator: UInt8 = 0
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      offset += 1
      if byte.isDigit {
        group += 1
        continue
      }
      // The first byte of a no-break space.
      if byte == 0xC2, offset < text.count, text[offset] == 0xA0 { continue }
      guard [0x2C, 0x2E, 0x20, 0x27, 0xA0].contains(byte), separator == 0 || separator == byte,
        separator == 0 ? (1...3).contains(group) : group == 3
      else { return false }
      separator = byte
      group = 0
      groups += 1
    }
    return group == 3 && groups >= (separator == 0x2C ? 1 : 2)
  }
}
