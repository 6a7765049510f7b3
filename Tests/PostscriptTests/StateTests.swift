import Glibc
import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// What the STATE of `extract-postscript` promises, and which states it refuses.
@Suite("State")
struct StateTests {
  @Test("a state of another store, or of the future, is refused")
  func refused() throws {
    try ExtractRun.with(.changed { $0.subscribers = 50 }) { extract in
      let first = try extract.run("--store", "one").orThrow()
      let state = try #require(try Messages(first).states.last)
      let bookmark = state["bookmarks"]?["postscript_subscribers"]
      #expect(bookmark?["store_id"]?.string == "one")
      try extract.workspace.write("state.json", state.text)
      _ = try extract.run("--store", "one", "--state", "state.json").orThrow()
      let other = try extract.run("--store", "two", "--state", "state.json")
      #expect(other.status == 78)
      #expect(other.errors.contains(#"the store "one""#), "\(other)")
      try extract.workspace.write(
        "future.json",
        #"{"bookmarks":{"postscript_subscribers":{"updated_at":"2999-01-01T00:00:00Z"}}}"#
      )
      let future = try extract.run("--state", "future.json")
      #expect(future.status == 78)
      #expect(future.errors.contains("lies in the future"), "\(future)")
      for outcome in [other, future] {
        #expect(!outcome.text.contains("RECORD"))
      }
    }
  }

  @Test("a state says which time the walk covers: from its start, else from the earliest change")
  func covers() throws {
    try ExtractRun.with(.changed { $0.subscribers = 50 }) { extract in
      func bookmark(_ arguments: String...) throws -> (own: JSONValue?, records: [JSONValue]) {
        let command = extract.command(["--streams", "postscript_subscribers"] + arguments)
        let messages = try Messages(extract.workspace.run(command).orThrow())
        return (
          messages.states.last?["bookmarks"]?["postscript_subscribers"],
          messages.records["postscript_subscribers"] ?? []
        )
      }
      let (own, records) = try bookmark("--store", "one")
      let covers = try #require(own?["covers"]?.array)
      try #require(covers.count == 1)
      #expect(covers[0]["store_id"]?.string == "one")
      #expect(covers[0]["source_system"]?.string == "postscript")
      #expect(covers[0]["complete"]?.bool == true)
      #expect(covers[0]["from"]?.string == records.compactMap { $0["updated_at"]?.string }.min())
      #expect(covers[0]["until"]?.string == own?["updated_at"]?.string)

      let (from, until) = ("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z")
      let backfill = try bookmark("--since", from, "--until", until).own?["covers"]?.array?.first
      #expect(backfill?["from"]?.string == from)
      #expect(backfill?["until"]?.string == until)
      // By creation, other days are meant than those of the changes.
      #expect(try bookmark("--by", "created_at").own?["covers"] == nil)
    }
  }

  @Test("when rows came in behind the walk, the states so far are taken back")
  func takenBack() throws {
    let settings = SimulatorSettings.changed { settings in
      settings.subscribers = 20_000
      settings.latency = 0.02
      settings.clock = .steps(100_000)
    }
    try ExtractRun.with(settings) { extract in
      let running = try extract.workspace.start(
        extract.command(["--streams", "postscript_subscribers"])
      )
      try running.waitUntil("it has asked for a hundred pages") { _ in
        extract.simulator.withShop { $0.requestCount } >= 100
      }
      extract.simulator.withShop { $0.backdateLatest(30) }
      let outcome = try running.wait().orThrow()
      #expect(outcome.errors.contains("came in behind the walk"), "\(outcome.errors)")
      let messages = try Messages(outcome)
      let known = messages.states.map { $0["bookmarks"] != nil }
      #expect(known.first == true)
      #expect(known.contains(false))
      #expect(known.last == true)
      #expect(messages.latest("postscript_subscribers") == (try extract.table()))
    }
  }

  @Test("subscribers without a time of update are found")
  func timeless() throws {
    let settings = SimulatorSettings.changed { settings in
      settings.subscribers = 1000
      settings.timeless = 30
    }
    try ExtractRun.with(settings) { extract in
      let outcome = try extract.run("--streams", "postscript_subscribers").orThrow()
      let messages = try Messages(outcome)
      #expect(messages.records["postscript_subscribers"]?.count == 1000)
      #expect(messages.latest("postscript_subscribers") == (try extract.table()))
      #expect(messages.states.last?["bookmarks"] != nil)
    }
  }
}
