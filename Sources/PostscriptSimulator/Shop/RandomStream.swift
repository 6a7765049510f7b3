/// A seeded stream of random numbers (SplitMix64), the same on every machine.
struct RandomStream: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A stream of its own for each combination of numbers.
  init(_ seed: UInt64, _ index: Int, _ revision: Int) {
    let first = RandomStream.mix(seed &+ UInt64(bitPattern: Int64(index)) &* 0x9E37_79B9_7F4A_7C15)
    state = RandomStream.mix(first &+ UInt64(bitPattern: Int64(revision)) &* 0xD1B5_4A32_D192_ED03)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return RandomStream.mix(state)
  }

  /// True so often out of one.
  mutating func chance(_ share: Double) -> Bool { unit() < share }

  /// A number from 0 to just below 1.
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// A whole number from 0 to just below a bound above 0.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// One of the elements of a list that has some.
  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  /// A bijection of 64-bit numbers, so that different indexes give different identifiers.
  static func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// The inverse of ``mix(_:)``.
  static func unmix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 31) ^ (bits >> 62)) &* 0x3196_42B2_D24D_8EC3
    bits = (bits ^ (bits >> 27) ^ (bits >> 54)) &* 0x96DE_1B17_3F11_9089
    return bits ^ (bits >> 30) ^ (bits >> 60)
  }
}
