import TestSupport
import Testing

/// Runs that take minutes, where POSTSCRIPT_ETL_LONG_TESTS is set.
@Suite("Long runs of the model", .serialized, .enabled(if: isLongRun))
struct LongTests {
  @Test("a wrong rule is caught", arguments: Mutation.all)
  func mutations(mutation: Mutation) throws {
    let histories = (0..<60).map { History(seed: $0) }
    try withDatabase { workspace, database in
      let world = try World(histories, workspace, database)
      for schema in ["clean", "lived"] { try world.change(mutation, in: schema) }
      let found = try differences(world)
      #expect(!found.isEmpty)
      print("\(mutation.testDescription): \(found.count) differences, \(found.first ?? "none")")
    }
  }

  @Test("ninety mornings", arguments: seeds(0..<2))
  func ninetyMornings(seed: UInt64) throws {
    print("diary: seed \(seed)")
    try DailyTests().live(Diary(store: "diary", days: 90, seed: seed))
  }

  /// What the model finds, or an invariant before it: in one load, else in one batch after another.
  private func differences(_ world: World) throws -> [String] {
    do {
      try world.loadAtOnce(seed: 0)
      let found = try world.differences(in: "clean")
      if !found.isEmpty { return found }
      try world.live(seed: 0)
    } catch let failure as TestFailure {
      guard "\(failure)".contains("[SQLSTATE XX000]") else { throw failure }
      return ["\(failure)"]
    }
    return try world.differences(in: "lived")
  }
}
