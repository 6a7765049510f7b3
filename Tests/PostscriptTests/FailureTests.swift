import Glibc
import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// How `extract-postscript` fails: with the right words and code, soon, and without loss.
@Suite("Failures of extract-postscript")
struct FailureTests {
  @Test(
    "--check tells the states apart",
    arguments: [
      (KeyRing.standardKey, nil, 0, "connected", "shop_1234567abcde"),
      (nil, nil, 78, "key not configured", "POSTSCRIPT_API_KEY"),
      ("sk_simulated_revoked", nil, 77, "key refused", "regenerated"),
      ("pk_simulated_public", nil, 77, "key of the wrong kind", "public key"),
      ("sk_partner_simulated", nil, 77, "key of the wrong kind", "partner key"),
      (KeyRing.standardKey, "sk_other", 77, "key of the wrong kind", "sk_partner_"),
      (KeyRing.standardKey, "sk_partner_simulated", 0, "connected", "Simulated Shop"),
      ("sk_simulated_no_plan", nil, 77, "no API access", "plan"),
    ] as [(String?, String?, Int32, String, String)]
  )
  func check(key: String?, partner: String?, status: Int32, state: String, word: String) throws {
    try ExtractRun.with(.changed { $0.subscribers = 1 }) { extract in
      var environment: [String: String] = [:]
      if let partner { environment["POSTSCRIPT_PARTNER_KEY"] = partner }
      let text = try extract.run("--check", key: key, environment: environment)
      #expect(text.status == status)
      #expect(text.lines.count == 1)
      #expect(text.text.hasPrefix("\(state): "), "\(text)")
      #expect(text.text.contains(word), "\(text)")
      let json = try extract.run(
        "--check",
        "--format",
        "json",
        key: key,
        environment: environment
      )
      let answer = try JSONValue(parsing: json.text)
      let code = state.lowercased().split(separator: " ").joined(separator: "_")
      #expect(answer["state"]?.string == code)
      for secret in [key, partner].compactMap({ $0 }) {
        #expect(!(text.text + text.errors + json.text + json.errors).contains(secret))
      }
    }
  }

