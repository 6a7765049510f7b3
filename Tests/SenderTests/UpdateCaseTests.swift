import PostscriptSimulator
import StageKit
import TestSupport
import Testing
import Wire

/// What breaks senders of subscribers' properties, each against the simulator.
@Suite("Sending subscriber updates")
struct UpdateCaseTests {
  private static func points(_ phone: String, _ value: Int, at time: String? = nil) -> String {
    SendRun.update(
      [("phone", .string(phone)), SendRun.properties(("points", .number(String(value))))]
        + (time.map { [("updated_at", .string($0))] } ?? [])
    )
  }

  @Test("a look-up that fails makes nobody new")
  func failedLookup() throws {
    try SendRun.with { run in
      let kinds = Array(repeating: FaultKind.unavailable, count: 100)
      run.plan(kinds, target: "phone_number__in")
      let phone = try #require(try run.phones().first)
      let lines = [phone, "+12025550146"].map {
        SendRun.update([("phone", .string($0)), ("keyword", .string("YOUROCK"))])
      }
      let outcome = try run.send(
        lines,
        "--create-with-keyword",
        "YOUROCK",
        "--max-creates",
        "10",
        "--retry-for",
        "1"
      )
      #expect(outcome.status == 69 && outcome.lines.isEmpty, "\(outcome)")
      #expect(run.writes().isEmpty)
    }
  }

  @Test("phone numbers in any form find the one subscriber; one without a country is a reject")
  func phones() throws {
    try SendRun.with { run in
      let phone = try #require(try run.phones().first)
      let (area, rest) = (phone.dropFirst(2).prefix(3), phone.dropFirst(5))
      let forms = [
        "+1-\(area)-\(rest.prefix(3))-\(rest.dropFirst(3))",
        "(\(area)) \(rest.prefix(3))-\(rest.dropFirst(3))", String(phone.dropFirst()), "555-0146",
      ]
      let lines = forms.enumerated().map { Self.points($1, 100 + $0) }
      let arguments = ["--rejects", "rejects", "--calling-code", "1"]
      let input = (lines + [SendRun.state]).map { $0 + "\n" }.joined()
      try run.workspace.run(run.command(arguments), input: .text(input)).orThrow()
      #expect(run.writes().map(\.method) == ["PATCH", "PATCH", "PATCH"])
      #expect(Set(run.writes().map(\.target)).count == 1)
      #expect(try run.subscriber(phone)["properties"]?["points"] == .number("102"))
      #expect(try run.rejects().map(\.code) == ["invalid_phone"])
    }
  }

  @Test("null changes nothing and is counted, and is never the text null")
  func nulls() throws {
    try SendRun.with { run in
      let phone = try #require(try run.phones().first)
      try run.send([Self.points(phone, 5)]).orThrow()
      let outcome = try run.send([
        SendRun.update([
          ("phone", .string(phone)),
          SendRun.properties(("points", .null), ("tier", .string(""))),
        ])
      ]).orThrow()
      #expect(outcome.errors.contains("null properties left out 1"))
      #expect(run.writes().last?.body == #"{"properties":{"tier":""}}"#)
      #expect(try run.subscriber(phone)["properties"]?["points"] == .number("5"))
    }
  }

  @Test("an empty text takes a value away, also that of a number, which stays one")
  func emptyTexts() throws {
    try SendRun.with { run in
      let phone = try #require(try run.phones().first)
      try run.send([Self.points(phone, 5)]).orThrow()
      let empty = SendRun.update([
        ("phone", .string(phone)), SendRun.properties(("points", .string(""))),
      ])
      try run.send([empty]).orThrow()
      #expect(try run.subscriber(phone)["properties"]?["points"] == .string(""))
      try run.send([Self.points(phone, 6)]).orThrow()
      #expect(try run.subscriber(phone)["properties"]?["points"] == .number("6"))
      let text = SendRun.update([
        ("phone", .string(phone)), SendRun.properties(("points", .string("many"))),
      ])
      #expect(try run.send([text]).status == 65)
    }
  }

  @Test(
    "who has unsubscribed stays so: properties change, consent doesn't; the redacted are skipped"
  )
  func consent() throws {
    try SendRun.with(SendRun.settings { $0.redacted = 1 }) { run in
      let all = try run.subscribers()
      let redacted = try #require(all.first { $0["phone_number"] == .null }?["id"]?.string)
      let phone = try #require(try run.phones().first)
      try run.send([SendRun.record("postscript_unsubscribes", [], [("phone", .string(phone))])])
        .orThrow()
      let before = try run.subscriber(phone)
      #expect(before["subscriptions"]?["promotional"]?["can_send"] == .bool(false))
      let outcome = try run.send(
        [
          SendRun.update([
            ("phone", .string(phone)), ("keyword", .string("YOUROCK")),
            SendRun.properties(("points", .number("7"))),
          ]),
          SendRun.update([
            ("subscriber_id", .string(redacted)), SendRun.properties(("points", .number("7"))),
          ]),
        ],
        "--create-with-keyword",
        "YOUROCK",
        "--max-creates",
        "5"
      ).orThrow()
      #expect(outcome.errors.contains("skipped 1, redacted 1"), "\(outcome)")
      #expect(run.writes().map(\.method) == ["PATCH", "PATCH"])
      let after = try run.subscriber(phone)
      #expect(after["subscriptions"] == before["subscriptions"])
      #expect(after["properties"]?["points"] == .number("7"))
    }
  }

