import Glibc
import TestSupport
import Testing

@Suite("Stopped by a signal")
struct SignalTests {
  /// The stages under test, by name; each waits for input that never ends.
  private func stage(_ name: String, _ shop: Shop) -> Command {
    switch name {
    case "extract-csv": .built("extract-csv", "--profile", "postscript-revenue")
    case "transform-validate": shop.validate
    case "load-postgres": shop.load
    default: .built(name)
    }
  }

  @Test(
    "SIGTERM ends with 143 and SIGINT with 130, never with 0",
    arguments: ["extract-csv", "transform-dedupe", "transform-validate", "load-postgres"]
  )
  func stops(name: String) throws {
    try Shop.with(orders: 500) { shop in
      try shop.prepareOrders()
      for (signal, status) in [(SIGTERM, Int32(143)), (SIGINT, 130)] {
        let input =
          name == "extract-csv"
          ? "cat exports/postscript-revenue-2025-12-02.csv"
          : "extract-csv --profile postscript-revenue exports/postscript-revenue-2025-12-02.csv"
        let running = try shop.work.start([
          .shell("\(input) | sed '$d'; exec sleep 60"), stage(name, shop),
        ])
        usleep(400_000)
        #expect(running[1].signal(signal))
        let outcome = try running[1].wait(timeout: 60)
        running[0].signal(SIGKILL)
        _ = try running[0].wait()
        #expect(outcome.status == status, "\(outcome)")
      }
      #expect(try shop.count("attributed_orders") == 0)
    }
  }

  @Test("a signal to the pipeline reaches its stages, and nothing is committed half")
  func pipeline() throws {
    try Shop.with(orders: 4_000) { shop in
      let running = try shop.work.start(shop.daily())
      while !running.errorsSoFar.contains("load-postgres") && !running.hasEnded { usleep(2_000) }
      running.signal(SIGTERM)
      let outcome = try running.wait(timeout: 60)
      #expect(outcome.status == 143, "\(outcome)")
      try shop.work.run(shop.daily()).orThrow()
      let resumed = try shop.snapshot()
      try shop.database.execute("drop schema sms cascade")
      try shop.work.run(shop.daily()).orThrow()
      #expect(try shop.snapshot() == resumed)
    }
  }
}
