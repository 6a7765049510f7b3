import Glibc
import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// Killed at any moment, with faults of every kind, and run again until it is done.
@Suite("The sender, killed")
struct KillTests {
  @Test("each event at least once, and once where it was answered for; in order; within the limit")
  func events() throws {
    let (count, rate) = isLongRun ? (10_000, 15) : (400, 200)
    let people = 40
    var random = SplitMix64(seed: 11)
    try SendRun.with(
      SendRun.settings {
        $0.faultRate = 0.03
        $0.slowSeconds = 0.05
        $0.rateLimit = rate
      }
    ) { run in
      let lines = (0..<count).map { number in
        SendRun.event("e\(number)", [("phone", .string("+1202555\(1000 + number % people)"))])
      }
      let text = (lines + [SendRun.state]).map { $0 + "\n" }.joined()
      try run.workspace.write("in", text)
      let command = run.command(["--rate-file", "rate", "--retry-for", "60"], rate: rate)
      var kills = 0
      while true {
        let span = isLongRun ? Double.random(in: 1...60, using: &random) : 0.6
        let seconds = Double.random(in: 0.05...max(span, 0.1), using: &random)
        let limited = kills < 8 ? command.killed(after: seconds) : command
        let outcome = try run.workspace.run(limited, input: .file("in"), timeout: 3600)
        if outcome.succeeded {
          #expect(outcome.lines == [#"{"done":1}"#])
          break
        }
        // One that was killed and isn't gone yet still has the journal.
        if outcome.status == 75, outcome.errors.contains("another run uses") { continue }
        // A run that was killed has not passed the STATE; nothing else ends one.
        #expect(outcome.status == 137 || outcome.ending == .killed(SIGKILL), "\(outcome)")
        #expect(outcome.lines.isEmpty)
        kills += 1
      }
      print("kills: \(kills)")
      let accepted = try run.acceptances()
      #expect(accepted.count == count)
      let words = try Self.words(run)
      for (id, times) in accepted where times > 1 {
        let states = words[id] ?? []
        let doubts = states.count { $0 == "unknown" } + states.count { $0 == "sending" } - 1
        #expect(times <= 1 + doubts, "\(id): \(times) times, \(states)")
        // Nothing follows the word that it was accepted.
        #expect(states.last == "accepted" && states.count { $0 == "accepted" } == 1, "\(id)")
      }
      try Self.checkOrder(run, people)
      // A machine that stalls for longer than the pacer leaves room for delays a request into the
      // next second: in a quarter of an hour that happens.
      let late = run.simulator.withShop { shop in shop.log.count { $0.fault == "rate limit" } }
      #expect(late <= count / 1000)
    }
  }

  /// The states of each event in the journal, in order.
  private static func words(_ run: SendRun) throws -> [String: [String]] {
    var words: [String: [String]] = [:]
    for line in try run.workspace.read("journal").split(separator: "\n") {
      let entry = try JSONValue(parsing: String(line.dropFirst(17)))
      guard let label = entry["label"]?.string, let state = entry["state"]?.string else { continue }
      words[label, default: []].append(state)
    }
    return words
  }

  private static func checkOrder(_ run: SendRun, _ people: Int) throws {
    var latest = Array(repeating: -1, count: people)
    var seen: Set<Int> = []
    for event in try run.administer("events") {
      guard let number = event["external_id"]?.string.flatMap({ Int($0.dropFirst()) }),
        seen.insert(number).inserted
      else { continue }
      #expect(number > latest[number % people])
      latest[number % people] = number
    }
  }

  @Test("two runs at the same time: the second waits for the journal, and sends nothing twice")
  func together() throws {
    try SendRun.with(SendRun.settings { $0.latency = 0.2 }) { run in
      try run.workspace.write(
        "in",
        SendRun.event("a", [("phone", .string("+12025550146"))]) + "\n" + SendRun.state + "\n"
      )
      let first = try run.workspace.start(run.command([]), input: .file("in"))
      try first.waitUntil("it has the journal") { _ in run.workspace.has("journal") }
      var second = try run.workspace.run(run.command([]), input: .file("in"))
      try first.wait().orThrow()
      #expect(second.status == 75 || second.succeeded)
      second = try run.workspace.run(run.command([]), input: .file("in")).orThrow()
      #expect(try run.acceptances() == ["a": 1])
    }
  }
}
