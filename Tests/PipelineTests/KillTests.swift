import Glibc
import TestSupport
import Testing

@Suite("Killed at any point")
struct KillTests {
  /// Kills a stage some times, at moments drawn from a seed over the time of a whole run.
  @Test("kill -9 of any stage, then the same again: the same warehouse", arguments: 0..<4)
  func anyStage(stage: Int) throws {
    try Shop.with(orders: 4_000) { prepared in
      try prepared.prepareOrders()
      try prepared.loadOrders()
      let before = try prepared.snapshot()
      var after: [String] = []
      var duration = Duration.zero
      try prepared.withCopy { shop in
        duration = try ContinuousClock().measure { try shop.run(shop.revenue()) }
        after = try shop.snapshot()
      }
      #expect(before != after)

      var random = SplitMix64(seed: UInt64(stage) + 1)
      for trial in 0..<5 {
        try prepared.withCopy { shop in
          let running = try shop.work.start(shop.revenue())
          usleep(UInt32.random(in: 0...duration.microseconds, using: &random))
          running[stage].signal(SIGKILL)
          let loader = try running.map { try $0.wait() }[3]
          let found = try shop.snapshot()
          // The reports have one commit marker, at their end: so it is all or nothing. Only a loader
          // that was killed itself can have committed without saying so.
          let allowed =
            loader.succeeded
            ? [after] : loader.ending == .killed(SIGKILL) ? [before, after] : [before]
          #expect(allowed.contains(found), "stage \(stage), trial \(trial): \(loader)")
          try shop.run(shop.revenue())
          #expect(try shop.snapshot() == after, "stage \(stage), trial \(trial)")
        }
      }
    }
  }

  @Test("a backend terminated in mid-run: 69 or 75, nothing of the batch, then the same again")
  func backendTerminated() throws {
    // Enough claims to fill the buffers between the stages, so that some reach the server at once.
    try Shop.with(orders: 10_000) { shop in
      try shop.prepareOrders()
      try shop.loadOrders()
      let before = try shop.snapshot()
      let claims = Command.shell(
        """
        extract-csv --profile postscript-revenue exports/postscript-revenue-*.csv >claims.ndjson
        head -n 5000 claims.ndjson
        while [ ! -e go-on ]; do sleep 0.05; done
        tail -n +5001 claims.ndjson
        """
      )
      let stages = try shop.work.start([claims, shop.validate, shop.load])
      var cut = "0"
      for _ in 0..<3_000 where cut == "0" && !stages[2].hasEnded {
        usleep(20_000)
        cut = try shop.database.row(
          """
          select count(pg_terminate_backend(pid)) from pg_stat_activity
          where datname = current_database() and query ilike 'copy %'
          """
        )
      }
      #expect(cut == "1")
      try shop.work.write("go-on", "")
      let loader = try stages.map { try $0.wait() }[2]
      #expect([69, 75].contains(loader.status), "\(loader)")
      #expect(try shop.snapshot() == before)
      try shop.run(shop.revenue())
      #expect(try shop.count("attributed_orders") > 500)
    }
  }
}

extension Duration {
  /// The span in whole microseconds.
  var microseconds: UInt32 {
    UInt32(components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000)
  }
}
