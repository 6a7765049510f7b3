import TestSupport
import Testing

/// Some histories that run side by side in one warehouse, and the same as one clean load.
struct World {
  let histories: [History]
  private let shops: [(seed: UInt64, shop: ShopModel)]
  private let workspace: Workspace
  private let database: Database

  init(_ histories: [History], _ workspace: Workspace, _ database: Database) throws {
    (self.histories, self.workspace, self.database) = (histories, workspace, database)
    shops = histories.flatMap { history in history.stores.map { (history.seed, history.shop($0)) } }
    for schema in ["lived", "clean"] {
      try workspace.run(loader(schema, "migrate")).orThrow()
    }
  }

  private func loader(_ schema: String, _ arguments: String...) -> Command {
    Command(
      path: BuiltProducts.program("load-postgres"),
      arguments + ["--schema", schema],
      environment: database.environment
    )
  }

  private func set(_ policies: [String: Policy], _ schema: String) throws {
    guard !policies.isEmpty else { return }
    try database.execute(
      policies.sorted { $0.key < $1.key }.map { $1.sql(store: $0, schema: schema) }
        .joined(separator: "\n")
    )
  }

  /// Loads batches, after an attempt that is killed in the midst where one is wanted.
  private func load(
    _ batches: [History.Batch],
    _ schema: String,
    killedAfter seconds: Double?,
    _ chance: inout Chance
  ) throws {
    var lines = batches.flatMap(\.observations).map(\.message)
    lines.shuffle(using: &chance.generator)
    lines.append(Statement.state(batches.flatMap(\.statements)))
    try workspace.write("batch", lines.joined(separator: "\n") + "\n")
    let command = loader(schema, "--max-withdrawn", "100%")
    if let seconds {
      _ = try workspace.run(command.killed(after: seconds), input: .file("batch"))
    }
    try workspace.run(command, input: .file("batch")).orThrow()
  }

  /// Lives through all histories, batch by batch.
  func live(seed: UInt64) throws {
    var chance = Chance(seed: seed)
    for history in histories { try set(history.first, "lived") }
    for step in 0..<(histories.map(\.batches.count).max() ?? 0) {
      let batches = histories.compactMap { step < $0.batches.count ? $0.batches[step] : nil }
      for batch in batches { try set(batch.policies, "lived") }
      let seconds = chance.once(in: 4) ? Double(chance.number(20...400)) / 1000 : nil
      try load(batches, "lived", killedAfter: seconds, &chance)
    }
    // Settings that changed last take effect with the next load, whatever that brings.
    try load([], "lived", killedAfter: nil, &chance)
  }

  /// Loads all that came in all histories at once, by the settings that hold in the end.
  func loadAtOnce(seed: UInt64) throws {
    var chance = Chance(seed: seed)
    for history in histories { try set(history.policies, "clean") }
    try load(histories.flatMap(\.batches), "clean", killedAfter: nil, &chance)
  }

  /// Where rows or columns of a mart or view are not what the model says.
  func differences(in schema: String) throws -> [String] {
    let found = try Contents(of: Relation.all, in: schema, database)
    return shops.flatMap { seed, shop in
      found.differences(from: shop).map { "\(schema), history \(seed), \($0)" }
    }
  }

  /// Changes the rules of a schema.
  func change(_ mutation: Mutation, in schema: String) throws {
    try database.execute(
      "set client_min_messages = warning;\n" + mutation.mutated(schema: schema)
    )
  }
}
