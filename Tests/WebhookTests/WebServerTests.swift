import Glibc
import PostscriptAPI
import StageKit
import Synchronization
import TestSupport
import Testing
import Wire

/// `receive-webhook` behind nginx and fcgiwrap, by the configuration that comes with it.
@Suite("Webhooks behind a web server", .serialized)
struct WebServerTests {
  /// nginx and fcgiwrap, started as `docker/webhooks/start` does.
  private struct WebServer {
    let port: Int
    let workspace: Workspace

    init(_ workspace: Workspace, port: Int) throws {
      self.workspace = workspace
      self.port = port
      try workspace.run(Command.shell("mkdir -p spool web")).orThrow()
    }

    func start() throws -> Running {
      try workspace.start(
        Command(
          path: BuiltProducts.checkout + "/docker/webhooks/start",
          ["web", "127.0.0.1:\(port)"],
          environment: [
            "PATH": "\(BuiltProducts.directory):/usr/sbin:/usr/bin:/bin",
            "POSTSCRIPT_ETL_SPOOL": workspace.file("spool"),
            "POSTSCRIPT_WEBHOOK_TOKEN": CGICall.token, "POSTSCRIPT_ACTION_SECRET": "secret",
          ]
        )
      )
    }

    /// The status of a request; 0 for none.
    func status(
      _ method: String = "POST",
      _ path: String = "/postscript/webhooks",
      body: String = "{}",
      fields: [(name: String, value: String)] = [("Postscript-Signature", CGICall.token)]
    ) -> Int {
      guard let base = try? BaseURL(optionText: "http://127.0.0.1:\(port)") else { return 0 }
      let transport = HTTPTransport(base, userAgent: "test", timeout: 60, bodyLimit: 1 << 20)
      let request = HTTPRequest(method, path, body: method == "POST" ? Array(body.utf8) : nil)
      return (try? transport.send(request, fields: fields).status) ?? 0
    }

    func waitUntilReady() throws {
      for _ in 0..<1000 {
        if status("GET") == 405 { return }
        usleep(20_000)
      }
      throw TestFailure("the web server doesn't answer")
    }
  }

  private static func withServer(_ body: (WebServer, inout Running) throws -> Void) throws {
    try withWorkspace { workspace in
      let server = try WebServer(workspace, port: 20_000 + Int(getpid()) % 20_000)
      var running = try server.start()
      defer {
        running.signal(SIGTERM)
        _ = try? running.wait()
      }
      try server.waitUntilReady()
      try body(server, &running)
    }
  }

  /// Kills nginx, fcgiwrap and all that they have started, in the middle of their work.
  private static let killAll = #"""
    command -v ps >/dev/null || exit 69
    roots="$(cat web/nginx.pid) $(ps -eo pid,args | awk -v w="$PWD/web/" \
      'index($0, "fcgiwrap") && index($0, w) { print $1 }')"
    all=$(ps -eo pid,ppid | awk -v roots=" $(echo $roots) " \
      'index(roots, " " $1 " ") || index(roots, " " $2 " ") { print $1 }')
    kill -9 $all 2>/dev/null
    true
    """#

  @Test("each answer is what the program says, by each path")
  func answers() throws {
    try Self.withServer { server, _ in
      #expect(server.status() == 200)
      #expect(server.status("GET") == 405)
      #expect(server.status(fields: []) == 401)
      #expect(server.status(fields: [("Postscript-Signature", "x")]) == 401)
      #expect(server.status(body: String(repeating: " ", count: 2 << 20)) == 413)
      #expect(server.status("POST", "/postscript/other") == 404)
      #expect(server.status("POST", "/postscript/action") == 401)
      let secret = [(name: "Authorization", value: "Bearer secret")]
      #expect(server.status("POST", "/postscript/action", body: "{\"a\":1}", fields: secret) == 200)
      #expect(server.status(fields: secret) == 401)
      // Nobody can say from outside what only the configuration may.
      #expect(server.status(fields: secret + [("POSTSCRIPT-ETL-ACTION", "true")]) == 401)
      try server.workspace.run(Command.shell("mv spool elsewhere")).orThrow()
      #expect(server.status() == 503)
      try server.workspace.run(Command.shell("mv elsewhere spool")).orThrow()
      let sources = try ExtractedEvents(server.workspace).records.map { $0["source"]?.string }
      #expect(sources == ["webhook", "action"])
    }
  }

  @Test(
    "what was acknowledged is in the spool, once and whole, though the servers are killed meanwhile",
    arguments: [isLongRun ? (20_000, 50) : (120, 8)]
  )
  func kills(count: Int, connections: Int) throws {
    try Self.withServer { server, running in
      let next = Atomic(0)
      let acknowledged = Mutex<Set<Int>>([])
      let finished = Atomic(0)
      for _ in 0..<connections {
        BackgroundThread.start {
          while true {
            let number = next.add(1, ordering: .relaxed).oldValue
            guard number < count else { break }
            // As Postscript does: again until it is acknowledged.
            let body = #"{"event":"shop.test","event_data":{"number":\#(number)}}"#
            for _ in 0..<1000 where !acknowledged.withLock({ $0.contains(number) }) {
              if server.status(body: body) == 200 {
                _ = acknowledged.withLock { $0.insert(number) }
              } else {
                usleep(20_000)
              }
            }
          }
          finished.add(1, ordering: .relaxed)
        }
      }
      for share in [4, 2] {
        while acknowledged.withLock({ $0.count }) < count / share { usleep(10_000) }
        // nginx, fcgiwrap and the receivers that it has started, in the middle of their work.
        try server.workspace.run(Command.shell(Self.killAll)).orThrow()
        _ = try running.wait()
        running = try server.start()
        // Else there may be nothing yet that could be killed next.
        try server.waitUntilReady()
      }
      while finished.load(ordering: .relaxed) < connections { usleep(10_000) }
      let records = try ExtractedEvents(server.workspace).records
      let numbers = records.compactMap { $0["event_data"]?["number"]?.integer }
      #expect(acknowledged.withLock { $0 } == Set(0..<count))
      #expect(Set(numbers) == Set(0..<count))
      #expect(numbers.count == count)
      let lines = try server.workspace.run(Command.shell("cat spool/*")).orThrow().lines
      #expect(lines.allSatisfy { (try? JSONValue(parsing: $0)) != nil })
    }
  }
}
