import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// What breaks senders of events, each against the simulator.
@Suite("Sending events")
struct EventCaseTests {
  private static let somebody: (String, JSONValue) = ("phone", .string("+12025550146"))

  @Test("a type with other characters than the API takes is a reject, and its neighbours are sent")
  func types() throws {
    try SendRun.with { run in
      let outcome = try run.send(
        [
          SendRun.event("a", [Self.somebody, ("type", .string("Order Editing Started"))]),
          SendRun.event("b", [Self.somebody, ("type", .string("Order_Editing_Started"))]),
        ],
        "--rejects",
        "rejects"
      ).orThrow()
      #expect(outcome.lines == [#"{"done":1}"#])
      #expect(try run.acceptances() == ["b": 1])
      #expect(try run.rejects().map(\.code) == ["invalid_identifier"])
    }
  }

  @Test("an answer that was lost: sent again with the same id, and unknown in the journal")
  func lostAnswers() throws {
    try SendRun.with { run in
      run.plan([.lostAnswer], body: "\"b\"")
      let lines = ["a", "b", "c"].map { SendRun.event($0, [Self.somebody]) }
      try run.send(lines).orThrow()
      #expect(try run.acceptances() == ["a": 1, "b": 2, "c": 1])
      #expect(try run.journal("b") == ["sending", "unknown", "accepted"])
      let bodies = run.writes().filter { $0.body.contains("\"b\"") }.map(\.body)
      #expect(bodies.count == 2 && Set(bodies).count == 1)
      // Again: everything was answered for, so nothing goes.
      let again = try run.send(lines).orThrow()
      #expect(again.errors.contains("written 0, rejected 0, deduplicated 3"))
      #expect(try run.acceptances() == ["a": 1, "b": 2, "c": 1])
    }
  }

  @Test(
    "with --on-unknown skip what may have arrived is not sent again",
    arguments: [FaultKind.lostAnswer, .lostRequest]
  )
  func skipped(fault: FaultKind) throws {
    try SendRun.with { run in
      run.plan([fault], body: "\"b\"")
      let lines = ["a", "b", "c"].map { SendRun.event($0, [Self.somebody]) }
      for _ in 0..<2 {
        let outcome = try run.send(lines, "--on-unknown", "skip").orThrow()
        #expect(outcome.errors.contains("unknown 1"))
        #expect(try run.acceptances()["b"] == (fault == .lostAnswer ? 1 : nil))
      }
      #expect(try run.journal("b") == ["sending", "unknown"])
    }
  }

  @Test("history is no news: skipped and counted, unless it is asked for")
  func history() throws {
    try SendRun.with { run in
      let lines = [
        SendRun.event("old", [Self.somebody, ("occurred_at", .string("2025-01-01T00:00:00Z"))]),
        SendRun.event("new", [Self.somebody]),
      ]
      let outcome = try run.send(lines).orThrow()
      #expect(outcome.errors.contains("skipped 1, too old 1"))
      #expect(try run.acceptances() == ["new": 1])
      try run.send(lines, "--max-age", "3650d").orThrow()
      #expect(try run.acceptances() == ["new": 1, "old": 1])
    }
  }

  @Test("a limit below ours: nothing lost, and each person's events in order")
  func throttled() throws {
    try SendRun.with(SendRun.settings { $0.writeLimit = 12 }) { run in
      let lines = (0..<24).map { number in
        SendRun.event("e\(number)", [("phone", .string("+1202555010\(number % 4)"))])
      }
      try run.send(lines, rate: 40).orThrow()
      let events = try run.administer("events")
      #expect(events.count == 24)
      for person in 0..<4 {
        let ids = events.filter { $0["body"]?["phone"]?.string == "+1202555010\(person)" }
          .compactMap { $0["external_id"]?.string }
        #expect(ids == (0..<6).map { "e\($0 * 4 + person)" })
      }
      #expect(run.writes().contains { $0.status == 429 })
    }
  }

