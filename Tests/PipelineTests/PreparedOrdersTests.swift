import TestSupport
import Testing

/// The windows of a backfill share one extract of the orders.
@Suite("Prepared orders")
struct PreparedOrdersTests {
  private static func daily(_ shop: Shop, _ options: String...) throws -> Outcome {
    try shop.work.run(
      Command(
        path: BuiltProducts.pipeline("daily"),
        options + [shop.exports],
        environment: shop.database.environment
      )
    )
  }

  @Test("windows with prepared orders give the warehouse of one run, and read no orders")
  func backfill() throws {
    try Shop.with(orders: 300) { shop in
      try shop.loadEverything()
      let expected = try shop.snapshot(withCoverage: false)
      try shop.database.execute("drop schema sms cascade")
      try Self.daily(shop, "--prepare-orders", "orders.prepared").orThrow()
      #expect(try shop.count("shopify_orders") > 0 && shop.count("attributed_orders") == 0)
      // What the windows take must be the file, and not the exports.
      try shop.work.run(.shell("rm \(shop.export("shopify-orders.csv"))")).orThrow()
      try shop.work.run(
        Command(
          path: BuiltProducts.pipeline("backfill"),
          ["--since", "2025-08-15", "--until", "2026-01-01", "--by", "month", "--state", "marks"]
            + [BuiltProducts.pipeline("daily"), "--orders", "orders.prepared", shop.exports],
          environment: shop.database.environment
        )
      ).orThrow()
      #expect(try shop.snapshot(withCoverage: false) == expected)
    }
  }

  @Test("orders that are not there, or asked for twice, end with their own codes")
  func faults() throws {
    try Shop.with(orders: 10) { shop in
      #expect(try Self.daily(shop, "--orders", "none").status == 66)
      #expect(try Self.daily(shop, "--prepare-orders", "a", "--orders", "b").status == 64)
      #expect(try Self.daily(shop, "--prepare-orders", "a", "--since", "2026-01-01").status == 64)
      let nowhere = try Self.daily(shop, "--prepare-orders", "nowhere/a")
      #expect(nowhere.status == 73 && nowhere.errors.contains("cannot be written"), "\(nowhere)")
    }
  }

  @Test("scripts log as the stages do")
  func logs() throws {
    try withWorkspace { work in
      let run = try work.run(
        Command(
          path: BuiltProducts.pipeline("daily"),
          [#"no "such" folder"#],
          environment: ["POSTSCRIPT_ETL_LOG_FORMAT": "json"]
        )
      )
      #expect(run.status == 66)
      let said = #""program":"daily","level":"error","message":"no folder no \"such\" folder"}"#
      #expect(run.errors.split(separator: "\n").first?.hasSuffix(said) == true, "\(run)")
    }
  }
}
