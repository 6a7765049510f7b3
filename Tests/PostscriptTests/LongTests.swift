import Glibc
import PostscriptAPI
import PostscriptSimulator
import TestSupport
import Testing
import Wire

private let isWanted = unsafe getenv("POSTSCRIPT_ETL_LONG_TESTS") != nil

/// Runs of the size that users have.
///
/// They take minutes and a machine of their own, so they run only where POSTSCRIPT_ETL_LONG_TESTS is
/// set.
@Suite(.serialized, .enabled(if: isWanted))
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

  @Test("A million subscribers within 64 MiB")
  func memory() throws {
    let settings = SimulatorSettings.changed { settings in
      settings.subscribers = 1_000_000
      settings.pageSize = 250
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

  @Test("100,000 subscribers, 5 % changing: a run and an incremental run", arguments: 1...100)
  func convergence(seed: UInt64) throws {
    var dialogue = WalkDialogue(
      SubscriberWalkTests.settings(seed, subscribers: 100_000),
      seed: seed
    )
    _ = try dialogue.walk(SubscriberWalk.Range(.updated))
    dialogue.quieten()
    _ = try dialogue.walk(SubscriberWalk.Range(.updated, since: dialogue.bookmark))
    #expect(try dialogue.differences() == [])
  }
}
