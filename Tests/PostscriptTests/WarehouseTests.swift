import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// From the API to PostgreSQL: what arrives is what the API has.
@Suite("From the API to the warehouse")
struct WarehouseTests {
  @Test(
    "after one run and one incremental run the warehouse equals the shop, field by field",
    arguments: seeds(1..<4)
  )
  func fieldByField(seed: UInt64) throws {
    try ExtractRun.with(
      .changed { settings in
        settings.seed = seed
        settings.subscribers = 3000
        settings.mutationsPerRequest = 4
        settings.faultRate = 0.02
        settings.slowSeconds = 0.2
        settings.clock = .steps(50_000)
        settings.fractionDigits = .six
      }
    ) { extract in
      try withDatabase { workspace, database in
        let load = Command.built("load-postgres", environment: database.environment)
        try workspace.write("state.json", "")
        for _ in 0..<2 {
          let stages = try workspace.run([
            extract.command(["--state", workspace.file("state.json")]), load,
          ])
          for stage in stages { try stage.orThrow() }
          let state = try #require(stages[1].lines.last)
          try workspace.write("state.json", state)
          extract.simulator.withShop { $0.settings.mutationsPerRequest = 0 }
        }
        #expect(try extract.differences(from: database) == [])
        #expect(try database.row("select count(*) from sms.postscript_keywords") == "6")
        #expect(try database.row("select count(*) from sms.postscript_webhooks") == "3")
      }
    }
  }

  @Test("the pipeline: a backfill by windows in parallel, then a run from its own state")
  func pipeline() throws {
    let settings = SimulatorSettings.changed { settings in
      settings.subscribers = 2000
      settings.mutationsPerRequest = 1
    }
    try ExtractRun.with(settings) { extract in
      try withDatabase { workspace, database in
        let environment = database.environment.merging([
          "POSTSCRIPT_API_KEY": KeyRing.standardKey,
          "POSTSCRIPT_ETL_BASE_URL": extract.simulator.baseURL, "POSTSCRIPT_ETL_RATE": "100000",
        ]) { $1 }
        // The shop of the simulator is a thousand days old.
        let backfill = Command.shell(
          "\(BuiltProducts.pipeline("backfill")) --since $(date -u -d '-1001 days' +%F) "
            + "--until $(date -u +%F) --days 150 --jobs 3 "
            + BuiltProducts.pipeline("postscript"),
          environment: environment
        )
        let outcome = try workspace.run(backfill).orThrow()
        #expect(outcome.errors.contains("7 of 7 windows"))
        #expect(!workspace.has("postscript-state.json"))
        extract.simulator.withShop { $0.settings.mutationsPerRequest = 0 }
        let run = Command.pipeline("postscript", environment: environment)
        let since = Command.shell(
          "\(BuiltProducts.pipeline("postscript")) --since $(date -u +%F)",
          environment: environment
        )
        let before = extract.simulator.withShop { $0.requestCount }
        try workspace.run(since).orThrow()
        // Not everything over again.
        #expect(extract.simulator.withShop { $0.requestCount } - before < 15)
        #expect(try extract.differences(from: database) == [])
        #expect(try workspace.read("postscript-state.json").contains("bookmarks"))
        try workspace.run(run).orThrow()
        let revoked = run.with(environment: ["POSTSCRIPT_API_KEY": "sk_simulated_revoked"])
        let failed = try workspace.run(revoked)
        #expect(failed.status == 77)
        #expect(try workspace.read("postscript-state.json").contains("bookmarks"))
      }
    }
  }

  @Test("a loader that fails ends the pipeline at once, though the API keeps the extractor waiting")
  func failedLoader() throws {
    let settings = SimulatorSettings.changed { settings in
      settings.faultRate = 1
      settings.faultKinds = [.unavailable]
    }
    try ExtractRun.with(settings) { extract in
      let clock = ContinuousClock()
      let start = clock.now
      let outcome = try extract.workspace.run(
        Command.pipeline(
          "postscript",
          environment: [
            "POSTSCRIPT_API_KEY": KeyRing.standardKey, "POSTSCRIPT_ETL_AT_EOF": "sometimes",
            "POSTSCRIPT_ETL_BASE_URL": extract.simulator.baseURL,
          ]
        )
      )
      #expect(outcome.status == 78, "\(outcome)")
      #expect(outcome.errors.contains("load-postgres failed with exit code 78"), "\(outcome)")
      // The extractor alone would try for two minutes.
      #expect(clock.now - start < .seconds(60))
    }
  }
}
