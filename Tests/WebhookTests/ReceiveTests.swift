import TestSupport
import Testing
import Wire

/// `receive-webhook` as a web server calls it, and `extract-webhooks` on what it has kept.
@Suite("Webhooks that come in")
struct ReceiveTests {
  private static func body(_ number: Int, event: String = "shop.test") -> String {
    #"{"webhook_id":"w1","resource_type":"shop","resource_id":"shop_1","event_time":"#
      + #""2026-01-15T12:00:00.000001","event":"\#(event)","event_data":{"id":\#(number)}}"#
  }

  /// Runs a test in a folder with an empty spool.
  private static func withSpool(_ body: (Workspace) throws -> Void) throws {
    try withWorkspace { workspace in
      try workspace.run(Command.shell("mkdir spool")).orThrow()
      try body(workspace)
    }
  }

  private static func spool(_ workspace: Workspace) throws -> String {
    try workspace.run(Command.shell("cat spool/* 2>/dev/null || true")).orThrow().text
  }

  @Test("a delivery is kept whole, and becomes a record")
  func kept() throws {
    try Self.withSpool { workspace in
      let text = Self.body(7)
      var call = CGICall(text)
      call.environment["QUERY_STRING"] = "event=test&x=%22"
      #expect(try call.status(workspace) == 200)
      let extracted = try ExtractedEvents(workspace, "--store", "s1")
      let record = try #require(extracted.records.first)
      #expect(extracted.records.count == 1)
      for (name, value) in [
        ("store_id", "s1"), ("source", "webhook"), ("event", "shop.test"),
        ("event_time", "2026-01-15T12:00:00.000001Z"), ("webhook_id", "w1"),
        ("resource_id", "shop_1"), ("query", "event=test&x=%22"), ("body", text),
      ] {
        #expect(record[name]?.string == value, "\(name)")
      }
      #expect(record["event_data"] == .object([("id", .number("7"))]))
    }
  }

  @Test(
    "what isn't right is refused, and not kept",
    arguments: [
      ("REQUEST_METHOD", "GET", 405), ("REQUEST_METHOD", "", 405),
      ("HTTP_POSTSCRIPT_SIGNATURE", "", 401),
      ("HTTP_POSTSCRIPT_SIGNATURE", "token-of-the-sho", 401),
      ("HTTP_POSTSCRIPT_SIGNATURE", "token-of-the-shopx", 401),
      ("HTTP_POSTSCRIPT_SIGNATURE", "Token-of-the-shop", 401),
      ("CONTENT_TYPE", "text/plain", 415), ("CONTENT_TYPE", "", 415), ("CONTENT_LENGTH", "", 400),
      ("CONTENT_LENGTH", "-1", 400), ("CONTENT_LENGTH", "ten", 400), ("CONTENT_LENGTH", "0", 400),
      ("CONTENT_LENGTH", "9999", 400), ("CONTENT_LENGTH", "1048577", 413),
      ("POSTSCRIPT_ETL_MAX_BYTES", "10", 413), ("POSTSCRIPT_ETL_ACTION", "true", 401),
      ("POSTSCRIPT_ETL_SPOOL", "nowhere", 503),
    ]
  )
  func refused(variable: String, value: String, status: Int) throws {
    try Self.withSpool { workspace in
      var call = CGICall(Self.body(1))
      call.environment["POSTSCRIPT_ACTION_SECRET"] = "secret-of-the-flow"
      call.environment[variable] = value
      let answer = try call.status(workspace)
      #expect(answer == status)
      #expect(try Self.spool(workspace).isEmpty)
    }
  }

  @Test("without a token there is no answer that acknowledges, and none is in any message")
  func secrets() throws {
    try Self.withSpool { workspace in
      var call = CGICall(Self.body(1))
      call.environment["POSTSCRIPT_WEBHOOK_TOKEN"] = nil
      call.environment["HTTP_POSTSCRIPT_SIGNATURE"] = ""
      let outcome = try call.run(workspace)
      #expect(outcome.status == 78)
      #expect(!outcome.text.contains("200"))
      var wrong = CGICall(Self.body(1))
      wrong.environment["HTTP_POSTSCRIPT_SIGNATURE"] = "guess"
      let refused = try wrong.run(workspace)
      #expect(!(refused.text + refused.errors).contains(CGICall.token))
      #expect(!(refused.text + refused.errors).contains("guess"))
    }
  }

  @Test("two tokens are good while one takes the place of the other")
  func twoTokens() throws {
    try Self.withSpool { workspace in
      for (token, status) in [(CGICall.token, 200), ("new", 200), ("old", 401)] {
        var call = CGICall(Self.body(1))
        call.environment["POSTSCRIPT_WEBHOOK_NEXT_TOKEN"] = "new"
        call.environment["HTTP_POSTSCRIPT_SIGNATURE"] = token
        let answer = try call.status(workspace)
        #expect(answer == status)
      }
    }
  }