  @Test("an email that the API ignores is said and counted, and not sent for ever")
  func ignoredEmail() throws {
    try SendRun.with { run in
      let phone = try #require(
        try run.phones { row in
          row["email"]?.string != nil && row["shopify_customer_id"] != .null
        }.first
      )
      let line = SendRun.update([
        ("phone", .string(phone)), ("email", .string("new@example.com")),
      ])
      let outcome = try run.send([line]).orThrow()
      #expect(outcome.errors.contains("email ignored 1"), "\(outcome)")
      #expect(try run.subscriber(phone)["email"]?.string != "new@example.com")
      let again = try run.send([line]).orThrow()
      #expect(again.errors.contains("deduplicated 1"))
      #expect(run.writes().count == 1)
    }
  }

  @Test("more than 50 properties, those that are there included, is a reject that names them")
  func fifty() throws {
    try SendRun.with { run in
      let phones = try run.phones()
      let count = try run.subscriber(phones[0])["properties"]?.members?.count ?? 0
      let many = { (phone: String, range: Range<Int>) in
        let properties = range.map { ("p\($0)", JSONValue.number("1")) }
        return SendRun.update([("phone", .string(phone)), ("properties", .object(properties))])
      }
      try run.send([many(phones[0], 0..<(45 - count))]).orThrow()
      try run.send(
        [many(phones[0], 100..<110), many(phones[1], 100..<110)],
        "--rejects",
        "rejects"
      ).orThrow()
      let rejects = try run.rejects()
      #expect(rejects.map(\.code) == ["too_many_properties"])
      #expect(rejects.first?.reason.hasSuffix("p105, p106, p107, p108, p109") == true)
      #expect(try run.subscriber(phones[0])["properties"]?.members?.count == 45)
      #expect(try run.subscriber(phones[1])["properties"]?["p109"] == .number("1"))
    }
  }

  @Test("floats, booleans and objects are no properties of subscribers; lists of texts are")
  func kinds() throws {
    try SendRun.with { run in
      let phone = try #require(try run.phones().first)
      let values: [JSONValue] = [
        .number("1.5"), .bool(true), .object([]), .array([.number("1")]), .array([.string("a")]),
      ]
      let lines = values.enumerated().map { number, value in
        SendRun.update([("phone", .string(phone)), SendRun.properties(("v\(number)", value))])
      }
      try run.send(lines, "--rejects", "rejects").orThrow()
      #expect(try run.rejects().map(\.code) == Array(repeating: "wrong_type", count: 4))
      #expect(try run.subscriber(phone)["properties"]?["v4"] == .array([.string("a")]))
    }
  }

  @Test("an older update never overwrites a newer one, in one file and from run to run")
  func versions() throws {
    try SendRun.with { run in
      let phone = try #require(try run.phones().first)
      let lines = [
        Self.points(phone, 2, at: "2026-01-02T00:00:00Z"),
        Self.points(phone, 1, at: "2026-01-01T00:00:00Z"),
      ]
      let outcome = try run.send(lines).orThrow()
      #expect(outcome.errors.contains("skipped 1, older 1"))
      #expect(try run.subscriber(phone)["properties"]?["points"] == .number("2"))
      try run.send([Self.points(phone, 3, at: "2026-01-03T00:00:00Z")]).orThrow()
      let again = try run.send([lines[1], lines[0]]).orThrow()
      #expect(again.errors.contains("older 2"))
      #expect(try run.subscriber(phone)["properties"]?["points"] == .number("3"))
    }
  }

  @Test("people are found by id, phone and email, many with one request, over all pages")
  func lookups() throws {
    try SendRun.with(
      SendRun.settings {
        $0.subscribers = 600
        $0.pageSize = 70
      }
    ) { run in
      let rows = try run.subscribers().filter { $0["phone_number"]?.string != nil }
      let lines = rows.enumerated().map { number, row in
        let key = ["phone_number", "email"][number % 5 == 0 && row["email"]?.string != nil ? 1 : 0]
        let member = (key == "email" ? "email" : "phone", row[key] ?? .null)
        return SendRun.update([member, SendRun.properties(("n", .number(String(number))))])
      }
      let outcome = try run.send(lines).orThrow()
      #expect(outcome.errors.contains("written \(rows.count),"), "\(outcome)")
      let log = run.simulator.withShop { $0.log }
      let lookups = log.filter { $0.method == "GET" && $0.target.contains("__in=") }
      #expect(lookups.count < 20 && lookups.allSatisfy { $0.target.utf8.count < 8000 })
      #expect(lookups.contains { $0.target.contains("&page=2") })
      for (number, row) in rows.enumerated().prefix(50) {
        let after = try run.subscriber(row["phone_number"]?.string ?? "")
        #expect(after["properties"]?["n"] == .number(String(number)))
      }
    }
  }

  @Test("two subscribers with one address: the one who takes texts, or a reject, never a guess")
  func twins() throws {
    try SendRun.with(
      SendRun.settings {
        $0.subscribers = 60
        $0.twins = 6
      }
    ) { run in
      let emails = try run.subscribers().compactMap { $0["email"]?.string }
      let shared = Set(emails.filter { email in emails.count { $0 == email } > 1 })
      #expect(!shared.isEmpty)
      let lines = shared.sorted().map {
        SendRun.update([("email", .string($0)), SendRun.properties(("n", .number("1")))])
      }
      try run.send(lines, "--rejects", "rejects").orThrow()
      for email in shared {
        let rows = try run.subscribers().filter { $0["email"]?.string == email }
        let able = rows.filter { $0["subscriptions"]?["promotional"]?["can_send"] == .bool(true) }
        let written = rows.filter { $0["properties"]?["n"] != nil }
        #expect(written.count == (able.count == 1 ? 1 : 0))
        if able.count == 1 { #expect(written[0]["id"] == able[0]["id"]) }
      }
    }
  }
}
