/// An exact decimal number: a coefficient and how many of its digits are after the point.
///
/// Money is compared and subtracted in this form and never as binary floating point. Up to 38
/// digits fit; what does not fit is refused, never rounded. It reads numbers as JSON writes them;
/// the loader's `DecimalText` reads those of any length, and the CSV reader's `NumberText` what
/// people write.
public struct ExactDecimal: Sendable {
  /// All the digits, without the point.
  public let coefficient: Int128
  /// The number of digits after the point.
  public let scale: Int

  /// The most digits after the point that a value may have.
  public static let scaleLimit = 30

  /// Zero.
  public static let zero = ExactDecimal(coefficient: 0, scale: 0)

  /// Makes a number from its digits.
  public init(coefficient: Int128, scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
  }

  /// The digits after the point without the zeros at their end.
  public var significantScale: Int {
    var (rest, digits) = (coefficient, scale)
    while digits > 0, rest % 10 == 0 {
      rest /= 10
      digits -= 1
    }
    return digits
  }

  /// Parses a JSON number or the same inside a string; nil where it is none or does not fit.
  public init?(_ text: ByteView) {
    if let short = Self.short(text) {
      self = short
      return
    }
    var offset = 0
    var negative = false
    if offset < text.count, text[offset] == UInt8(ascii: "-") {
      negative = true
      offset += 1
    }
    var value: Int128 = 0
    var scale = 0
    var digits = 0
    var seenPoint = false
    while offset < text.count {
      let byte = text[offset]
      if byte.isDigit {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(Int128(byte &- UInt8(ascii: "0")))
        guard !overflow, !carry else { return nil }
        value = sum
        digits += 1
        if seenPoint { scale += 1 }
      } else if byte == UInt8(ascii: "."), !seenPoint, digits > 0 {
        seenPoint = true
      } else {
        break
      }
      offset += 1
    }
    guard digits > 0, !(seenPoint && scale == 0) else { return nil }
    var exponent = 0
    if offset < text.count {
      guard let parsed = Self.exponent(text, offset) else { return nil }
      exponent = parsed
    }
    guard let made = Self.scaled(negative ? -value : value, scale, exponent) else { return nil }
    self = made
  }

  /// Parses what most numbers are: at most 18 digits without an exponent; nil for any other text.
  @inline(__always)
  private static func short(_ text: ByteView) -> ExactDecimal? {
    guard text.count <= 18 else { return nil }
    let negative = text.count > 0 && text[0] == UInt8(ascii: "-")
    let first = negative ? 1 : 0
    var offset = first
    var point = -1
    var value: Int64 = 0
    while offset < text.count {
      let byte = text[offset]
      if byte.isDigit {
        value = value &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
      } else if byte == UInt8(ascii: "."), point < 0, offset > first {
        point = offset
      } else {
        return nil
      }
      offset &+= 1
    }
    // 18 digits are less than 10¹⁸, and that less than 2⁶³.
    assert(value >= 0 && value < 1_000_000_000_000_000_000)
    guard offset > first, point != offset &- 1 else { return nil }
    let scale = point < 0 ? 0 : offset &- point &- 1
    return ExactDecimal(coefficient: Int128(negative ? 0 &- value : value), scale: scale)
  }

  /// Parses text; nil where it is no plain decimal number or does not fit.
  public init?(_ text: String) {
    guard let value = text.withView({ ExactDecimal($0) }) else { return nil }
    self = value
  }

