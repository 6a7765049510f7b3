import Glibc
import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// `extract-postscript` as a whole, over real connections.
@Suite("extract-postscript")
struct ExtractPostscriptTests {
  @Test("every stream arrives with every field as the API sent it")
  func everything() throws {
    try ExtractRun.with(.changed { $0.subscribers = 700 }) { extract in
      let outcome = try extract.run("--shop-number", "+15153755550", "--store", "shop1").orThrow()
      let messages = try Messages(outcome)
      #expect(messages.latest("postscript_subscribers") == (try extract.table()))
      #expect(messages.records["postscript_subscribers"]?.count == 700)
      let keyword = try #require(messages.records["postscript_keywords"]?.first)
      #expect(keyword["store_id"]?.string == "shop1")
      #expect(keyword["sms_link"]?.string == "sms:+15153755550?body=YOUROCK")
      #expect(keyword["created_at"]?.string?.hasSuffix("Z") == true)
      #expect(messages.records["postscript_webhooks"]?.count == 3)
      #expect(messages.types.first == "SCHEMA")
      #expect(messages.types.last == "STATE")
      #expect(messages.types.count(where: { $0 == "SCHEMA" }) == 3)
      #expect(outcome.errors.contains("read 709, written 709, rejected 0"))
    }
  }

  @Test("faulty answers are asked for again", arguments: seeds(1..<5))
  func faults(seed: UInt64) throws {
    try ExtractRun.with(
      .changed { settings in
        settings.seed = seed
        settings.subscribers = 1000
        settings.pageSize = 20
        settings.faultRate = 0.1
        settings.slowSeconds = 0.3
        settings.mutationsPerRequest = 0.5
        settings.clock = .steps(50_000)
      }
    ) { extract in
      let first = try Messages(try extract.run().orThrow())
      extract.simulator.withShop { shop in
        shop.settings.mutationsPerRequest = 0
        shop.settings.faultRate = 0
      }
      let state = try #require(first.states.last).text
      try extract.workspace.write("state.json", state)
      let second = try Messages(try extract.run("--state", "state.json").orThrow())
      let loaded = first.latest("postscript_subscribers")
        .merging(second.latest("postscript_subscribers")) { $1 }
      #expect(loaded == (try extract.table()))
    }
  }

  @Test(
    "killed at any moment and run again with its last STATE, nothing is missing",
    arguments: seeds(1..<4)
  )
  func kills(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    try ExtractRun.with(
      .changed { settings in
        settings.seed = seed
        settings.subscribers = 12_000
        settings.latency = 0.002
        settings.mutationsPerRequest = 3
        settings.clock = .steps(50_000)
      }
    ) { extract in
      var loaded: [String: JSONValue] = [:]
      try extract.workspace.write("state.json", "")
      for round in 0..<4 {
        let running = try extract.workspace.start(
          extract.command(["--state", "state.json", "--streams", "postscript_subscribers"])
        )
        if round < 3 {
          let asked = extract.simulator.withShop { $0.requestCount }
          let pages = Int.random(in: 0...30, using: &random)
          try running.waitUntil("it has asked for \(pages) pages") { _ in
            extract.simulator.withShop { $0.requestCount } >= asked + pages
          }
          running.signal(SIGKILL)
        } else {
          extract.simulator.withShop { $0.settings.mutationsPerRequest = 0 }
        }
        let messages = try Messages.committed(of: try running.wait())
        loaded.merge(messages.latest("postscript_subscribers")) { $1 }
        if let state = messages.states.last {
          try extract.workspace.write("state.json", state.text)
        }
      }
      #expect(loaded == (try extract.table()))
    }
  }

  @Test("several requests are under way at a time, and no more than fifteen begin in a second")
  func pace() throws {
    try ExtractRun.with(
      .changed { settings in
        settings.subscribers = 1200
        settings.pageSize = 20
        settings.latency = 0.25
        settings.bulkShare = 0
      }
    ) { extract in
      _ = try extract.run("--streams", "postscript_subscribers", rate: 15).orThrow()
      let rate = try Self.rate(extract)
      // One at a time would make four a second.
      #expect(rate > 5)
      #expect(rate < 16)
    }
  }

  @Test("processes with one rate file keep to the limit together")
  func sharedPace() throws {
    try ExtractRun.with(
      .changed { settings in
        settings.subscribers = 400
        settings.pageSize = 10
      }
    ) { extract in
      let arguments = ["--streams", "postscript_subscribers", "--rate-file", "rate"]
      let all = try (0..<3).map { _ in
        try extract.workspace.start(extract.command(arguments, rate: 15))
      }
      for running in all { try running.wait().orThrow() }
      #expect(try Self.rate(extract) < 16)
    }
  }

