import Foundation
import TestSupport
import Testing

@Suite("Rejects")
struct RejectReplayTests {
  /// Swaps texts in a file of the workspace.
  private func replace(_ old: String, _ new: String, in name: String, _ shop: Shop) throws {
    let text = try shop.work.read(name)
    #expect(text.contains(old))
    try shop.work.write(name, text.replacingOccurrences(of: old, with: new))
  }

  @Test("bad rows among good ones are set aside, fixed, and replayed")
  func csvRows() throws {
    try Shop.with { shop in
      try shop.prepareOrders()
      try shop.loadOrders()
      let orders = try shop.snapshot()
      try shop.run(shop.revenue())
      let expected = try shop.snapshot(withCoverage: false)
      try shop.database.execute("drop schema sms cascade")
      try shop.loadOrders()
      #expect(try shop.snapshot() == orders)

      // Every time of one day loses its hour.
      let report = shop.export(shop.revenueReports[1])
      try replace("2025-12-24 1", "2025-12-24 x1", in: report, shop)
      try shop.work.touch(report, at: 1_767_247_200)
      #expect(try shop.work.run(shop.revenue())[0].status == 65)
      #expect(try shop.snapshot() == orders)

      let aside = ["POSTSCRIPT_ETL_REJECTS": "rejects.ndjson"]
      try shop.run(shop.revenue().map { $0.with(environment: aside) })
      #expect(try shop.snapshot(withCoverage: false) != expected)
      try replace("2025-12-24 x1", "2025-12-24 1", in: "rejects.ndjson", shop)
      var replay = shop.revenue()
      replay[0].arguments = ["--profile", "postscript-revenue", "--replay", "rejects.ndjson"]
      try shop.run(replay)
      #expect(try shop.snapshot(withCoverage: false) == expected)
    }
  }

  @Test("too many rejects end the run, and nothing of it is loaded")
  func threshold() throws {
    try Shop.with { shop in
      try shop.prepareOrders()
      try shop.loadOrders()
      let orders = try shop.snapshot()
      try replace("2025-12-24 1", "2025-12-24 x1", in: shop.export(shop.revenueReports[1]), shop)
      var stages = shop.revenue()
      stages[0].environment["POSTSCRIPT_ETL_REJECTS"] = "rejects.ndjson"
      stages[0].environment["POSTSCRIPT_ETL_MAX_REJECTS"] = "2"
      let outcomes = try shop.work.run(stages)
      #expect(outcomes.map(\.status) == [65, 65, 65, 65], "\(outcomes)")
      #expect(try shop.snapshot() == orders)
    }
  }
}
