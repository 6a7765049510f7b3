import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// Nothing leaves that was not counted first.
@Suite("Guards of the sender")
struct GuardTests {
  private static let keyword = ["--create-with-keyword", "YOUROCK"]

  private static func events(_ range: Range<Int>) -> [String] {
    range.map { SendRun.event("e\($0)", [("phone", .string("+1202555010\($0 % 10)"))]) }
  }

  private static func member(_ phone: String, keyword: String? = "yourock") -> String {
    SendRun.update(
      [("phone", .string(phone)), SendRun.properties(("points", .number("3")))]
        + (keyword.map { [("keyword", .string($0))] } ?? [])
    )
  }

  @Test("a plan counts and sends nothing; applied, exactly that is sent, also in several runs")
  func planned() throws {
    try SendRun.with { run in
      let phone = try #require(try run.phones { $0["properties"]?["points"] == nil }.first)
      let lines = Self.events(0..<8) + [Self.member(phone), Self.member("+12025550146")]
      let creating = Self.keyword + ["--max-creates", "1"]
      let input = Input.text((lines + [SendRun.state]).map { $0 + "\n" }.joined())
      let plan = try run.workspace.run(
        run.command(["--plan", "plan.json"] + creating),
        input: input
      ).orThrow()
      #expect(plan.lines.isEmpty && run.writes().isEmpty)
      let document = try JSONValue(parsing: run.workspace.read("plan.json"))
      #expect(document["to_send"]?.integer == 10)
      #expect(document["people_to_create"]?.integer == 1)
      let expected = JSONValue.object([
        ("set", .number("2")), ("changed", .number("0")), ("same", .number("0")),
      ])
      #expect(document["properties"]?["points"] == expected)
      #expect(document["sample"]?.array?.count == 10)
      // The key is refused in the middle; the same plan then goes on.
      run.plan([.unauthorized], body: "\"e5\"")
      let apply = run.command(["--apply", "plan.json", "--in-flight", "1"] + creating)
      #expect(try run.workspace.run(apply, input: input).status == 77)
      #expect(try run.acceptances().count < 8)
      try run.workspace.run(apply, input: input).orThrow()
      #expect(
        try run.acceptances() == Dictionary(uniqueKeysWithValues: (0..<8).map { ("e\($0)", 1) })
      )
      #expect(try run.administer("pending").count == 1)
    }
  }

  @Test("a plan of other records, or of some that another run has sent, is stale")
  func stale() throws {
    try SendRun.with { run in
      let lines = Self.events(0..<5)
      try run.send(lines, "--plan", "plan.json").orThrow()
      for changed in [Self.events(0..<6), Array(lines.dropLast()), lines.reversed()] {
        let outcome = try run.send(changed, "--apply", "plan.json")
        #expect(outcome.status == 65 && outcome.errors.contains("stale"))
      }
      #expect(run.writes().isEmpty)
      try run.send([lines[2]]).orThrow()
      #expect(try run.send(lines, "--apply", "plan.json").status == 65)
      #expect(run.writes().count == 1)
      try run.workspace.write("plan.json", "{}")
      #expect(try run.send(lines, "--apply", "plan.json").status == 78)
    }
  }

  @Test("more records than --max-records: none is sent", arguments: ["3", "60%"])
  func recordLimit(limit: String) throws {
    try SendRun.with { run in
      let old: (String, JSONValue) = ("occurred_at", .string("2020-01-01T00:00:00Z"))
      let history = (0..<2).map { SendRun.event("old\($0)", [("email", .string("a@b.c")), old]) }
      let tooMany = try run.send(Self.events(0..<4) + history, "--max-records", limit)
      #expect(tooMany.status == 65 && run.writes().isEmpty)
      #expect(tooMany.errors.contains("4 of 6 records would be sent, more than"))
      try run.send(Self.events(0..<3) + history, "--max-records", limit).orThrow()
      #expect(run.writes().count == 3)
    }
  }

  @Test("nobody is created without the keyword, the record's own word for it, and --max-creates")
  func creation() throws {
    try SendRun.with { run in
      let strangers = ["+12025550146", "+12025550147", "+12025550148"]
      let lines = [
        Self.member(strangers[0]), Self.member(strangers[1], keyword: "OTHER"),
        Self.member(strangers[2], keyword: nil),
      ]
      let without = try run.send(lines).orThrow()
      #expect(without.errors.contains("no subscriber 3"))
      #expect(try run.send(lines, "--create-with-keyword", "YOUROCK").status == 64)
      let unknown = try run.send(lines, "--create-with-keyword", "NOSUCH", "--max-creates", "9")
      #expect(unknown.status == 78 && unknown.errors.contains("YOUROCK"))
      #expect(run.writes().isEmpty)
      let created = try run.send(
        lines,
        "--create-with-keyword",
        "YOUROCK",
        "--max-creates",
        "9"
      ).orThrow()
      #expect(created.errors.contains("created 1"), "\(created)")
      #expect(run.writes().map(\.target) == ["/api/v2/subscribers"])
      // Who has yet to confirm is no subscriber, and is not asked again.
      #expect(try run.phones { $0["phone_number"]?.string == strangers[0] }.isEmpty)
      try run.send(lines, "--create-with-keyword", "YOUROCK", "--max-creates", "9").orThrow()
      #expect(run.writes().count == 1)
      try run.administer("confirm?phone=%2B12025550146")
      #expect(try run.subscriber(strangers[0])["properties"]?["points"] == .number("3"))
    }
  }

  @Test("more people than --max-creates end the run, also one that was cut off and begun again")
  func createLimit() throws {
    try SendRun.with { run in
      let lines = (0..<6).map { Self.member("+1202555015\($0)") }
      for _ in 0..<3 {
        let outcome = try run.send(
          lines,
          "--create-with-keyword",
          "YOUROCK",
          "--max-creates",
          "2"
        )
        #expect(outcome.status == 65 && outcome.lines.isEmpty)
        #expect(try run.administer("pending").count == 2)
      }
    }
  }

  @Test("an opt-out wins over a creation of the same batch, before it or behind it")
  func optOut() throws {
    try SendRun.with { run in
      let phones = ["+12025550151", "+12025550152"]
      let stop = { (phone: String) in
        SendRun.record("postscript_unsubscribes", [], [("phone", .string(phone))])
      }
      let lines = [
        stop(phones[0]), Self.member(phones[0]), Self.member(phones[1]), stop(phones[1]),
      ]
      let outcome = try run.send(
        lines,
        "--create-with-keyword",
        "YOUROCK",
        "--max-creates",
        "9",
        "--rejects",
        "rejects"
      ).orThrow()
      #expect(outcome.errors.contains("opted out 2"), "\(outcome)")
      #expect(try run.administer("pending").isEmpty)
      // Nor in a later one.
      let later = try run.send(
        [Self.member(phones[1])],
        "--create-with-keyword",
        "YOUROCK",
        "--max-creates",
        "9"
      ).orThrow()
      #expect(later.errors.contains("opted out 1"))
    }
  }

  @Test("redaction goes by any key, and takes the person's data")
  func redaction() throws {
    try SendRun.with { run in
      let rows = try run.subscribers().filter { $0["email"]?.string != nil }
      let id = try #require(rows[0]["id"]?.string)
      let email = try #require(rows[1]["email"]?.string)
      try run.send([
        SendRun.record("postscript_redactions", [], [("subscriber_id", .string(id))]),
        SendRun.record("postscript_redactions", [], [("email", .string(email))]),
      ]).orThrow()
      let after = try run.subscribers().filter { row in
        [id, rows[1]["id"]?.string ?? ""].contains(row["id"]?.string ?? "")
      }
      #expect(after.count == 2)
      #expect(after.allSatisfy { $0["phone_number"] == .null && $0["email"] == .null })
    }
  }

  @Test("phone numbers are in no log, keys nowhere", arguments: [false, true])
  func secrets(setsAside: Bool) throws {
    try SendRun.with(SendRun.settings { $0.latency = 0.01 }) { run in
      let phone = "+12025550146"
      run.plan([.wrongType, .unavailable], target: "phone_number__in")
      run.plan([.lostAnswer, .internalError, .coded], target: "/events")
      let lines = [
        Self.member(phone), SendRun.event("a", [("phone", .string(phone))]),
        SendRun.event("b", [("phone", .string("555-0146"))]),
      ]
      let arguments = setsAside ? ["--rejects", "rejects"] : []
      let outcome = try run.workspace.run(
        run.command(arguments + ["--sync-log", "log"]),
        input: .text((lines + [SendRun.state]).map { $0 + "\n" }.joined())
      )
      #expect(outcome.status == (setsAside ? 0 : 65), "\(outcome)")
      #expect(!outcome.errors.contains("5550146") && !outcome.errors.contains("555-0146"))
      for file in ["journal", "log", "rejects"] where run.workspace.has(file) {
        #expect(try !run.workspace.read(file).contains(KeyRing.standardKey))
      }
      if run.workspace.has("journal") {
        #expect(try !run.workspace.read("journal").contains("5550146"))
      }
    }
  }
}
