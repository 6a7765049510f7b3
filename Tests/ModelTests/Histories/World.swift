import TestSupport
import Testing

/// Some histories that run side by side in one warehouse, and the same as one clean load.
struct World {
  let histories: [History]
  private let shops: [(seed: UInt64, shop: ShopModel)]
  private let workspace: Workspace
  private let database: Database

  init(_ histories: [History], _ workspace: Workspace, _ database: Database) throws {
    (self.workspace, self.database) = (workspace, database)
    var settled = histories
    let ties = try Self.ties(histories, workspace, database)
    for index in settled.indices { settled[index].settle(ties) }
    self.histories = settled
    shops = settled.flatMap { history in history.stores.map { (history.seed, history.shop($0)) } }
    for schema in ["lived", "clean"] {
      try workspace.run(Self.loader(database, schema, "migrate")).orThrow()
    }
  }

  /// The totals of the observations that stand of two of one time.
  ///
  /// Which do, only the loader knows, and it has to say the same whatever lies around them. Here they
  /// come alone.
  private static func ties(
    _ histories: [History],
    _ workspace: Workspace,
    _ database: Database
  ) throws -> [String: Int] {
    let tied = histories.flatMap(\.batches).flatMap(\.observations).compactMap { one in
      one.tie.map {
        Observation(stream: one.stream, store: $0, seen: one.seen, fields: one.fields).message
      }
    }
    guard !tied.isEmpty else { return [:] }
    try workspace.write("ties", (tied + [Statement.state([])]).joined(separator: "\n") + "\n")
    try workspace.run(Self.loader(database, "ties", "migrate")).orThrow()
    try workspace.run(Self.loader(database, "ties"), input: .file("ties")).orThrow()
    let rows = try database.rows(
      "select store_id, (total_price * 1000)::bigint from ties.shopify_orders"
    )
    return Dictionary(
      uniqueKeysWithValues: rows.compactMap { row in
        let cells = row.split(separator: "|")
        return Int(cells[1]).map { (String(cells[0]), $0) }
      }
    )
  }

  private static func loader(
    _ database: Database,
    _ schema: String,
    _ arguments: String...
  ) -> Command {
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
    let command = Self.loader(database, schema, "--max-withdrawn", "100%")
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
