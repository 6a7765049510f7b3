import TestSupport
import Testing

@Suite("Loading again")
struct RepeatedLoadTests {
  @Test("the same exports twice: no row is rewritten")
  func twice() throws {
    try Shop.with { shop in
      try shop.loadEverything()
      let contents = try shop.snapshot()
      let versions = try shop.versions()
      #expect(try shop.count("attributed_orders") > 500)
      #expect(try shop.count("obt_orders") == 2_000)
      try shop.loadEverything()
      #expect(try shop.snapshot() == contents)
      #expect(try shop.versions() == versions)
    }
  }

  @Test("two overlapping reports, in either order or both at once, give the same warehouse")
  func overlap() throws {
    try Shop.with { prepared in
      try prepared.prepareOrders()
      try prepared.loadOrders()
      var snapshots: [[String]] = []
      for order in [[[0, 1]], [[1, 0]], [[0], [1]], [[1], [0]], [[1], [0], [1], [0]]] {
        try prepared.withCopy { shop in
          for reports in order {
            try shop.run(shop.revenue(reports.map { shop.revenueReports[$0] }))
          }
          snapshots.append(try shop.snapshot())
        }
      }
      for snapshot in snapshots.dropFirst() { #expect(snapshot == snapshots[0]) }
    }
  }

  @Test("claims before their orders, and analytics before both, give the same marts")
  func reversedStreams() throws {
    try Shop.with { shop in
      try shop.loadEverything()
      let expected = try shop.snapshot()
      try shop.database.execute("drop schema sms cascade")
      try shop.run([shop.extract("klaviyo-flows", ["klaviyo-flows.csv"]), shop.load])
      try shop.run(shop.claims("attributed-orders", ["attributed-orders-klaviyo.csv"]))
      try shop.run([shop.extract("klaviyo-campaigns", ["klaviyo-campaigns.csv"]), shop.load])
      try shop.run(shop.revenue())
      try shop.loadOrders()
      try shop.run([shop.extract("postscript-messages", ["postscript-messages.csv"]), shop.load])
      #expect(try shop.snapshot() == expected)
    }
  }

  @Test("the marts equal a rebuild from scratch")
  func rebuild() throws {
    try Shop.with { shop in
      try shop.loadEverything()
      let refreshed = try shop.snapshot()
      try shop.work.run(
        .built("load-postgres", "refresh", environment: shop.database.environment)
      ).orThrow()
      #expect(try shop.snapshot() == refreshed)
    }
  }
}
