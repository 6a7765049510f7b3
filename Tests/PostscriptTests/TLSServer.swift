import Glibc
import TestSupport

/// OpenSSL's own server, which knows `/api/v2/me`.
///
/// Its certificate for `localhost`, which signs itself, is in `cert.pem` of a test's folder.
struct TLSServer {
  let port: UInt16
  private let server: Running

  /// Makes the certificate and starts the server.
  init(_ workspace: Workspace) throws {
    let make = Command(
      path: "/usr/bin/env",
      [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out",
        "cert.pem", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost",
      ]
    )
    try workspace.run(make).orThrow()
    let body = #"{"resource_id":"shop_1","resource_name":"TLS","resource_type":"shop"}"#
    // The server has one fixed folder, so the path of the API is one in it.
    try workspace.run(Command.shell("mkdir -p api/v2")).orThrow()
    try workspace.write(
      "api/v2/me",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)"
        + "\r\nConnection: close\r\n\r\n\(body)"
    )
    port = try ScriptedServer.freePort()
    server = try workspace.start(
      Command(
        path: "/usr/bin/env",
        [
          "openssl", "s_server", "-accept", "\(port)", "-key", "key.pem", "-cert", "cert.pem",
          "-HTTP", "-quiet",
        ]
      )
    )
    for _ in 0..<500 {
      guard let probe = ScriptedServer.connection(to: port) else {
        usleep(10_000)
        continue
      }
      close(probe)
      return
    }
    throw TestFailure("the encrypted server doesn't begin to listen")
  }

  /// Ends the server.
  func stop() {
    server.signal(SIGKILL)
    _ = try? server.wait()
  }
}
