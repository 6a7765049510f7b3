import TestSupport
import Testing

/// The verdict is given in two places, in SQL in the warehouse and in Swift in a stream, by one
/// specification: whatever comes in, both say the same.
@Suite("SQL and Swift agree")
struct AgreementTests {
  @Test("100,000 random claims by eight policies", arguments: seeds(1..<2))
  func randomClaims(seed: UInt64) throws {
    try Agreement(seed: seed, claims: 100_000).check()
  }
}
