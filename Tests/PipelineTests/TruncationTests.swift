import TestSupport
import Testing

@Suite("Truncated input")
struct TruncationTests {
  @Test(
    "an extractor that dies half way leaves nothing behind the last commit",
    arguments: seeds(1..<4)
  )
  func extractorDies(seed: UInt64) throws {
    try Shop.with(seed: seed) { shop in
      try shop.prepareOrders()
      try shop.loadOrders()
      let orders = try shop.snapshot()
      var random = SplitMix64(seed: seed)
      let bytes = Int.random(in: 1_000...100_000, using: &random)
      let half = Command.shell(
        "extract-csv --profile postscript-revenue exports/postscript-revenue-*.csv | head -c \(bytes)"
      )
      let outcomes = try shop.work.run([half, shop.dedupe, shop.validate, shop.load])
      #expect(outcomes[1...].map(\.status) == [65, 65, 65], "\(outcomes)")
      #expect(outcomes[3].output.isEmpty)
      #expect(try shop.snapshot() == orders)
    }
  }

  @Test("half an orders file gives no verdict at all", arguments: [2, 3, 10])
  func halfOrders(part: Int) throws {
    try Shop.with { shop in
      try shop.prepareOrders()
      let orders = try shop.work.read("orders.ndjson")
      try shop.work.write("orders.ndjson", String(orders.prefix(orders.count / part)))
      let outcomes = try shop.work.run([
        shop.extract("postscript-revenue", shop.revenueReports), shop.validate,
      ])
      #expect(outcomes[1].status == 65, "\(outcomes)")
      #expect(outcomes[1].output.isEmpty)
      #expect(outcomes[1].errors.contains("orders.ndjson"))
    }
  }

  @Test("a tap that sends no STATE is accepted when the option says so")
  func atEndOfInput() throws {
    try Shop.with { shop in
      try shop.prepareOrders()
      let lines = try shop.work.read("orders.ndjson").split(separator: "\n")
      let bare = lines.filter { !$0.contains("\"type\":\"STATE\"") }.joined(separator: "\n") + "\n"
      #expect(try shop.work.run(shop.load, input: .text(bare)).status == 65)
      #expect(try shop.count("shopify_orders") == 0)
      var load = shop.load
      load.arguments += ["--at-eof", "commit"]
      #expect(try shop.work.run(load, input: .text(bare)).status == 0)
      #expect(try shop.count("shopify_orders") == 2_000)
    }
  }
}