  @Test("a flow's action comes in by its own secret, and not by the token")
  func action() throws {
    try Self.withSpool { workspace in
      var call = CGICall(#"{"phone":"+15550001111","keyword":"YOUROCK"}"#)
      call.environment["POSTSCRIPT_ETL_ACTION"] = "true"
      call.environment["POSTSCRIPT_ACTION_SECRET"] = "secret-of-the-flow"
      #expect(try call.status(workspace) == 401)
      call.environment["HTTP_AUTHORIZATION"] = "Bearer secret-of-the-flow"
      #expect(try call.status(workspace) == 200)
      let record = try #require(try ExtractedEvents(workspace).records.first)
      #expect(record["source"]?.string == "action")
      #expect(record["event_data"]?["keyword"]?.string == "YOUROCK")
    }
  }

  @Test("a body that can't be read is kept as it is")
  func unreadable() throws {
    try Self.withSpool { workspace in
      var call = CGICall("")
      call.body = Array("not \"JSON\"\n".utf8) + [0xFF, 0x00]
      #expect(try call.status(workspace) == 200)
      let record = try #require(try ExtractedEvents(workspace).records.first)
      #expect(record["body"]?.string == "not \"JSON\"\n\u{FFFD}\0")
      #expect(record["event"] == .null)
    }
  }

  @Test("a full disk is answered 503, and leaves nothing half")
  func fullDisk() throws {
    try Self.withSpool { workspace in
      #expect(try CGICall(Self.body(1)).status(workspace) == 200)
      let before = try Self.spool(workspace)
      var call = CGICall(Self.body(2) + String(repeating: " ", count: 20_000))
      call.environment["CONTENT_LENGTH"] = "\(call.body.count)"
      try writeBytes(call.body, to: workspace.file("body"))
      // A limit on the size of files is met as a full disk is: in the middle of a line.
      let script = "ulimit -f 16; trap '' XFSZ; exec \"$0\" <body"
      let command = Command(
        path: "/bin/sh",
        ["-c", script, BuiltProducts.program("receive-webhook")],
        environment: call.environment
      )
      let outcome = try workspace.run(command)
      #expect(outcome.text.hasPrefix("Status: 503 "), "\(outcome)")
      #expect(outcome.status == 74)
      #expect(try Self.spool(workspace) == before)
    }
  }

  @Test("what a killed receiver has left of a line is cut off by the next one")
  func torn() throws {
    try Self.withSpool { workspace in
      #expect(try CGICall(Self.body(1)).status(workspace) == 200)
      let before = try Self.spool(workspace)
      try workspace.run(
        Command.shell("for f in spool/*; do printf '{\"received_at\":\"2026' >>\"$f\"; done")
      ).orThrow()
      #expect(try ExtractedEvents(workspace).records.count == 1)
      #expect(try CGICall(Self.body(2)).status(workspace) == 200)
      let after = try Self.spool(workspace)
      #expect(after.hasPrefix(before))
      #expect(after.split(separator: "\n").count == 2)
      #expect(try ExtractedEvents(workspace).records.count == 2)
    }
  }

  @Test("a repeat is one record, in one run and over two; a run goes on where the last one ended")
  func repeats() throws {
    try Self.withSpool { workspace in
      for number in [1, 2, 1] {
        #expect(try CGICall(Self.body(number)).status(workspace) == 200)
      }
      let first = try ExtractedEvents(workspace)
      #expect(first.records.map { $0["event_data"]?["id"] } == [.number("1"), .number("2")])
      #expect(first.outcome.errors.contains("repeated 1"), "\(first.outcome)")
      try workspace.write("state.json", first.state.text)
      #expect(try ExtractedEvents(workspace, "--state", "state.json").records.isEmpty)
      for number in [3, 1] {
        #expect(try CGICall(Self.body(number)).status(workspace) == 200)
      }
      let next = try ExtractedEvents(workspace, "--state", "state.json").records
      #expect(next.map { $0["event_data"]?["id"] } == [.number("3"), .number("1")])
      // The loader keeps one of each id.
      #expect(next.last?["delivery_id"] == first.records.first?["delivery_id"])
    }
  }

  @Test("files of past hours go once a state says that they are extracted, and no sooner")
  func rotation() throws {
    try Self.withSpool { workspace in
      let line = #"{"received_at":"2026-01-15T12:00:00Z","action":false,"query":"","body":"{}"}"#
      let old = "spool/deliveries-20260115T12.ndjson"
      try workspace.write(old, line + "\n")
      try workspace.write("spool/notes", "mine")
      #expect(try CGICall(Self.body(1)).status(workspace) == 200)
      let first = try ExtractedEvents(workspace, "--remove-extracted")
      #expect(first.records.count == 2)
      #expect(try workspace.read(old) == line + "\n")
      try workspace.write("state.json", first.state.text)
      let more = line.replacing("{}", with: "[]")
      try workspace.write(old, line + "\n" + more + "\n")
      let second = try ExtractedEvents(workspace, "--state", "state.json", "--remove-extracted")
      #expect(second.records.map { $0["body"]?.string } == ["[]"])
      try workspace.write("state.json", second.state.text)
      let third = try ExtractedEvents(workspace, "--state", "state.json", "--remove-extracted")
      #expect(third.records.isEmpty)
      let left = try workspace.run(Command.shell("ls spool")).orThrow().lines
      #expect(left.count == 2)
      #expect(!left.contains("deliveries-20260115T12.ndjson"))
      #expect(third.state["bookmarks"]?["postscript_webhook_events"]?["files"]?.members?.count == 1)
    }
  }
}
