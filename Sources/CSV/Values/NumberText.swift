import Wire

/// A number as people and spreadsheets write it, taken apart: with thousands separators, currency
/// signs, parentheses or a percent sign, none of which JSON's numbers (`ExactDecimal`) have.
struct NumberText {
  /// True for a minus sign or parentheses.
  var isNegative = false
  /// The digits before the point, without separators and leading zeros; `0` where there are none.
  private(set) var whole: [UInt8] = []
  /// The digits behind the point.
  var fraction: [UInt8] = []
  /// True where a percent sign follows.
  private(set) var isPercent = false
  /// The currency that a sign or a code names for certain.
  private(set) var currency: CurrencyCode?
  /// A sign that several currencies share.
  private(set) var sign: SharedSign?

  /// Takes text apart, whose decimals are behind a point or a comma; nil where it is no number.
  init?(_ text: [UInt8], _ decimal: UInt8 = UInt8(ascii: ".")) {
    let text = Self.withPlainSpaces(text)
    var rest = Self.withoutSpaces(text[...])
    if rest.first == UInt8(ascii: "("), rest.last == UInt8(ascii: ")") {
      isNegative = true
      rest = Self.withoutSpaces(rest.dropFirst().dropLast())
    }
    takeSign(&rest)
    takeCurrencyInFront(&rest)
    takeSign(&rest)
    if rest.last == UInt8(ascii: "%") {
      isPercent = true
      rest = Self.withoutSpaces(rest.dropLast())
    }
    takeCurrencyBehind(&rest)
    guard let first = rest.first, let last = rest.last, last.isDigit,
      first.isDigit || first == decimal, takeDigits(rest, decimal)
    else { return nil }
    whole = Array(whole.drop { $0 == UInt8(ascii: "0") })
    if whole.isEmpty { whole = [UInt8(ascii: "0")] }
  }

  /// True for a number of hundredths that is a whole number of what they are hundredths of.
  var isWholeHundreds: Bool { whole.suffix(2).allSatisfy { $0 == UInt8(ascii: "0") } }

  /// True where all digits are zeros.
  var isZero: Bool { (whole + fraction).allSatisfy { $0 == UInt8(ascii: "0") } }

  /// The number as JSON; a percentage as a fraction of one.
  var json: [UInt8] {
    var whole = whole
    var fraction = fraction
    if isPercent {
      let padded = [UInt8(ascii: "0"), UInt8(ascii: "0")] + whole
      fraction = padded.suffix(2) + fraction
      whole = Array(padded.dropLast(2).drop { $0 == UInt8(ascii: "0") })
      if whole.isEmpty { whole = [UInt8(ascii: "0")] }
    }
    let sign: [UInt8] = isNegative && !isZero ? [UInt8(ascii: "-")] : []
    return sign + whole + (fraction.isEmpty ? [] : [UInt8(ascii: ".")] + fraction)
  }

