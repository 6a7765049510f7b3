import Wire

/// Writes numbers as JSON numbers with exactly the decimals of their source.
///
/// Plain digits are copied. What people and spreadsheets add is taken away: currency signs and
/// codes, commas, spaces or apostrophes between groups of three digits, parentheses for a negative
/// amount, leading zeros; and of a plain number, which no amount and no count is, a percent sign (the
/// value is then divided by a hundred, exactly). The decimal sign is the point, or the comma where that
/// is said; the other one is never guessed.
struct NumberReader {
  /// What stands before the decimals: a point or a comma.
  let decimal: UInt8
  /// The currency that the last rewritten number named, for example EUR for `12.00 €`, else that of the
  /// headers.
  private(set) var currency: CurrencyCode?
  /// The currency that the headers of the amounts name, as in `Revenue (CAD)`.
  let headerCurrency: CurrencyCode?
  /// A sign of the last rewritten number that several currencies share.
  private(set) var sign: SharedSign?
  /// The most decimals of an amount of the record; see ``counted(_:of:isSum:)``.
  private(set) var decimals = 0

  /// True where an amount of the record came as a number of hundredths, and has some.
  private(set) var hasHundredths = false

  /// Prepares to read numbers with that decimal sign.
  init(decimal: UInt8 = UInt8(ascii: "."), currency: CurrencyCode? = nil) {
    self.decimal = decimal
    headerCurrency = currency
  }

  /// True where the amounts of the record may be of another currency than the record, or have more
  /// decimals than that.
  @inline(__always)
  var needsCheck: Bool { decimals > 0 || currency != nil || sign != nil }

  /// True where no amount has more decimals than that, and all of them are as they came.
  @inline(__always)
  func isPlain(most: Int) -> Bool {
    decimals <= most && currency == nil && sign == nil && !hasHundredths
  }

  /// What a minus sign means.
  enum Sign {
    /// Less than nothing.
    case counts
    /// Nothing: the amount is taken away anyway, and some write it with a minus sign or in parentheses.
    case isIgnored
    /// An error: a count, or a total.
    case isWrongCount
    case isWrongTotal
  }

  /// Writes a number, and remembers how many decimals it has where it is an amount.
  ///
  /// A call of its own, as is ``writeInteger(_:to:acceptsNegative:)``: inlined, both would keep the loop
  /// over the steps of a row from being one.
  @inline(never)
  mutating func writeDecimal(
    _ field: Field,
    _ type: ValueType,
    to row: inout RowWriter
  ) -> ValueProblem? {
    let plain = plainDecimals(field)
    guard plain >= 0 else { return rewrite(field, type, to: &row) }
    if plain > decimals { count(plain, of: field, type) }
    row.append(field)
    return nil
  }

  @inline(never)
  private mutating func rewrite(
    _ field: Field,
    _ type: ValueType,
    to row: inout RowWriter
  ) -> ValueProblem? {
    let sign: Sign =
      switch type {
      case .deduction: .isIgnored
      case .total: .isWrongTotal
      default: .counts
      }
    return rewrite(field, to: &row, isWhole: false, isShare: type == .number, sign) {
      reader,
      number in
      guard type != .number else { return }
      let counted = Self.counted(number.fraction, isSum: type == .sum)
      reader.decimals = max(reader.decimals, counted)
    }
  }

  /// Writes a whole number; `121401.0` counts as one.
  @inline(never)
  mutating func writeInteger(
    _ field: Field,
    to row: inout RowWriter,
    acceptsNegative: Bool
  ) -> ValueProblem? {
    if plainDecimals(field) == 0 {
      row.append(field)
      return nil
    }
    let sign = acceptsNegative ? Sign.counts : .isWrongCount
    return rewrite(field, to: &row, isWhole: true, isShare: false, sign) { _, _ in }
  }

  /// Forgets the currency and the decimals of the record before.
  @inline(__always)
  mutating func beginRecord() {
    currency = headerCurrency
    sign = nil
    decimals = 0
    hasHundredths = false
  }

  /// Writes the amount that a whole number of hundredths is; `1475.0` counts as one.
  ///
  /// Thousands may be apart, but `$20.00` is no number of hundredths: nor is any with a sign of money or
  /// with decimals as amounts have them.
  @inline(never)
  mutating func writeCents(_ field: Field, to row: inout RowWriter) -> ValueProblem? {
    guard let number = NumberText(field.unquotedBytes, decimal) else { return .notANumber }
    guard !number.isPercent, number.fraction.allSatisfy({ $0 == UInt8(ascii: "0") }) else {
      return .notAWholeNumber
    }
    guard number.fraction.count <= 1, number.currency == nil, number.sign == nil else {
      return .notHundredths
    }
    if !number.isWholeHundreds {
      hasHundredths = true
      decimals = max(decimals, 2)
    }
    let missing = max(3 - number.whole.count, 0)
    let digits = Array(repeating: UInt8(ascii: "0"), count: missing) + number.whole
    if number.isNegative, !number.isZero { row.append(UInt8(ascii: "-")) }
    digits.dropLast(2).withView { row.append($0) }
    row.append(UInt8(ascii: "."))
    digits.suffix(2).withView { row.append($0) }
    return nil
  }