  @Test("a server that is down: 69 within seconds, and nothing written")
  func down() throws {
    try ExtractRun.with(.changed { $0.subscribers = 1 }) { extract in
      extract.simulator.stop()
      let check = try extract.run("--check")
      #expect(check.status == 69)
      #expect(check.text.hasPrefix("unreachable: "))
      let outcome = try extract.run("--streams", "postscript_subscribers")
      #expect(outcome.status == 69)
      #expect(outcome.errors.contains("onnection refused"), "\(outcome)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test("a server that fails all the time: 69 with its own words after the budget")
  func failing() throws {
    try ExtractRun.with(
      .changed { settings in
        settings.faultRate = 1
        settings.faultKinds = [.internalError]
      }
    ) { extract in
      let outcome = try extract.run("--retry-for", "2")
      #expect(outcome.status == 69)
      #expect(outcome.errors.contains("HTTP 500, error 1000: Internal server error"))
    }
  }

  @Test("a key that is revoked in the middle: 77, and only what a STATE covers counts")
  func revoked() throws {
    try ExtractRun.with(
      .changed { settings in
        settings.subscribers = 20_000
        settings.revokeAfter = 150
      }
    ) { extract in
      let outcome = try extract.run("--streams", "postscript_subscribers")
      #expect(outcome.status == 77)
      #expect(outcome.errors.contains("the key was refused"))
      let committed = try Messages.committed(of: outcome)
      let state = try #require(committed.states.last)
      #expect(committed.records["postscript_subscribers"]?.isEmpty == false)
      // A new key goes on where the last STATE ends, and nothing is missing.
      try extract.workspace.write("state.json", state.text)
      extract.simulator.withShop { $0.settings.keys.states["sk_new"] = .shop }
      let next = try extract.run(
        "--streams",
        "postscript_subscribers",
        "--state",
        "state.json",
        key: "sk_new"
      ).orThrow()
      let loaded = committed.latest("postscript_subscribers")
        .merging(try Messages(next).latest("postscript_subscribers")) { $1 }
      #expect(loaded == (try extract.table()))
    }
  }

  @Test("a certificate that doesn't verify is reported as such, at once")
  func certificate() throws {
    try withWorkspace { workspace in
      let server = try TLSServer(workspace)
      defer { server.stop() }
      let port = server.port
      let check = Command(
        path: BuiltProducts.program("extract-postscript"),
        ["--check", "--retry-for", "5"],
        environment: ["POSTSCRIPT_API_KEY": "sk_x"]
      )
      let refused = try workspace.run(
        check.with(environment: ["POSTSCRIPT_ETL_BASE_URL": "https://localhost:\(port)"])
      )
      #expect(refused.status == 69)
      #expect(refused.text.contains("certificate doesn't verify: self-signed"), "\(refused)")
      let accepted = try workspace.run(
        check.with(environment: [
          "POSTSCRIPT_ETL_BASE_URL": "https://localhost:\(port)", "SSL_CERT_FILE": "cert.pem",
        ])
      )
      #expect(accepted.text.hasPrefix("connected: shop_1 \"TLS\""), "\(accepted)")
      let wrongName = try workspace.run(
        check.with(environment: [
          "POSTSCRIPT_ETL_BASE_URL": "https://127.0.0.1:\(port)", "SSL_CERT_FILE": "cert.pem",
        ])
      )
      #expect(
        wrongName.text.contains("certificate doesn't verify: IP address mismatch"),
        "\(wrongName)"
      )
    }
  }

  @Test("a wrong base URL is called that at once, with 78")
  func wrongAddress() throws {
    try ExtractRun.with(.changed { $0.subscribers = 1 }) { extract in
      let wrong = ["POSTSCRIPT_ETL_BASE_URL": extract.simulator.baseURL + "/wrong"]
      for arguments in [["--check"], ["--streams", "postscript_subscribers"]] {
        let command = Command(
          path: BuiltProducts.program("extract-postscript"),
          arguments,
          environment: wrong.merging(["POSTSCRIPT_API_KEY": KeyRing.standardKey]) { $1 }
        )
        let outcome = try extract.workspace.run(command)
        #expect(outcome.status == 78, "\(outcome)")
        #expect(outcome.errors.contains("--base-url is not that of the API"), "\(outcome)")
        #expect(arguments.count > 1 || outcome.text.hasPrefix("wrong address: "), "\(outcome)")
      }
    }
  }

  @Test(
    "a whole answer without the list isn't asked for again",
    arguments: [("{}", "is {}"), (#"{"keyword":[],"next":1}"#, "has only keyword, next")]
  )
  func otherAnswer(body: String, words: String) throws {
    let answer = ScriptedServer.json(200, body)
    try ScriptedServer.with(ScriptedServer.answering(answer)) { server in
      try withWorkspace { workspace in
        let command = Command(
          path: BuiltProducts.program("extract-postscript"),
          ["--base-url", server.baseURL, "--streams", "postscript_keywords"],
          environment: ["POSTSCRIPT_API_KEY": "sk_x"]
        )
        let outcome = try workspace.run(command)
        #expect(outcome.status == 69, "\(outcome)")
        #expect(outcome.errors.contains("no keywords in the answer, which \(words)"), "\(outcome)")
        #expect(outcome.errors.contains("requests 1,"), "\(outcome)")
      }
    }
  }

  @Test("a key that may not do this isn't called refused, at one endpoint or at all")
  func notPermitted() throws {
    try ExtractRun.with(.changed { $0.subscribers = 1 }) { extract in
      extract.simulator.withShop { shop in
        shop.plan([.denied, .denied], RequestCondition())
      }
      let outcome = try extract.run("--streams", "postscript_subscribers")
      #expect(outcome.status == 77)
      #expect(outcome.errors.contains("valid but not permitted"), "\(outcome)")
      #expect(try extract.run("--check").text.hasPrefix("no API access: "))
    }
  }

  @Test("SIGTERM ends a run with 143, SIGINT with 130, at a whole line")
  func signals() throws {
    try ExtractRun.with(
      .changed { settings in
        settings.subscribers = 20_000
        settings.latency = 0.05
      }
    ) { extract in
      for (signal, status) in [(SIGTERM, 143), (SIGINT, 130)] {
        let asked = extract.simulator.withShop { $0.requestCount }
        let running = try extract.workspace.start(extract.command([]))
        try running.waitUntil("it has asked for a few pages") { _ in
          extract.simulator.withShop { $0.requestCount } > asked + 5
        }
        running.signal(signal)
        let outcome = try running.wait()
        #expect(outcome.ending == .exited(Int32(status)))
        #expect(outcome.output.isEmpty || outcome.output.last == 0x0A)
      }
    }
  }

  @Test("a full disk ends a run with 74, a reader that goes away quietly")
  func output() throws {
    try ExtractRun.with(.changed { $0.subscribers = 2000 }) { extract in
      let full = try extract.workspace.run(extract.command([]), output: .file("/dev/full"))
      #expect(full.status == 74)
      let ends = try extract.workspace.run([
        extract.command([]), Command(path: "/usr/bin/env", ["head", "-n", "1"]),
      ])
      #expect(ends[0].ending == .exited(141))
      #expect(ends[0].errors.isEmpty, "\(ends[0])")
    }
  }

  @Test(
    "bad options are refused with their names",
    arguments: [
      ["--rate", "0"], ["--in-flight", "0"], ["--timeout", "x"],
      ["--base-url", "http://a.example"],
      ["--since", "2026-02-01", "--until", "2026-01-01"], ["--streams", "orders"],
      ["--shop-number", "5153755550"], ["--by", "email"], ["--overlap", "-1"],
      ["--api-key", "sk_x"],
    ]
  )
  func options(arguments: [String]) throws {
    try withWorkspace { workspace in
      let outcome = try workspace.run(
        Command(
          path: BuiltProducts.program("extract-postscript"),
          arguments,
          environment: ["POSTSCRIPT_API_KEY": "sk_x"]
        )
      )
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains(arguments[0]), "\(outcome)")
      #expect(!outcome.errors.contains("sk_x"))
    }
  }

  @Test("a state that can't be read is refused")
  func states() throws {
    try ExtractRun.with(.changed { $0.subscribers = 1 }) { extract in
      let schema = #"{"type":"SCHEMA","stream":"a","schema":{},"key_properties":[]}"#
      let record = #"{"type":"RECORD","stream":"a","record":{}}"#
      let state = #"{"type":"STATE","value":{}}"#
      for bad in [
        "[1]", schema, "\(state)\n\(record)\n", #"{"type":"STATE"}"#,
        #"{"type":"STATE","value":1}"#,
      ] {
        try extract.workspace.write("bad.json", bad)
        let outcome = try extract.run("--state", "bad.json")
        #expect(outcome.status == 78, "\(bad): \(outcome)")
        #expect(outcome.errors.contains("--state: "))
      }
      for good in ["", "{}", state, "\(schema)\n\(record)\n\(state)\n"] {
        try extract.workspace.write("good.json", good)
        try extract.run("--state", "good.json").orThrow()
      }
      try extract.workspace.write(
        "odd.json",
        #"{"bookmarks":{"postscript_subscribers":{"updated_at":"soon"}}}"#
      )
      #expect(try extract.run("--state", "odd.json").status == 78)
      #expect(try extract.run("--state", "/").status == 66)
    }
  }
}
