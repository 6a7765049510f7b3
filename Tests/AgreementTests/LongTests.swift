import TestSupport
import Testing

/// Runs that take minutes, where POSTSCRIPT_ETL_LONG_TESTS is set.
@Suite("Long runs of both verdicts", .serialized, .enabled(if: isLongRun))
struct LongTests {
  @Test("1,000,000 random claims by eight policies", arguments: seeds(100..<101))
  func randomClaims(seed: UInt64) throws {
    try Agreement(seed: seed, claims: 1_000_000).check()
  }
}