  /// Takes digits with separators apart at the decimal sign.
  private mutating func takeDigits(_ text: ArraySlice<UInt8>, _ decimal: UInt8) -> Bool {
    let isComma = decimal == UInt8(ascii: ",")
    let thousands = isComma ? UInt8(ascii: ".") : UInt8(ascii: ",")
    let parts = text.split(separator: decimal, omittingEmptySubsequences: false)
    guard parts.count <= 2, let integer = parts.first else { return false }
    if parts.count == 2 {
      guard parts[1].allSatisfy(\.isDigit) else { return false }
      fraction = Array(parts[1])
    }
    // `0.00` is nothing, whichever sign stands before decimals.
    if isComma, text.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }) {
      whole = [UInt8(ascii: "0")]
      return text.count { $0 == UInt8(ascii: ".") } <= 1
    }
    // No number whose thousands are apart begins with a zero: the comma of `0,500` stands before
    // decimals. Of `0,000` that does not matter.
    let isNothing = text.allSatisfy { !$0.isDigit || $0 == UInt8(ascii: "0") }
    var separator: UInt8?
    var group = 0
    for byte in integer {
      if byte.isDigit {
        whole.append(byte)
        group += 1
        continue
      }
      guard byte == thousands || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "'"),
        separator == nil || separator == byte,
        separator == nil ? (1...3).contains(group) : group == 3,
        whole.first != UInt8(ascii: "0") || isNothing
      else { return false }
      separator = byte
      group = 0
    }
    return separator == nil || group == 3
  }

  private mutating func takeSign(_ rest: inout ArraySlice<UInt8>) {
    guard let first = rest.first, !isNegative else { return }
    // U+2212 is what typographers write for a minus.
    if rest.starts(with: [0xE2, 0x88, 0x92]) {
      isNegative = true
      rest = rest.dropFirst(3)
    } else if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    rest = Self.withoutSpaces(rest)
  }

  private mutating func takeCurrencyInFront(_ rest: inout ArraySlice<UInt8>) {
    let sign = rest.prefix { !$0.isDigit && !"-+.".utf8.contains($0) }
    guard takeCurrency(Self.withoutSpaces(sign)) else { return }
    rest = Self.withoutSpaces(rest.dropFirst(sign.count))
  }

  private mutating func takeCurrencyBehind(_ rest: inout ArraySlice<UInt8>) {
    guard let last = rest.lastIndex(where: \.isDigit) else { return }
    let sign = rest[(last + 1)...]
    guard takeCurrency(Self.withoutSpaces(sign)) else { return }
    rest = rest[...last]
  }

  /// What stands for a currency, and the code of the one that it names for certain.
  private static let signs: [(sign: String, code: String)] = [
    ("US$", "USD"), ("CA$", "CAD"), ("C$", "CAD"), ("A$", "AUD"), ("AU$", "AUD"),
    ("NZ$", "NZD"), ("HK$", "HKD"), ("R$", "BRL"), ("MX$", "MXN"), ("€", "EUR"), ("£", "GBP"),
    ("₹", "INR"), ("₩", "KRW"), ("₪", "ILS"), ("₺", "TRY"), ("zł", "PLN"),
  ]

  /// The code of the currency that a sign such as `US$` or `€` names for certain; nil for any other.
  static func code(ofSign sign: String) -> String? {
    signs.first { $0.sign.lowercased() == sign.lowercased() }?.code
  }

  /// Takes a sign such as `$`, `US$` or `€`, or a code; false where it is none.
  private mutating func takeCurrency(_ sign: ArraySlice<UInt8>) -> Bool {
    if sign.isEmpty { return false }
    if let code = CurrencyCode(capitals: sign) {
      currency = code
      return true
    }
    if let shared = SharedSign(sign) {
      self.sign = shared
      return true
    }
    guard let found = Self.signs.first(where: { sign.elementsEqual($0.sign.utf8) }) else {
      return false
    }
    currency = CurrencyCode(capitals: found.code.utf8)
    return true
  }

  /// The text with a space in the place of each no-break space, wide (U+00A0) or narrow (U+202F).
  private static func withPlainSpaces(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(where: { $0 == 0xC2 || $0 == 0xE2 }) else { return text }
    var plain: [UInt8] = []
    var rest = text[...]
    while let first = rest.first {
      let length =
        rest.starts(with: [0xC2, 0xA0]) ? 2 : rest.starts(with: [0xE2, 0x80, 0xAF]) ? 3 : 0
      plain.append(length == 0 ? first : UInt8(ascii: " "))
      rest = rest.dropFirst(max(length, 1))
    }
    return plain
  }

  /// Text without spaces and tabs at both ends.
  private static func withoutSpaces(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let first = text.first, first <= UInt8(ascii: " ") { text = text.dropFirst() }
    while let last = text.last, last <= UInt8(ascii: " ") { text = text.dropLast() }
    return text
  }
}
