import PostscriptAPI
import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// Runs of the size that users have.
///
/// They take minutes and a machine to themselves, so they run only where POSTSCRIPT_ETL_LONG_TESTS is
/// set.
@Suite("Long runs", .serialized, .enabled(if: isLongRun))
struct LongTests {
  @Test("300 pages at 250 ms: at least 14 requests a second, and no 429")
  func pace() throws {
    let settings = SimulatorSettings.changed { settings in
      settings.subscribers = 30_000
      settings.latency = 0.25
      settings.rateLimit = 15
    }
    try ExtractRun.with(settings) { extract in
      _ = try extract.run("--streams", "postscript_subscribers", rate: 15).orThrow()
      let log = extract.simulator.withShop { $0.log }
      #expect(!log.contains { $0.status == 429 })
      let first = try #require(log.first).at.microseconds
      let last = try #require(log.last).at.microseconds
      let rate = Double(log.count) / (Double(last - first) / 1e6)
      print("pace: \(log.count) requests, \(rate) a second")
      #expect(rate >= 14)
    }
  }

  @Test("a million subscribers within 64 MiB")
  func memory() throws {
    let settings = SimulatorSettings.changed { settings in
      settings.subscribers = 1_000_000
      settings.pageSize = 250
      // Some hundred thousand share a second.
      settings.bulkShare = 0.4
      settings.mutationsPerRequest = 10
      settings.clock = .steps(50_000)
    }
    try ExtractRun.with(settings) { extract in
      let outcome = try extract.workspace.run(
        extract.command(["--streams", "postscript_subscribers"]),
        output: .file("/dev/null"),
        timeout: 1200
      ).orThrow()
      print("memory: \(outcome.peakMemory) KiB; \(outcome.errors)")
      #expect(outcome.peakMemory <= 65_536)
    }
  }

  @Test(
    "100,000 subscribers, 5 % changing, 2 % of answers faulty, killed at times: the same warehouse",
    arguments: seeds(1..<101)
  )
  func convergence(seed: UInt64) throws {
    var settings = SubscriberWalkTests.settings(seed, subscribers: 100_000)
    settings.rateLimit = 0
    settings.faultRate = 0.02
    settings.slowSeconds = 0.2
    var random = SplitMix64(seed: seed)
    try ExtractRun.with(settings) { extract in
      try withDatabase { workspace, database in
        let state = workspace.file("state.json")
        try workspace.write("state.json", "")
        let run = extract.command(["--state", state, "--streams", "postscript_subscribers"])
        let load = Command.built("load-postgres", environment: database.environment)
        for _ in 0..<Int.random(in: 0...2, using: &random) {
          let seconds = Double.random(in: 0.3...6, using: &random)
          let stages = try workspace.run([run.killed(after: seconds), load])
          if let last = stages[1].lines.last { try workspace.write("state.json", last) }
        }
        for _ in 0..<2 {
          let stages = try workspace.run([run, load], timeout: 3600)
          for stage in stages { try stage.orThrow() }
          try workspace.write("state.json", try #require(stages[1].lines.last))
          extract.simulator.withShop { $0.settings.mutationsPerRequest = 0 }
        }
        #expect(try extract.differences(from: database) == [])
        #expect(try database.row("select count(*) > 100000 from sms.postscript_subscribers") == "t")
      }
    }
  }
}
