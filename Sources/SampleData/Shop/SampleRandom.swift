/// Seeded random numbers that can start anywhere: order 812,345 is drawn without drawing those before.
///
/// SplitMix64, after Steele, Lea and Flood (2014). Not for secrets.
struct SampleRandom {
  private var state: UInt64

  /// Numbers for one thing (an order, a message) of one kind, the same in every run with the seed.
  init(seed: UInt64, kind: UInt64, index: Int) {
    state = seed ^ (kind &* 0xD6E8_FEB8_6659_FD93) ^ (UInt64(index) &* 0xA076_1D64_78BD_642F)
    _ = next()
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, but not including, a bound.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0)
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number of a range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True so many times in a thousand.
  mutating func chance(perMille: Int) -> Bool { below(1000) < perMille }

  /// One of several.
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
