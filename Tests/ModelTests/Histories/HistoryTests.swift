import TestSupport
import Testing

/// Whatever comes in whatever order, in whatever batches, again, or after a kill: the warehouse ends
/// as one clean load of everything leaves it, and as the model says.
@Suite("Random histories")
struct HistoryTests {
  /// Histories of one world: two hundred in all where there is time.
  private static let share: UInt64 = isLongRun ? 50 : 20

  @Test("the same in every row and column of every mart and view", arguments: seeds(0..<4))
  func histories(seed: UInt64) throws {
    let histories = (0..<Self.share).map { History(seed: seed * Self.share + $0) }
    print("histories: seeds \(histories.map(\.seed))")
    try withDatabase { workspace, database in
      let world = try World(histories, workspace, database)
      try world.live(seed: seed)
      for difference in try world.differences(in: "lived") { Issue.record("\(difference)") }
      try world.loadAtOnce(seed: seed)
      for difference in try world.differences(in: "clean") { Issue.record("\(difference)") }
    }
  }

  /// Views that other views and functions are made of.
  private static let inner = [
    "claim_amounts", "claim_candidates", "coverage_stretches", "merged_message_rows",
    "message_identities", "order_check_facts", "order_claims", "store_settings",
  ]

  /// Views of what histories have none of, witnesses and the time of day: EvidenceTests and
  /// RequiredCoverageTests have rows of their own for them.
  private static let elsewhere = ["order_evidence", "order_witnesses", "source_freshness"]

  @Test("the model knows every view")
  func everyView() throws {
    try withDatabase { workspace, database in
      _ = try World([], workspace, database)
      let views = try database.rows(
        "select viewname from pg_views where schemaname = 'clean' order by 1"
      )
      let known = Relation.all.map(\.name) + Self.inner + Self.elsewhere
      #expect(Set(views).subtracting(known).isEmpty)
    }
  }
}
