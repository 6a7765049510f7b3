/// Seeded random numbers for made-up data, the same on every machine.
///
/// SplitMix64, after Steele, Lea and Flood (2014). Not for secrets.
public struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The numbers that follow from a seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return SeededRandom.mix(state)
  }

  /// A whole number from 0 up to, but not including, a bound.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0)
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number of a range.
  public mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// One of several.
  public mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  /// True that many times in a thousand.
  public mutating func chance(perMille: Int) -> Bool { below(1000) < perMille }

  /// True so often out of one.
  public mutating func chance(_ share: Double) -> Bool { unit() < share }

  /// A number from 0 to just below 1.
  public mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// A bijection of 64-bit numbers, so that different indexes give different identifiers.
  public static func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// The inverse of ``mix(_:)``.
  public static func unmix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 31) ^ (bits >> 62)) &* 0x3196_42B2_D24D_8EC3
    bits = (bits ^ (bits >> 27) ^ (bits >> 54)) &* 0x96DE_1B17_3F11_9089
    return bits ^ (bits >> 30) ^ (bits >> 60)
  }
}
