import Wire

/// Writes numbers as JSON numbers with exactly the decimals of their source.
///
/// Plain digits are copied. What people and spreadsheets add is taken away: currency signs and
/// codes, commas, spaces or apostrophes between groups of three digits, a percent sign (the value
/// is then divided by a hundred, exactly), parentheses for a negative amount, leading zeros. The
/// decimal sign is the point; a decimal comma is refused.
struct NumberReader {
  /// The currency that the last rewritten number named, for example EUR for `12.00 €`.
  private(set) var currency: CurrencyCode?
  private var text: [UInt8] = []

  /// Writes a decimal number.
  @inline(__always)
  mutating func writeNumber(_ field: Field, to row: inout RowWriter) -> ValueProblem? {
    if NumberReader.isPlain(field) {
      row.append(field)
      return nil
    }
    return rewrite(field, to: &row, isWhole: false)
  }

  /// Writes a whole number; `121401.0` counts as one.
  @inline(__always)
  mutating func writeInteger(
    _ field: Field,
    to row: inout RowWriter,
    acceptsNegative: Bool
  ) -> ValueProblem? {
    if NumberReader.isPlain(field), field.bytes.firstIndex(of: UInt8(ascii: ".")) == nil {
      row.append(field)
      return nil
    }
    return rewrite(field, to: &row, isWhole: true, acceptsNegative: acceptsNegative)
  }

  /// Forgets the currency of the record before.
  @inline(__always)
  mutating func beginRecord() { currency = nil }

  /// True for a JSON number without an exponent that is not negative, such as `12.50`.
  @inline(__always)
  private static func isPlain(_ field: Field) -> Bool {
    let count = field.count
    guard count > 0, count < 40, field[0].isDigit else { return false }
    var points = 0
    var offset = 1
    while offset < count {
      let byte = field[offset]
      if byte == UInt8(ascii: ".") { points &+= 1 } else if !byte.isDigit { return false }
      offset &+= 1
    }
    return points <= 1 && field[count - 1].isDigit
      && (field[0] != UInt8(ascii: "0") || count == 1 || field[1] == UInt8(ascii: "."))
  }

  @inline(never)
  private mutating func rewrite(
    _ field: Field,
    to row: inout RowWriter,
    isWhole: Bool,
    acceptsNegative: Bool = true
  ) -> ValueProblem? {
    guard var number = NumberText(field.unquotedBytes) else { return .notANumber }
    currency = number.currency ?? currency
    guard acceptsNegative || !number.isNegative else { return .negativeCount }
    if isWhole {
      guard !number.isPercent, number.fraction.allSatisfy({ $0 == UInt8(ascii: "0") }) else {
        return .notAWholeNumber
      }
      number.fraction = []
    }
    number.json.withView { row.append($0) }
    return nil
  }
}
