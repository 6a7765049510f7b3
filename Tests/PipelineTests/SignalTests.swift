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
        try running[1].waitUntilBlocked()
        #expect(running[1].signal(signal))
        let outcome = try running[1].wait(timeout: 60)
        running[0].signal(SIGKILL)
        _ = try running[0].wait()
        #expect(outcome.ending == .exited(status), "\(outcome)")
      }
      #expect(try shop.count("attributed_orders") == 0)
    }
  }

  @Test(
    "a line that never ends does not keep a stage from ending",
    arguments: [
      "transform-dedupe </dev/zero", "transform-orders </dev/zero",
      "extract-csv --profile auto --rejects rejects </dev/zero",
      "extract-csv --profile auto --files-from - </dev/zero",
    ]
  )
  func endlessLine(stage: String) throws {
    try withWorkspace { work in
      let running = try work.start(.shell("exec \(stage)"))
      // It has read far more than the longest line by then, and never waits for more.
      try running.waitUntil("it has read for a second") { $0.secondsOfWork >= 1 }
      #expect(running.signal(SIGTERM))
      let outcome = try running.wait(timeout: 20)
      #expect(outcome.ending == .exited(143), "\(outcome)")
    }
  }

  @Test("a signal to the pipeline reaches its stages, and nothing is committed half")
  func pipeline() throws {
    try Shop.with(orders: 4_000) { shop in
      try shop.work.run(.built("load-postgres", "migrate", environment: shop.database.environment))
        .orThrow()
      // The loader waits for a lock when the signal comes.
      let locker = try shop.work.start(
        .shell(
          """
          exec psql -d "$DATABASE_URL" -c 'begin; lock table sms.shopify_orders; \
          select pg_sleep(600)'
          """,
          environment: shop.database.environment
        )
      )
      try locker.waitUntil("the table is locked") { _ in
        try shop.database.row(
          """
          select exists (select from pg_locks where granted and mode = 'AccessExclusiveLock'
            and relation = 'sms.shopify_orders'::regclass)
          """
        ) == "t"
      }
      let running = try shop.work.start(shop.daily())
      try running.waitUntil("the loader waits for the lock") { _ in
        try shop.database.row(
          """
          select exists (select from pg_stat_activity where datname = current_database()
            and application_name = 'load-postgres' and wait_event_type = 'Lock')
          """
        ) == "t"
      }
      running.signal(SIGTERM)
      let outcome = try running.wait(timeout: 60)
      #expect(outcome.ending == .exited(143), "\(outcome)")
      // The shell ends with 143 also where the signal killed the loader: the loader's words don't.
      #expect(outcome.errors.contains("load-postgres: error: terminated"), "\(outcome)")
      try shop.database.execute(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like '%pg_sleep(600)%' and pid <> pg_backend_pid()
        """
      )
      _ = try locker.wait(timeout: 60)
      try shop.work.run(shop.daily()).orThrow()
      let resumed = try shop.snapshot()
      try shop.database.execute("drop schema sms cascade")
      try shop.work.run(shop.daily()).orThrow()
      #expect(try shop.snapshot() == resumed)
    }
  }
}
