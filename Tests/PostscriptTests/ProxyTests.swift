import PostscriptAPI
import TestSupport
import Testing

/// HTTPS through a proxy.
@Suite("Proxies")
struct ProxyTests {
  /// Runs a test beside an encrypted server that knows who a key belongs to.
  private static func withServer(
    _ body: (Workspace, Int, _ check: ([String: String]) throws -> Outcome) throws -> Void
  ) throws {
    try withWorkspace { workspace in
      let server = try TLSServer(workspace)
      defer { server.stop() }
      try body(workspace, Int(server.port)) { environment in
        let variables = [
          "POSTSCRIPT_API_KEY": "sk_x", "SSL_CERT_FILE": "cert.pem",
          "POSTSCRIPT_ETL_BASE_URL": "https://localhost:\(server.port)",
        ]
        return try workspace.run(
          Command(
            path: BuiltProducts.program("extract-postscript"),
            ["--check", "--retry-for", "5"],
            environment: variables.merging(environment) { $1 }
          )
        )
      }
    }
  }

  @Test("a request goes through the proxy, which sees the server's name and nothing of the request")
  func tunnel() throws {
    try Self.withServer { _, port, check in
      try ConnectProxy.with { proxy, address in
        let outcome = try check(["HTTPS_PROXY": "http://\(address)"])
        #expect(outcome.text.hasPrefix("connected: shop_1 \"TLS\""), "\(outcome)")
        #expect(
          proxy.requests == [
            "CONNECT localhost:\(port) HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n"
          ]
        )
        for list in ["localhost", "a.example, .localhost", "*"] {
          let direct = try check(["HTTPS_PROXY": "http://\(address)", "NO_PROXY": list])
          #expect(direct.text.hasPrefix("connected: "), "\(direct)")
        }
        #expect(proxy.requests.count == 1)
        #expect(try check(["https_proxy": address]).status == 0)
        #expect(proxy.requests.count == 2)
      }
    }
  }

  @Test("a password goes to the proxy and is in no message")
  func password() throws {
    try Self.withServer { workspace, _, check in
      // "user:pa ss" in Base64.
      try ConnectProxy.with(authorization: "Basic dXNlcjpwYSBzcw==") { proxy, address in
        let good = try check(["HTTPS_PROXY": "http://user:pa%20ss@\(address)"])
        #expect(good.status == 0, "\(good)")
        try workspace.write("proxy", "http://user:wrong@\(address)\n")
        let bad = try check(["HTTPS_PROXY_FILE": "proxy"])
        #expect(bad.status == 78, "\(bad)")
        #expect(bad.text.contains("another user and password (HTTP 407)"), "\(bad)")
        #expect(!(bad.text + bad.errors).contains("wrong"))
        #expect(proxy.requests.count == 2)
      }
    }
  }

  @Test("a proxy that refuses, fails or isn't there is named; the certificate is still looked at")
  func refusals() throws {
    try Self.withServer { _, _, check in
      for (status, code) in [(403, 78), (502, 69)] as [(Int, Int32)] {
        let refusal = "HTTP/1.1 \(status) No\r\nContent-Length: 2\r\n\r\nno"
        try ConnectProxy.with(refusal: refusal) { _, address in
          let outcome = try check(["HTTPS_PROXY": "http://\(address)"])
          #expect(outcome.status == code, "\(outcome)")
          #expect(outcome.text.contains("the proxy \(address)"), "\(outcome)")
          #expect(outcome.text.contains("HTTP \(status)"), "\(outcome)")
        }
      }
      let port = try ScriptedServer.freePort()
      let nobody = try check(["HTTPS_PROXY": "http://127.0.0.1:\(port)"])
      #expect(nobody.status == 69)
      #expect(nobody.text.contains("the proxy 127.0.0.1:\(port): "), "\(nobody)")
      try ConnectProxy.with { _, address in
        let strange = try check(["HTTPS_PROXY": "http://\(address)", "SSL_CERT_FILE": ""])
        #expect(strange.text.contains("certificate doesn't verify"), "\(strange)")
      }
    }
  }

  @Test(
    "what is no proxy's address is refused, and not shown",
    arguments: ["https://secret.example:1", "http://", "secret:0", "http://secret/path"]
  )
  func badAddresses(address: String) throws {
    try withWorkspace { workspace in
      let outcome = try workspace.run(
        Command(
          path: BuiltProducts.program("extract-postscript"),
          ["--check"],
          environment: ["POSTSCRIPT_API_KEY": "sk_x", "HTTPS_PROXY": address]
        )
      )
      #expect(outcome.status == 78, "\(outcome)")
      #expect(outcome.errors.contains("HTTPS_PROXY"), "\(outcome)")
      #expect(!(outcome.errors + outcome.text).contains("secret"), "\(outcome)")
    }
  }
}