  @Test("a wait that the server asks for is kept; one that is too long ends the run at once")
  func retryAfter() throws {
    try SendRun.with(SendRun.settings { $0.retryAfter = 2 }) { run in
      run.plan([.tooMany], body: "\"a\"")
      try run.send([SendRun.event("a", [Self.somebody])]).orThrow()
      let times = run.writes().map(\.at.microseconds)
      #expect(times.count == 2 && times[1] - times[0] >= 2_000_000)
      run.plan([.tooMany], body: "\"b\"")
      let outcome = try run.send([SendRun.event("b", [Self.somebody])], "--retry-for", "1")
      #expect(outcome.status == 75 && run.writes().count == 3)
    }
  }

  @Test("what is refused for too long is set aside, ends the run with 75, and no STATE passes")
  func exhausted() throws {
    try SendRun.with { run in
      run.plan(Array(repeating: .tooMany, count: 50), target: "/events")
      let outcome = try run.send(
        [SendRun.event("a", [Self.somebody])],
        "--retry-for",
        "0",
        "--rejects",
        "rejects"
      )
      #expect(outcome.status == 75 && outcome.lines.isEmpty)
      #expect(try run.rejects().map(\.code) == ["unanswered"])
      #expect(try run.journal("a") == ["sending", "unsent"])
    }
  }

  @Test("the time is the event's, in UTC with six digits, whatever the zone of the machine")
  func times() throws {
    try SendRun.with { run in
      let time = { (text: String) in ("occurred_at", JSONValue.string(text)) }
      let outcome = try run.send(
        [
          SendRun.event("a", [Self.somebody, time("2026-03-08T02:30:00-05:00")]),
          SendRun.event("b", [Self.somebody, time("2026-03-08 07:30:00.250000")]),
          SendRun.event("c", [Self.somebody, time("2026-03-08T02:30:00")]),
        ],
        "--max-age",
        "3650d",
        "--rejects",
        "rejects",
        environment: ["TZ": "Asia/Tokyo"]
      ).orThrow()
      let times = try run.administer("events").compactMap { $0["body"]?["occurred_at"]?.string }
      #expect(times == ["2026-03-08 07:30:00.000000", "2026-03-08 07:30:00.250000"], "\(outcome)")
      #expect(try run.rejects().map(\.code) == ["no_offset"])
    }
  }

