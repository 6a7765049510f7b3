import Wire

/// What spreadsheets and GraphQL do to ids, names and phone numbers.
enum IdentifierText {
  /// The text without spaces around it and without a guard: `'5001…`, `="5001…"`, `=5001…`.
  @_lifetime(copy field)
  static func unguarded(_ field: Field) -> Field {
    var field = field.trimmed
    if field.count > 1, field[0] == UInt8(ascii: "'") {
      field = field.slice(1, field.count).trimmed
    }
    guard field.count > 2, field[0] == UInt8(ascii: "=") else { return field }
    // A formula of digits alone is what they are.
    if field.bytes[1, field.count].allSatisfy(\.isDigit) { return field.slice(1, field.count) }
    return unwrapped(field)
  }

  /// A text without the formula in which a spreadsheet keeps it: `="paid"`.
  @_lifetime(copy field)
  @inline(__always)
  static func unwrapped(_ field: Field) -> Field {
    field.count > 2 && field[0] == UInt8(ascii: "=") ? reallyUnwrapped(field) : field
  }

  @inline(never)
  @_lifetime(copy field)
  private static func reallyUnwrapped(_ field: Field) -> Field {
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
    // Nearly all are digits alone.
    if field.isDigits { return field }
    var field = unguarded(field)
    if field.count > 6, field.bytes[0, 6].equals("gid://"),
      let slash = field.bytes.lastIndex(of: UInt8(ascii: "/"))
    {
      field = field.slice(slash + 1, field.count)
    }
    let whole = SpreadsheetText.wholePart(field.bytes)
    return whole < field.count ? field.slice(0, whole) : field
  }

  /// A phone number without a guard, and without the `.0` that makes it another number.
  @_lifetime(copy field)
  static func phone(_ field: Field) -> Field {
    // Nearly all are a plus sign and digits.
    if field.count > 1, field[0] == UInt8(ascii: "+"), field.slice(1, field.count).isDigits {
      return field
    }
    let field = unguarded(field)
    let end = field.count - 2
    let isDecimal =
      end >= 7 && field.bytes[end, field.count].equals(".0")
      && field.bytes[1, end].allSatisfy(\.isDigit)
      && (field[0].isDigit || field[0] == UInt8(ascii: "+"))
    return isDecimal ? field.slice(0, end) : field
  }

  /// True for a number that is no order's id, which is digits alone: `5E12`, `+5001`, `05001`.
  static func isOther(thanOrderID text: ByteView) -> Bool {
    if text.allSatisfy(\.isDigit) { return text.count > 1 && text[0] == UInt8(ascii: "0") }
    return text.allSatisfy { $0.isDigit || "+-.,eE ".utf8.contains($0) }
  }

  /// True for an order's id with six digits and then zeros, as one is that was `5.00123E+12` when the
  /// file was saved once more as digits.
  static func isRound(orderID text: ByteView) -> Bool {
    guard text.count >= 12, text.count <= 18 else { return false }
    return text[6, text.count].allSatisfy { $0 == UInt8(ascii: "0") }
      && text[0, 6].allSatisfy(\.isDigit)
  }
}