  /// Requests a second from the first to the last, of more than can go at once.
  private static func rate(_ extract: ExtractRun) throws -> Double {
    let log = extract.simulator.withShop { $0.log }
    #expect(log.count > 60)
    let first = try #require(log.first).at.microseconds
    let last = try #require(log.last).at.microseconds
    return Double(log.count - 15) / (Double(last - first) / 1e6)
  }

  @Test("messages are asked for by ids, and unknown ones set aside")
  func byID() throws {
    try ExtractRun.with(.changed { $0.subscribers = 1 }) { extract in
      let ids = extract.simulator.withShop { $0.messageIDs }
      let input = ids.sent.joined(separator: "\n") + "\n\nnobody/at all?\n"
      let outcome = try extract.run(
        "--streams",
        "postscript_sent_messages",
        "--rejects",
        "rejects",
        input: .text(input)
      ).orThrow()
      let records = try Messages(outcome).records["postscript_sent_messages"] ?? []
      #expect(records.compactMap { $0["id"]?.string } == ids.sent)
      #expect(try extract.workspace.read("rejects").contains("nobody/at all?"))
      let bad = try extract.run(
        "--streams",
        "postscript_message_requests",
        input: .text("nobody\n")
      )
      #expect(bad.status == 65)
      #expect(bad.errors.contains("line 1"))
      #expect(bad.errors.contains("nobody"))
      let both = try extract.run(
        "--streams",
        "postscript_sent_messages,postscript_message_requests"
      )
      #expect(both.status == 64)
    }
  }

  @Test("ids that would change the address are set aside without asking")
  func unfitIDs() throws {
    try ExtractRun.with(.changed { $0.subscribers = 1 }) { extract in
      let ids = extract.simulator.withShop { $0.messageIDs }
      let outcome = try extract.run(
        "--streams",
        "postscript_sent_messages",
        "--rejects",
        "rejects",
        input: .text("..\n\(ids.sent[0])\n.\n")
      ).orThrow()
      #expect(try Messages(outcome).records["postscript_sent_messages"]?.count == 1)
      let rejects = try extract.workspace.read("rejects").split(separator: "\n")
      #expect(rejects.count == 2)
      #expect(rejects.allSatisfy { $0.contains(#""code":"invalid_identifier""#) })
      #expect(extract.simulator.withShop { $0.requestCount } == 1)
    }
  }

  @Test(
    "what was answered is handed on while the next id is still to come",
    .timeLimit(.minutes(1))
  )
  func slowIDs() throws {
    try ExtractRun.with(.changed { $0.subscribers = 1 }) { extract in
      let ids = extract.simulator.withShop { $0.messageIDs }
      try extract.workspace.write("one", ids.sent[0] + "\n")
      try extract.workspace.write("two", ids.sent[1] + "\n")
      let script = """
        { cat one; while ! grep -q RECORD output; do sleep 0.05; done; cat two; } \
        | timeout 20 "$0" --base-url "$1" --streams postscript_sent_messages >output
        """
      try extract.workspace.write("output", "")
      let run = Command(
        path: "/usr/bin/env",
        [
          "timeout", "30", "sh", "-c", script, BuiltProducts.program("extract-postscript"),
          extract.simulator.baseURL,
        ],
        environment: ["POSTSCRIPT_API_KEY": KeyRing.standardKey]
      )
      try extract.workspace.run(run).orThrow()
      #expect(try extract.workspace.read("output").contains(ids.sent[1]))
    }
  }

  @Test("--since and --until cut a backfill into windows, which move no state")
  func windows() throws {
    try ExtractRun.with(.changed { $0.subscribers = 400 }) { extract in
      let state = #"{"bookmarks":{"postscript_subscribers":{"updated_at":"2020-01-01T00:00:00Z"}}}"#
      try extract.workspace.write("state.json", state)
      var total = 0
      for (since, until) in [("2020-01-01", "2025-06-01"), ("2025-06-01", "2100-01-01")] {
        let outcome = try extract.run(
          "--streams",
          "postscript_subscribers",
          "--by",
          "created_at",
          "--since",
          since,
          "--until",
          until,
          "--state",
          "state.json"
        ).orThrow()
        let messages = try Messages(outcome)
        total += messages.records["postscript_subscribers"]?.count ?? 0
        #expect(messages.states.last == (try JSONValue(parsing: state)))
      }
      #expect(total == 400)
    }
  }

  @Test("a bare run writes records only")
  func bare() throws {
    try ExtractRun.with(.changed { $0.subscribers = 50 }) { extract in
      let outcome = try extract.run("--bare", "--streams", "postscript_subscribers").orThrow()
      #expect(outcome.lines.count == 50)
      #expect(outcome.lines.allSatisfy { $0.hasPrefix(#"{"store_id":"default""#) })
    }
  }
}