  @Test("nested values and lists are rejects; texts, numbers and booleans arrive as they are")
  func values() throws {
    try SendRun.with { run in
      let flat = SendRun.properties(
        ("text", .string("5")),
        ("number", .number("12.50")),
        ("whole", .number("5.0")),
        ("big", .number("9007199254740993")),
        ("yes", .bool(true)),
        ("gone", .null)
      )
      try run.send(
        [
          SendRun.event("a", [Self.somebody, flat]),
          SendRun.event("b", [Self.somebody, SendRun.properties(("x", .object([("y", .null)])))]),
          SendRun.event("c", [Self.somebody, SendRun.properties(("x", .array([.string("y")])))]),
        ],
        "--rejects",
        "rejects"
      ).orThrow()
      let sent = try #require(try run.administer("events").first?["body"]?["properties"])
      #expect(
        sent.text
          == #"{"text":"5","number":12.50,"whole":5,"big":9007199254740993,"yes":true}"#
      )
      #expect(try run.rejects().map(\.code) == ["wrong_type", "wrong_type"])
    }
  }

  @Test("a property keeps its type from run to run; a declared one takes digits in a text")
  func flips() throws {
    try SendRun.with { run in
      let points = { (id: String, value: JSONValue) in
        SendRun.event(id, [Self.somebody, SendRun.properties(("points", value))])
      }
      try run.send([points("a", .string("5"))]).orThrow()
      try run.send([points("b", .number("5"))], "--rejects", "rejects").orThrow()
      #expect(try run.rejects().map(\.code) == ["type_changed"])
      let schema =
        #"{"type":"SCHEMA","stream":"postscript_events","key_properties":["external_id"],"schema":"#
        + #"{"properties":{"properties":{"properties":{"miles":{"type":["null","integer"]}}}}}}"#
      let miles = { (id: String, value: JSONValue) in
        SendRun.event(id, [Self.somebody, SendRun.properties(("miles", value))])
      }
      try run.send(
        [schema, miles("c", .string("5")), miles("d", .string("n/a"))],
        "--rejects",
        "rejects"
      ).orThrow()
      let sent = try run.administer("events").last?["body"]?["properties"]
      #expect(sent == .object([("miles", .number("5"))]))
      #expect(try run.rejects().map(\.code) == ["type_changed", "type_changed"])
    }
  }

  @Test("an id that is not Postscript's is never sent, not even beside a phone")
  func foreignIDs() throws {
    try SendRun.with { run in
      let id: (String, JSONValue) = ("subscriber_id", .string("4711"))
      try run.send([SendRun.event("a", [id, Self.somebody])], "--rejects", "rejects").orThrow()
      #expect(try run.rejects().map(\.code) == ["invalid_identifier"])
      #expect(run.writes().isEmpty)
    }
  }

  @Test("one bad record among many: the others arrive, and the reject has the API's words")
  func oneBad() throws {
    try SendRun.with { run in
      let kinds: [FaultKind] = [.coded, .listed, .located, .worded, .wordless]
      for (number, kind) in kinds.enumerated() { run.plan([kind], body: "\"e\(number * 10)\"") }
      let lines = (0..<60).map { SendRun.event("e\($0)", [Self.somebody]) }
      try run.send(lines, "--rejects", "rejects").orThrow()
      #expect(try run.acceptances().count == 55)
      let reasons = try run.rejects().map(\.reason)
      #expect(reasons.count == 5)
      #expect(reasons.count { $0.lowercased().contains("this record was refused") } == 4)
      #expect(reasons.contains("was refused by the API: HTTP 400: no explanation"))
      #expect(try run.rejects().allSatisfy { $0.code == "refused" })
      // They are sent again where the same is run again, and accepted where the cause has gone.
      try run.send(lines).orThrow()
      #expect(try run.acceptances().values.allSatisfy { $0 == 1 })
      #expect(try run.acceptances().count == 60)
    }
  }

  @Test("what is accepted is called so, and held back where it is quiet; opt-outs are not")
  func quiet() throws {
    try SendRun.with { run in
      let phone = try #require(try run.phones().first)
      let lines = [
        SendRun.event("a", [("email", .string("b@example.com"))]),
        SendRun.record("postscript_unsubscribes", [], [("phone", .string(phone))]),
      ]
      // Where nothing tells the zone, all of the mainland's count: it is never 23:59 in each.
      let stranger = SendRun.event("x", [("email", .string("a@example.com"))])
      let outcome = try run.send(lines + [stranger], "--quiet-hours", "00:00-23:59")
      #expect(outcome.status == 75 && outcome.lines.isEmpty)
      #expect(outcome.errors.contains("held back 2"), "\(outcome)")
      #expect(run.writes().map(\.target) == ["/api/v2/compliance/unsubscribe"])
      let later = try run.send(lines + [stranger]).orThrow()
      #expect(later.lines == [#"{"done":1}"#])
      #expect(try run.acceptances() == ["a": 1, "x": 1])
      let help = try run.workspace.run(.built("load-postscript", "--help")).orThrow()
      #expect(!help.text.contains("delivered"))
    }
  }

  @Test("a key that is refused ends the run with 77; so does one that may not do this")
  func keys() throws {
    try SendRun.with { run in
      run.plan([.denied], target: "/events")
      let outcome = try run.send([SendRun.event("a", [Self.somebody])])
      #expect(outcome.status == 77 && outcome.lines.isEmpty)
      #expect(try run.acceptances() == [:])
      let wrong = try run.send(
        [SendRun.event("a", [Self.somebody])],
        environment: ["POSTSCRIPT_API_KEY": "sk_wrong_key_0123"]
      )
      #expect(wrong.status == 77 && !wrong.errors.contains("sk_wrong"))
      try run.send([SendRun.event("a", [Self.somebody])]).orThrow()
      #expect(try run.acceptances() == ["a": 1])
    }
  }

  @Test("half an input sends nothing")
  func truncated() throws {
    try SendRun.with { run in
      let outcome = try run.workspace.run(
        run.command([]),
        input: .text(SendRun.event("a", [Self.somebody]) + "\n")
      )
      #expect(outcome.status == 65)
      #expect(run.writes().isEmpty)
    }
  }
}
