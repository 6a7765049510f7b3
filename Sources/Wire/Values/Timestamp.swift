/// An instant: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
@frozen
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Microseconds since the epoch.
  public let microseconds: Int64

  /// Makes an instant.
  @inlinable
  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Earlier before later.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  /// Parses RFC 3339 with an offset.
  ///
  /// Also accepted are a space for `T`, lower-case letters, and an offset written `+0200` or
  /// `+02`. Digits beyond the microsecond must be zeros.
  ///
  /// Without an offset it is nil, unless `assumingUTC` says that such times are in UTC, as the
  /// Postscript API's are; then a bare day is its midnight. With `rounding`, as PostgreSQL does it,
  /// further digits are rounded to the microsecond, and a leap second is the one that follows it.
  public init?(_ text: ByteView, assumingUTC: Bool = false, rounding: Bool = false) {
    if let plain = Self.plainForm(text) {
      self = plain
      return
    }
    guard text.count >= 10, let date = CivilDate(text[0, 10]) else { return nil }
    let midnight = Int64(date.daysSinceEpoch) * 86_400_000_000
    if text.count == 10 {
      guard assumingUTC else { return nil }
      self.init(microseconds: midnight)
      return
    }
    guard text.count >= 16, text[10] == UInt8(ascii: " ") || text[10] | 0x20 == UInt8(ascii: "t"),
      text[13] == UInt8(ascii: ":"),
      let hour = text.number(11, 2), let minute = text.number(14, 2), hour < 24, minute < 60
    else { return nil }
    var offset = 16
    var second = 0
    var fraction = 0
    if offset < text.count, text[offset] == UInt8(ascii: ":") {
      guard let value = text.number(17, 2), value < 60 || rounding && value == 60 else {
        return nil
      }
      second = value
      offset = 19
      guard let (value, next) = Self.fraction(text, offset, rounding) else { return nil }
      (fraction, offset) = (value, next)
    }
    guard let zone = Self.zone(text, offset, assumingUTC) else { return nil }
    let seconds = hour * 3600 + minute * 60 + second - zone
    self.init(microseconds: midnight + Int64(seconds) * 1_000_000 + Int64(fraction))
  }

  /// The microseconds of the fraction at an offset, a million where it is rounded up to a second,
  /// and the offset behind it.
  private static func fraction(
    _ text: ByteView,
    _ start: Int,
    _ rounding: Bool
  ) -> (Int, Int)? {
    guard start < text.count, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: ",")
    else { return (0, start) }
    var offset = start + 1
    var value = 0
    var digits = 0
    var roundsUp = false
    while offset < text.count, text[offset].isDigit {
      if digits < 6 {
        value = value * 10 + Int(text[offset] - UInt8(ascii: "0"))
      } else if !rounding, text[offset] != UInt8(ascii: "0") {
        return nil
      } else if digits == 6 {
        roundsUp = text[offset] >= UInt8(ascii: "5")
      }
      digits += 1
      offset += 1
    }
    guard digits > 0 else { return nil }
    for _ in min(digits, 6)..<6 { value *= 10 }
    return (roundsUp ? value + 1 : value, offset)
  }

  /// The offset from UTC in seconds at the end of the text.
  private static func zone(_ text: ByteView, _ start: Int, _ assumingUTC: Bool) -> Int? {
    var start = start
    if start < text.count, text[start] == UInt8(ascii: " ") { start += 1 }
    if start == text.count { return assumingUTC ? 0 : nil }
    let sign = text[start]
    if sign | 0x20 == UInt8(ascii: "z") { return start + 1 == text.count ? 0 : nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = text.number(start + 1, 2), hours < 24
    else {
      return nil
    }
    var minutes = 0
    let rest = text.count - start - 3
    if rest > 0 {
      let colon = text[start + 3] == UInt8(ascii: ":") ? 1 : 0
      guard rest == 2 + colon, let value = text.number(start + 3 + colon, 2), value < 60 else {
        return nil
      }
      minutes = value
    }
    return (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }

  /// Appends RFC 3339 in UTC with `Z`: whole seconds bare, else with six digits of fraction.
  ///
  /// The year must lie within 1 to 9999; ``isWritable`` tells.
  public func write(to output: inout ByteBuffer) {
    let (days, inDay) = microseconds.quotientAndRemainder(flooringBy: 86_400_000_000)
    CivilDate(daysSinceEpoch: Int(days)).write(to: &output)
    output.append(UInt8(ascii: "T"))
    output.append(secondOfDay: Int(inDay / 1_000_000))
    let fraction = Int(inDay % 1_000_000)
    if fraction > 0 {
      output.append(UInt8(ascii: "."))
      output.append(digits: fraction, width: 6)
    }
    output.append(UInt8(ascii: "Z"))
  }

  /// Whether the instant lies in the years 1 to 9999, in which it can be written.
  public var isWritable: Bool {
    microseconds >= -62_135_596_800_000_000 && microseconds < 253_402_300_800_000_000
  }

  /// The instant as RFC 3339 in UTC.
  public var text: String {
    var output = ByteBuffer(capacity: 32)
    write(to: &output)
    return output.view.text
  }
}

extension Int64 {
  /// Division that rounds down, with its remainder, which is never negative.
  func quotientAndRemainder(flooringBy divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
