import Foundation
import TestSupport
import Testing

@Suite("Daily pipeline")
struct DailyTests {
  @Test("it loads what the stages by hand load, and a second run rewrites nothing")
  func wholeDay() throws {
    try Shop.with { shop in
      try shop.loadEverything()
      let expected = try shop.snapshot()
      try shop.database.execute("drop schema sms cascade")
      let outcome = try shop.work.run(shop.daily())
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(try shop.snapshot() == expected)
      let versions = try shop.versions()
      try shop.work.run(shop.daily()).orThrow()
      #expect(try shop.versions() == versions)
    }
  }

  @Test("compressed exports are exports")
  func compressed() throws {
    try Shop.with(orders: 300) { shop in
      try shop.work.run(shop.daily()).orThrow()
      let expected = try shop.snapshot()
      try shop.database.execute("drop schema sms cascade")
      try shop.work.run(
        .shell("gzip exports/shopify-orders.csv exports/postscript-revenue-2026-01-01.csv")
      )
      .orThrow()
      try shop.work.run(shop.daily()).orThrow()
      #expect(try shop.snapshot() == expected)
    }
  }

  @Test("a stage that fails fails the pipeline, by name and with its code")
  func failingStage() throws {
    try Shop.with(orders: 300) { shop in
      let report = shop.export(shop.revenueReports[0])
      try shop.work.write(report, "no,such,header\n1,2,3\n")
      let outcome = try shop.work.run(shop.daily())
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("daily: extract-csv failed with exit code 65"), "\(outcome)")
      #expect(try shop.count("attributed_orders") == 0)
    }
  }

  @Test("missing inputs end with 66, wrong use with 64, --help with 0")
  func use() throws {
    try withWorkspace { (work) throws in
      let daily = { (arguments: [String]) in
        try work.run(Command(path: BuiltProducts.pipeline("daily"), arguments))
      }
      #expect(try daily(["--help"]).succeeded)
      #expect(try daily([]).status == 64)
      #expect(try daily(["--since", "yesterday", "."]).status == 64)
      #expect(try daily(["no-such-folder"]).status == 66)
      #expect(try daily(["."]).status == 66)
    }
  }
}
