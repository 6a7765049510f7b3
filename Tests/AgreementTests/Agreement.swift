import TestSupport
import Testing

/// Plays the same orders, coverage, policies and claims through the warehouse and through
/// `transform-validate`, and compares what both say of each claim.
struct Agreement {
  let seed: UInt64
  let claims: Int

  /// Everything, with a warehouse of its own.
  func check() throws {
    print("agreement: seed \(seed), \(claims) claims")
    try withDatabase { workspace, database in
      let migrate = Command.built("load-postgres", "migrate", environment: database.environment)
      try workspace.run(migrate).orThrow()
      try database.execute(ShopPolicy.all.map(\.settings).joined(separator: "\n"))
      try write(workspace)
      let load = Command.built("load-postgres", environment: database.environment)
      for stream in ["orders", "claims"] {
        try workspace.run(load, input: .file(stream), timeout: 1200).orThrow()
      }
      for (index, policy) in ShopPolicy.all.enumerated() {
        let validate = Command(
          path: BuiltProducts.program("transform-validate"),
          ["--orders", "orders", "--bare"] + policy.flags
        )
        let (input, output) = (Input.file("claims-\(index)"), Output.file("verdicts-\(index)"))
        try workspace.run(validate, input: input, output: output, timeout: 1200).orThrow()
      }
      try compare(database)
      try expectVariety(database)
    }
  }

  /// Writes orders and claims of all stores, and the claims of each store by themselves.
  private func write(_ workspace: Workspace) throws {
    var random = RandomValues(seed: seed)
    var (orders, all): ([String], [String]) = ([], [])
    for (index, policy) in ShopPolicy.all.enumerated() {
      let count = index < ShopPolicy.all.count - 2 ? claims / 40 : 0
      let shop = RandomOrders(store: policy.store, count: count, &random)
      orders += shop.messages
      // Most claims are about stores that have orders.
      let share =
        count == 0 ? claims / 40 : (claims - 2 * (claims / 40)) / (ShopPolicy.all.count - 2)
      let randomClaims = RandomClaims(policy: policy, orders: shop.known)
      let messages = (0..<share).map { randomClaims.message(all.count + $0, &random) }
      all += messages
      try workspace.write("claims-\(index)", Self.text(messages, #"{"type":"STATE","value":{}}"#))
    }
    try workspace.write("orders", Self.text(orders, RandomOrders.state))
    try workspace.write("claims", Self.text(all, #"{"type":"STATE","value":{}}"#))
  }

  private static func text(_ messages: [String], _ state: String) -> String {
    (messages + [state]).joined(separator: "\n") + "\n"
  }
}
