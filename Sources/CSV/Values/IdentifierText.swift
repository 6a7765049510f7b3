import Wire

/// What spreadsheets and GraphQL do to ids, names and phone numbers.
enum IdentifierText {
  /// The text without spaces around it and without a guard: `'5001…`, `="5001…"`.
  @_lifetime(copy field)
  static func unguarded(_ field: Field) -> Field {
    var field = field.trimmed
    if field.count > 1, field[0] == UInt8(ascii: "'") {
      field = field.slice(1, field.count).trimmed
    }
    guard field.count > 2, field[0] == UInt8(ascii: "=") else { return field }
    let isDoubled = field.traits.contains(.doubledQuotes)
    let quote = isDoubled ? 2 : 1
    guard field.count >= 1 + 2 * quote, field[1] == UInt8(ascii: "\""),
      field[field.count - 1] == UInt8(ascii: "\"")
    else { return field }
    return field.slice(1 + quote, field.count - quote).trimmed
  }

  /// The bare id: without a guard, without `gid://shopify/Order/`, without `.0` behind it.
  @_lifetime(copy field)
  static func bare(_ field: Field) -> Field {
    var field = unguarded(field)
    if field.count > 6, field.bytes[0, 6].equals("gid://"),
      let slash = field.bytes.lastIndex(of: UInt8(ascii: "/"))
    {
      field = field.slice(slash + 1, field.count)
    }
    let whole = wholePart(field.bytes)
    return whole < field.count ? field.slice(0, whole) : field
  }

  /// A phone number without a guard, and without the `.0` that makes it another number.
  @_lifetime(copy field)
  static func phone(_ field: Field) -> Field {
    let field = unguarded(field)
    let end = field.count - 2
    let isDecimal =
      end >= 7 && field.bytes[end, field.count].equals(".0")
      && field.bytes[1, end].allSatisfy(\.isDigit)
      && (field[0].isDigit || field[0] == UInt8(ascii: "+"))
    return isDecimal ? field.slice(0, end) : field
  }

  /// The length of a number's digits without a point or comma and zeros behind them, such as in
  /// `5001.0`; a comma with three zeros may separate thousands, and is left.
  private static func wholePart(_ text: ByteView) -> Int {
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

  /// True for a number as a spreadsheet shows it: `5.00123E+12`, `5,00123e12`, `5E+12`, or with
  /// thousands apart, `5,001,230,000,001`: its digits are lost, or it is not the id that others know.
  static func isSpoilt(_ text: ByteView) -> Bool {
    guard !text.isEmpty, text[0].isDigit else { return isError(text) }
    return isScientific(text) || hasThousands(text)
  }

  /// True for what a spreadsheet shows in the place of a value: `#N/A`, `#REF!`, or `####` in a column
  /// that is too narrow.
  private static func isError(_ text: ByteView) -> Bool {
    guard text.count > 1, text[0] == UInt8(ascii: "#") else { return false }
    if text.allSatisfy({ $0 == UInt8(ascii: "#") }) { return true }
    let errors = ["N/A", "REF!", "VALUE!", "NAME?", "DIV/0!", "NUM!", "NULL!", "SPILL!", "CALC!"]
    return errors.contains(text[1, text.count].text.uppercased())
  }

  /// The same of a phone number, in which people put points and spaces themselves.
  static func isSpoilt(phone text: ByteView) -> Bool {
    isError(text)
      || isSpoilt(text) && (isScientific(text) || text.firstIndex(of: UInt8(ascii: ",")) != nil)
  }

  /// True for digits with an exponent, which some sign shows to be one: `12e5` may be a real id.
  private static func isScientific(_ text: ByteView) -> Bool {
    guard
      let exponent = text.firstIndex(of: UInt8(ascii: "E"))
        ?? text.firstIndex(of: UInt8(ascii: "e"))
    else { return false }
    var rest = exponent + 1
    let hasPlus = rest < text.count && text[rest] == UInt8(ascii: "+")
    if hasPlus { rest += 1 }
    guard rest < text.count, text[rest, text.count].allSatisfy(\.isDigit) else { return false }
    var points = 0
    for offset in 0..<exponent where !text[offset].isDigit {
      guard text[offset] == UInt8(ascii: ".") || text[offset] == UInt8(ascii: ",") else {
        return false
      }
      points += 1
    }
    return points == 1 || points == 0 && hasPlus
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

  /// True for an order's id with six digits and then zeros, as one is that was `5.00123E+12` when the
  /// file was saved once more as digits.
  static func isRound(orderID text: ByteView) -> Bool {
    guard text.count >= 12, text.count <= 18 else { return false }
    return text[6, text.count].allSatisfy { $0 == UInt8(ascii: "0") }
      && text[0, 6].allSatisfy(\.isDigit)
  }
}
