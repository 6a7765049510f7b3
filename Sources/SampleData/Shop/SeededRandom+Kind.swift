import Wire

/// Random numbers that can start anywhere: order 812,345 is drawn without drawing those before.
extension SeededRandom {
  /// Numbers for one thing (an order, a message) of one kind, the same in every run with the seed.
  init(seed: UInt64, kind: UInt64, index: Int) {
    self.init(
      seed: seed ^ (kind &* 0xD6E8_FEB8_6659_FD93) ^ (UInt64(index) &* 0xA076_1D64_78BD_642F)
    )
    _ = next()
  }
}