  /// The number of decimals of a JSON number without an exponent that is not negative, such as
  /// `12.50`; -1 for any other text, and where the comma is the decimal sign for any point.
  @inline(__always)
  private func plainDecimals(_ field: Field) -> Int {
    let count = field.count
    if count <= 8 { return plainDecimals(ofShort: field) }
    guard count < 40, field[0].isDigit else { return -1 }
    var point = count
    var offset = 1
    while offset < count {
      let byte = field[offset]
      if !byte.isDigit {
        guard byte == UInt8(ascii: "."), byte == decimal, point == count else { return -1 }
        point = offset
      }
      offset &+= 1
    }
    guard field[count - 1].isDigit, field[0] != UInt8(ascii: "0") || point == 1 else { return -1 }
    return point == count ? 0 : count &- 1 &- point
  }

  /// The same of at most eight bytes, which are one word: nearly all amounts and counts are.
  @inline(__always)
  private func plainDecimals(ofShort field: Field) -> Int {
    let count = field.count
    guard count > 0 else { return -1 }
    // The bytes behind the end become zeros, whatever they are.
    let end = UInt64(truncatingIfNeeded: 64 &- count &* 8)
    let digits = ((field.word(at: 0) ^ 0x3030_3030_3030_3030) &<< end) &>> end
    // The high bit of every byte that is no digit, and maybe of those behind one beyond ASCII.
    let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & SpecialBytes.highs
    let point = others.trailingZeroBitCount &>> 3
    if digits & 0xFF == 0, count > 1, point != 1 { return -1 }
    if others == 0 { return 0 }
    guard others & (others &- 1) == 0, point > 0, point < count &- 1,
      field[point] == UInt8(ascii: "."), decimal == UInt8(ascii: ".")
    else { return -1 }
    return count &- 1 &- point
  }

  @inline(__always)
  private mutating func count(_ plain: Int, of field: Field, _ type: ValueType) {
    if type == .number { return }
    let last = field.word(at: field.count &- plain)
    let isZero = plain == 2 && last & 0xFFFF == 0x3030 || plain == 1 && last & 0xFF == 0x30
    if !isZero { decimals = max(decimals, Self.counted(plain, isSum: type == .sum)) }
  }

  /// How many of some decimals count against an amount where they are not one or two zeros.
  @inline(__always)
  private static func counted(_ decimals: Int, isSum: Bool) -> Int {
    isSum && decimals != 3 ? 0 : decimals
  }

  /// How many decimals count against an amount.
  ///
  /// Programs print `1000.00` in any currency. A sum may have the noise of binary fractions, but
  /// three decimals are rather a thousand that a point separates.
  static func counted(_ fraction: [UInt8], isSum: Bool) -> Int {
    if fraction.count <= 2, fraction.allSatisfy({ $0 == UInt8(ascii: "0") }) { return 0 }
    return counted(fraction.count, isSum: isSum)
  }

  @inline(never)
  private mutating func rewrite(
    _ field: Field,
    to row: inout RowWriter,
    isWhole: Bool,
    isShare: Bool,
    _ sign: Sign,
    _ note: (inout NumberReader, NumberText) -> Void
  ) -> ValueProblem? {
    guard var number = NumberText(field.unquotedBytes, decimal) else { return .notANumber }
    // A share of something is neither an amount nor a count.
    if number.isPercent, !isShare { return isWhole ? .notAWholeNumber : .notANumber }
    currency = number.currency ?? currency
    self.sign = number.sign ?? self.sign
    if sign == .isIgnored { number.isNegative = false }
    if number.isNegative, !number.isZero, sign != .counts {
      return sign == .isWrongCount ? .negativeCount : .negativeAmount
    }
    if isWhole {
      // Of `1.000` nobody knows whether it is one or a thousand.
      guard number.fraction.allSatisfy({ $0 == UInt8(ascii: "0") }),
        number.fraction.count != 3
      else { return .notAWholeNumber }
      number.fraction = []
    }
    note(&self, number)
    number.json.withView { row.append($0) }
    return nil
  }
}