  private static func exponent(_ text: ByteView, _ start: Int) -> Int? {
    guard text[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var offset = start + 1
    var negative = false
    if offset < text.count, text[offset] == UInt8(ascii: "+") || text[offset] == UInt8(ascii: "-") {
      negative = text[offset] == UInt8(ascii: "-")
      offset += 1
    }
    guard offset < text.count else { return nil }
    var value = 0
    while offset < text.count {
      guard text[offset].isDigit, value < 1000 else { return nil }
      value = value * 10 + Int(text[offset] - UInt8(ascii: "0"))
      offset += 1
    }
    return negative ? -value : value
  }

  private static func scaled(_ value: Int128, _ scale: Int, _ exponent: Int) -> ExactDecimal? {
    var coefficient = value
    var newScale = scale - exponent
    while newScale < 0 {
      let (product, overflow) = coefficient.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      if coefficient == 0 {
        newScale = 0
        break
      }
      coefficient = product
      newScale += 1
    }
    while newScale > scaleLimit, coefficient % 10 == 0 {
      if coefficient == 0 {
        newScale = 0
        break
      }
      coefficient /= 10
      newScale -= 1
    }
    guard newScale <= scaleLimit else { return nil }
    return ExactDecimal(coefficient: coefficient, scale: newScale)
  }
}

extension ExactDecimal {
  /// Both coefficients at the larger of the two scales, or nil where that does not fit.
  private static func aligned(
    _ left: ExactDecimal,
    _ right: ExactDecimal
  ) -> (Int128, Int128, Int)? {
    if left.scale == right.scale { return (left.coefficient, right.coefficient, left.scale) }
    let scale = max(left.scale, right.scale)
    guard let one = left.coefficient(atScale: scale), let other = right.coefficient(atScale: scale)
    else { return nil }
    return (one, other, scale)
  }

  private func coefficient(atScale target: Int) -> Int128? {
    var value = coefficient
    for _ in scale..<max(scale, target) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
    }
    return value
  }

  /// The exact sum, or nil where it does not fit.
  public func adding(_ other: ExactDecimal) -> ExactDecimal? {
    guard let (one, two, scale) = Self.aligned(self, other) else { return nil }
    let (sum, overflow) = one.addingReportingOverflow(two)
    return overflow ? nil : ExactDecimal(coefficient: sum, scale: scale)
  }

  /// The exact difference, or nil where it does not fit.
  public func subtracting(_ other: ExactDecimal) -> ExactDecimal? {
    adding(ExactDecimal(coefficient: -other.coefficient, scale: other.scale))
  }

  /// The number without its sign.
  public var magnitude: ExactDecimal {
    coefficient < 0 ? ExactDecimal(coefficient: -coefficient, scale: scale) : self
  }

  /// True for a number below zero.
  public var isNegative: Bool { coefficient < 0 }

  /// True for zero at any scale.
  public var isZero: Bool { coefficient == 0 }

  /// Appends the number with exactly its digits after the point: `-12.50`.
  public func write(to output: inout ByteBuffer) {
    if isNegative { output.append(UInt8(ascii: "-")) }
    // 39 digits of a coefficient, or a zero before the point and as many digits as a scale has.
    var digits: InlineArray<40, UInt8> = InlineArray(repeating: UInt8(ascii: "0"))
    var count = 0
    var large = coefficient.magnitude
    while large > UInt128(UInt64.max) {
      digits[count] = UInt8(truncatingIfNeeded: large % 10) &+ UInt8(ascii: "0")
      large /= 10
      count &+= 1
    }
    var rest = UInt64(truncatingIfNeeded: large)
    while rest > 0 {
      digits[count] = UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0")
      rest /= 10
      count &+= 1
    }
    var index = max(count, scale &+ 1)
    while index > 0 {
      index &-= 1
      output.append(digits[index])
      if index == scale, scale > 0 { output.append(UInt8(ascii: ".")) }
    }
  }

  /// The number as text with exactly its digits after the point.
  public var text: String {
    var output = ByteBuffer(capacity: 48)
    write(to: &output)
    return output.view.text
  }
}

extension ExactDecimal: Comparable {
  /// Equal values, whatever their scales: 1.5 equals 1.50.
  public static func == (left: ExactDecimal, right: ExactDecimal) -> Bool {
    guard let (one, other, _) = aligned(left, right) else { return false }
    return one == other
  }

  /// Order by value.
  public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    if let (one, other, _) = aligned(left, right) { return one < other }
    // One side is too large for the other's scale: its own sign and size then decide.
    let leftWhole = left.coefficient / power(left.scale)
    let rightWhole = right.coefficient / power(right.scale)
    return leftWhole < rightWhole
  }

  private static func power(_ scale: Int) -> Int128 {
    var value: Int128 = 1
    for _ in 0..<scale { value *= 10 }
    return value
  }
}
