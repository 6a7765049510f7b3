import Glibc
import PostscriptAPI
import PostscriptSimulator
import Synchronization
import TestSupport
import Testing
import Wire

/// Servers that don't behave, seen by the client and by `--check`.
@Suite("Servers that misbehave")
struct ConnectionTests {
  private static func check(_ base: String, _ arguments: String...) -> Command {
    Command(
      path: BuiltProducts.program("extract-postscript"),
      ["--check", "--base-url", base, "--retry-for", "1"] + arguments,
      environment: ["POSTSCRIPT_API_KEY": KeyRing.standardKey]
    )
  }

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return try clock.measure(body) / .seconds(1)
  }

  @Test("a signal ends --check at once, also while a server keeps it waiting")
  func signals() throws {
    let requests = Atomic(0)
    try ScriptedServer.with {
      while ScriptedServer.receive($0)?.isEmpty == false { requests.add(1, ordering: .relaxed) }
    } _: { server in
      try withWorkspace { workspace in
        for (signal, status) in [(SIGTERM, 143), (SIGINT, 130)] as [(Int32, Int32)] {
          let asked = requests.load(ordering: .relaxed)
          let running = try workspace.start(Self.check(server.baseURL))
          try running.waitUntil("it has asked") { _ in
            requests.load(ordering: .relaxed) > asked
          }
          running.signal(signal)
          var outcome: Outcome?
          let seconds = try Self.seconds { outcome = try running.wait(timeout: 60) }
          #expect(outcome?.ending == .exited(status))
          #expect(outcome?.output.isEmpty == true)
          #expect(seconds < 5)
        }
      }
    }
  }

  @Test("--check gives up on a silent server after ten seconds")
  func silence() throws {
    try ScriptedServer.with {
      while ScriptedServer.receive($0)?.isEmpty == false {}
    } _: { server in
      try withWorkspace { workspace in
        let seconds = try Self.seconds {
          let outcome = try workspace.run(Self.check(server.baseURL))
          #expect(outcome.status == 69)
          #expect(outcome.text.hasPrefix("unreachable: "))
        }
        #expect(seconds < 20)
      }
    }
  }

  @Test("an address that answers no attempt to connect is given up after five seconds")
  func deaf() throws {
    try ScriptedServer.withDeafPort { port in
      let transport = HTTPTransport(
        try BaseURL(optionText: "http://127.0.0.1:\(port)"),
        userAgent: "test",
        timeout: 30,
        bodyLimit: 1000
      )
      let seconds = Self.seconds {
        #expect(throws: HTTPFault(.unreachable, "no connection in time")) {
          try transport.send(HTTPRequest("GET", "/"), fields: [])
        }
      }
      #expect(seconds > 3)
      #expect(seconds < 15)
    }
  }

  @Test(
    "an answer that never ends is given up at the time limit, however fast it comes",
    .timeLimit(.minutes(1)),
    arguments: [0, 50_000] as [UInt32]
  )
  func endless(pause: UInt32) throws {
    let chunk = "1;\(String(repeating: "x", count: 1000))\r\nx\r\n"
    // Where there is no pause, the client shall always find more than it can take in.
    let piece = String(repeating: chunk, count: pause == 0 ? 4000 : 1)
    let serve: @Sendable (Int32) -> Void = { connection in
      _ = ScriptedServer.receive(connection)
      let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      var goesOn = ScriptedServer.send(head, to: connection)
      while goesOn {
        goesOn = ScriptedServer.send(piece, to: connection)
        if pause > 0 { usleep(pause) }
      }
    }
    try ScriptedServer.with(serve) { server in
      let transport = HTTPTransport(
        try BaseURL(optionText: server.baseURL),
        userAgent: "test",
        timeout: 1,
        bodyLimit: 1 << 30
      )
      let seconds = Self.seconds {
        #expect(throws: HTTPFault(.timeout, "no whole answer in time")) {
          try transport.send(HTTPRequest("GET", "/"), fields: [])
        }
      }
      #expect(seconds < 5)
    }
  }

  @Test("--check writes one line without control characters, whatever the API says")
  func foreignWords() throws {
    let me = #"{"resource_id":"shop_1\u001b[2J\nconnected: \u009b","resource_name":"a\rb"}"#
    for (status, body, state) in [
      (200, me, "connected"), (403, #"{"error":"no\u001b[1m\nconnected: x"}"#, "no API access"),
    ] {
      try ScriptedServer.with(ScriptedServer.answering(ScriptedServer.json(status, body))) {
        server in
        try withWorkspace { workspace in
          let outcome = try workspace.run(Self.check(server.baseURL))
          #expect(outcome.text.hasPrefix("\(state): "), "\(outcome)")
          #expect(outcome.lines.count == 1)
          #expect(
            !outcome.text.dropLast().unicodeScalars.contains { scalar in
              scalar.properties.generalCategory == .control
            }
          )
        }
      }
    }
  }

  @Test(
    "--check tells a server that fails from one that isn't the API",
    arguments: [
      (ScriptedServer.json(503, #"{"error":"Busy"}"#), "unavailable", "HTTP 503: Busy"),
      (ScriptedServer.json(429, #"{"error":"Slowly"}"#), "unavailable", "HTTP 429: Slowly"),
      ("SSH-2.0-OpenSSH_9.2\r\n", "unexpected answer", "not HTTP/1.1"),
      (ScriptedServer.json(200, "{}"), "unexpected answer", "no resource_id"),
    ]
  )
  func states(answer: String, state: String, words: String) throws {
    try ScriptedServer.with(ScriptedServer.answering(answer)) { server in
      try withWorkspace { workspace in
        let text = try workspace.run(Self.check(server.baseURL))
        #expect(text.status == 69, "\(text)")
        #expect(text.text.hasPrefix("\(state): "), "\(text)")
        #expect(text.text.contains(words), "\(text)")
        let json = try workspace.run(Self.check(server.baseURL, "--format", "json"))
        let code = state.split(separator: " ").joined(separator: "_")
        #expect(try JSONValue(parsing: json.text)["state"]?.string == code)
      }
    }
  }

  @Test(
    "what isn't about the connection is no state of it",
    arguments: [(["--rate", "0"], 64), (["--rate-file", "/"], 73)] as [([String], Int32)]
  )
  func otherFaults(arguments: [String], status: Int32) throws {
    try withWorkspace { workspace in
      var command = Self.check("http://127.0.0.1:1")
      command.arguments += arguments
      let outcome = try workspace.run(command)
      #expect(outcome.status == status, "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("rate"))
    }
  }

  @Test("a rate file that is none of ours is refused, and left as it is")
  func foreignRateFile() throws {
    try withWorkspace { workspace in
      for text in ["notes of mine\n", String(repeating: "\u{0}", count: 16)] {
        try workspace.write("notes", text)
        var command = Self.check("http://127.0.0.1:1")
        command.arguments += ["--rate-file", "notes"]
        let outcome = try workspace.run(command)
        #expect(
          outcome.status == 78 && outcome.errors.contains("notes is no rate file"),
          "\(outcome)"
        )
        #expect(try workspace.read("notes") == text)
      }
    }
  }

  @Test("an object with another id than was asked for isn't taken")
  func otherID() throws {
    let answer = ScriptedServer.json(200, #"{"id":"b","body":"x"}"#)
    try ScriptedServer.with(ScriptedServer.answering(answer)) { server in
      try withWorkspace { workspace in
        let command = Command(
          path: BuiltProducts.program("extract-postscript"),
          [
            "--base-url", server.baseURL, "--retry-for", "1", "--streams",
            "postscript_sent_messages",
          ],
          environment: ["POSTSCRIPT_API_KEY": KeyRing.standardKey]
        )
        let outcome = try workspace.run(command, input: .text("a\n"))
        #expect(outcome.status == 69, "\(outcome)")
        #expect(outcome.errors.contains("another id, \"b\""))
        #expect(!outcome.text.contains("RECORD"))
        try workspace.run(command, input: .text("b\n")).orThrow()
      }
    }
  }
}
