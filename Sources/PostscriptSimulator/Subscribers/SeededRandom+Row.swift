import Wire

extension SeededRandom {
  /// A separate stream for each combination of numbers.
  init(_ seed: UInt64, _ index: Int, _ revision: Int) {
    let first = SeededRandom.mix(seed &+ UInt64(bitPattern: Int64(index)) &* 0x9E37_79B9_7F4A_7C15)
    self.init(
      seed: SeededRandom.mix(
        first &+ UInt64(bitPattern: Int64(revision)) &* 0xD1B5_4A32_D192_ED03
      )
    )
  }
}
