import TestSupport
import Testing

/// The sender as a model: nothing lost, nothing twice that was answered for, everything in order,
/// within the limit, and nobody made a subscriber against their will.
@Suite("Sender model")
struct SenderModelTests {
  private static let share: UInt64 = isLongRun ? 125_000 : 500

  @Test("faults and crashes of every kind, in random worlds", arguments: seeds(0..<8))
  func worlds(seed: UInt64) {
    for world in (seed * Self.share)..<((seed + 1) * Self.share) {
      let violations = SenderModel.violations(seed: world)
      #expect(violations == [], "world \(world)")
      if !violations.isEmpty { return }
    }
  }

  /// Somebody was redacted between two pages of a look-up, and another moved up to the page that
  /// had been read.
  @Test("worlds in which something was wrong once", arguments: [579_266, 989_386] as [UInt64])
  func earlierFaults(world: UInt64) {
    #expect(SenderModel.violations(seed: world) == [])
  }
}
