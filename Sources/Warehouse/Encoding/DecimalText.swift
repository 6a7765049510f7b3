import Wire

/// A decimal number as text, taken apart so that its digits can be read at any place.
///
/// Nothing is computed and nothing rounded: `1.50` keeps its two places, whatever its size. That is
/// why this is no `ExactDecimal`, which holds 38 digits: PostgreSQL's numeric holds 131,072.
struct DecimalText: ~Escapable {
  private let text: ByteView
  private let isNegative: Bool
  /// Offsets of the digits before the point, without leading zeros.
  private let wholeStart: Int
  private let wholeEnd: Int
  /// Offset after the last digit behind the point; the first is at `wholeEnd + 1`.
  private let fractionEnd: Int
  private let exponent: Int

  /// Takes a number as JSON writes it; nil for anything else.
  @inline(__always)
  @_lifetime(copy text)
  init?(_ text: ByteView) {
    self.text = text
    var offset = 0
    let end = text.count
    isNegative = end > 0 && text[0] == UInt8(ascii: "-")
    if isNegative { offset = 1 }
    var start = offset
    while offset < end, text[offset].isDigit { offset &+= 1 }
    guard offset > start else { return nil }
    // Numbers inside strings may have leading zeros only as a single 0: "007" is no number.
    guard offset == start + 1 || text[start] != UInt8(ascii: "0") else { return nil }
    if text[start] == UInt8(ascii: "0") { start &+= 1 }
    wholeStart = start
    wholeEnd = offset
    var fraction = offset
    if offset < end, text[offset] == UInt8(ascii: ".") {
      offset &+= 1
      while offset < end, text[offset].isDigit { offset &+= 1 }
      guard offset > fraction + 1 else { return nil }
      fraction = offset
    }
    fractionEnd = fraction
    if offset == end {
      exponent = 0
    } else {
      guard let value = Self.exponent(text, offset) else { return nil }
      exponent = value
    }
  }

  /// The exponent that begins at an offset with `e`, held to a million either way.
  private static func exponent(_ text: ByteView, _ start: Int) -> Int? {
    guard text[start] | 0x20 == UInt8(ascii: "e"), start + 1 < text.count else { return nil }
    let sign = text[start + 1]
    var offset = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") ? start + 2 : start + 1
    guard offset < text.count else { return nil }
    var value = 0
    while offset < text.count {
      guard text[offset].isDigit else { return nil }
      value = min(value * 10 + Int(text[offset] - UInt8(ascii: "0")), 1_000_000)
      offset += 1
    }
    return sign == UInt8(ascii: "-") ? -value : value
  }

  private var fractionCount: Int { max(fractionEnd - wholeEnd - 1, 0) }

  /// The number of digits before the point once the exponent is applied, from the first that may
  /// be other than zero; negative where zeros follow the point.
  private var wholeCount: Int { wholeEnd - wholeStart + exponent }

  /// The number of digits behind the point once the exponent is applied.
  private var scale: Int { max(fractionCount - exponent, 0) }

  /// The digit that many places right of the point: 0 is the first behind it, -1 the ones.
  @inline(__always)
  private func digit(_ place: Int) -> UInt8 {
    let index = wholeEnd - wholeStart + exponent + place
    guard index >= 0 else { return 0 }
    var offset = wholeStart + index
    if offset >= wholeEnd { offset += 1 }
    return offset < fractionEnd ? text[offset] - UInt8(ascii: "0") : 0
  }

  private var isZero: Bool {
    for offset in wholeStart..<fractionEnd
    where text[offset] != UInt8(ascii: "0") && text[offset] != UInt8(ascii: ".") {
      return false
    }
    return true
  }

  /// PostgreSQL's limits for numeric: 131,072 digits before the point and 16,383 behind it.
  var fitsNumeric: Bool { scale <= 16_383 && (wholeCount <= 131_072 || isZero) }

  /// True where every digit behind the point is zero.
  var isWhole: Bool {
    if fractionEnd == wholeEnd, exponent >= 0 { return true }
    if scale > fractionCount + 40 { return isZero }
    for place in 0..<scale where digit(place) != 0 { return false }
    return true
  }

  /// The value of a whole number that fits 64 bits, else nil.
  var integer: Int64? {
    if wholeCount > 40 { return isZero ? 0 : nil }
    var value: Int64 = 0
    for place in stride(from: -max(wholeCount, 0), to: 0, by: 1) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      // Summed up below zero, where there is room for one more than above it.
      let (sum, carry) = product.subtractingReportingOverflow(Int64(digit(place)))
      if overflow || carry { return nil }
      value = sum
    }
    return isNegative ? value : value == .min ? nil : -value
  }

  /// Appends the binary form of numeric: groups of four decimal digits, aligned to the point.
  func writeNumeric(to output: inout ByteBuffer) {
    let zero = isZero
    let wholeGroups = zero ? 0 : (max(wholeCount, 0) + 3) / 4
    let fractionGroups = zero ? 0 : (scale + 3) / 4
    output.append(bigEndian: UInt16(wholeGroups + fractionGroups))
    output.append(bigEndian: Int16(wholeGroups - 1))
    output.append(bigEndian: UInt16(isNegative && !zero ? 0x4000 : 0))
    output.append(bigEndian: UInt16(scale))
    for group in -wholeGroups..<fractionGroups {
      var value: UInt16 = 0
      for place in group * 4..<group * 4 + 4 { value = value * 10 + UInt16(digit(place)) }
      output.append(bigEndian: value)
    }
  }
}
