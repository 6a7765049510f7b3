/// A share as an export prints it, from which a count can be worked out where just one fits.
struct RateCount {
  /// The digits of the share without the point.
  private let digits: Int128
  /// How many of them are after the point.
  private let scale: Int
  /// True for a plain 0, 0.0, 1 or 1.0: how programs print exactly none and exactly all.
  private let isExact: Bool

  /// Reads `0.0016207455429497568` or `0.16%`, or `0.16` of a column of percentages; nil where it is no
  /// share between 0 and 1.
  init?(_ text: [UInt8], _ decimal: UInt8, isPercent: Bool = false) {
    guard let number = NumberText(text, decimal), !number.isNegative else { return nil }
    let all = number.whole + number.fraction
    guard all.count <= 24, let digits = Int128(String(decoding: all, as: UTF8.self)) else {
      return nil
    }
    self.digits = digits
    let isPercent = isPercent || number.isPercent
    scale = number.fraction.count + (isPercent ? 2 : 0)
    isExact = !isPercent && number.fraction.count <= 1
    guard digits <= Self.power(scale) else { return nil }
  }

  private static func power(_ scale: Int) -> Int128 {
    (0..<scale).reduce(1) { power, _ in power * 10 }
  }

  /// The only count whose share is printed like this, or nil where none or several are.
  ///
  /// The share is count ÷ delivered, or a share of sent messages: count ÷ (delivered + count), as
  /// bounces are.
  func count(of delivered: Int, isShareOfSent: Bool) -> Int? {
    guard delivered <= 1_000_000_000 else { return nil }
    let one = 4 * Self.power(scale)
    // Half a unit of the last digit each way, and the error of a binary fraction.
    let room = isExact ? 0 : 2 + digits >> 49
    let low = max(4 * digits - room, 0)
    let high = min(4 * digits + room, one)
    let total = Int128(delivered)
    // n ÷ total lies in low...high; or n ÷ (total + n), so n ÷ total in low/(1-low)...
    let lowest: Int128
    let highest: Int128
    if isShareOfSent {
      guard high < one else { return nil }
      lowest = Self.roundedUp(low * total, one - low)
      highest = high * total / (one - high)
    } else {
      lowest = Self.roundedUp(low * total, one)
      highest = high * total / one
    }
    return lowest == highest ? Int(lowest) : nil
  }

  private static func roundedUp(_ value: Int128, _ divisor: Int128) -> Int128 {
    (value + divisor - 1) / divisor
  }
}
