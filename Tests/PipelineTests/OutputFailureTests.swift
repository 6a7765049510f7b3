import TestSupport
import Testing

@Suite("Output that fails")
struct OutputFailureTests {
  @Test("a full device ends every stage with 74")
  func fullDevice() throws {
    try Shop.with(orders: 500) { shop in
      try shop.prepareOrders()
      let extract = shop.extract("postscript-revenue", shop.revenueReports)
      try shop.work.run(extract, output: .file("claims.ndjson")).orThrow()
      #expect(try shop.work.run(extract, output: .file("/dev/full")).status == 74)
      for stage in [shop.dedupe, shop.validate, shop.load] {
        let outcome = try shop.work.run(
          stage,
          input: .file("claims.ndjson"),
          output: .file("/dev/full")
        )
        #expect(outcome.status == 74, "\(outcome)")
        #expect(outcome.errors.contains("No space left"), "\(outcome)")
      }
    }
  }

  @Test("a reader that went away ends every stage quietly, and not with success")
  func brokenPipe() throws {
    try Shop.with(orders: 3_000) { shop in
      let outcomes = try shop.work.run([
        shop.extract("shopify-orders", ["shopify-orders.csv"]), .built("transform-dedupe"),
        .shell("head -n 1 >/dev/null"),
      ])
      for outcome in outcomes.dropLast() {
        #expect(outcome.ending == .exited(141), "\(outcome)")
        #expect(outcome.errors.isEmpty, "\(outcome)")
      }
    }
  }

  @Test("a rejects file that cannot be written is an error")
  func rejectsFile() throws {
    try Shop.with(orders: 100) { shop in
      let nowhere = shop.extract(
        "postscript-revenue",
        shop.revenueReports,
        ["--rejects", "no/such/folder/rejects"]
      )
      let outcome = try shop.work.run(nowhere)
      #expect(outcome.status == 73, "\(outcome)")
    }
  }
}
