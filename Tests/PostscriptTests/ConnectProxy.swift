import Glibc
import StageKit
import Synchronization

/// A proxy on 127.0.0.1 that takes CONNECT and nothing else, and remembers what it was asked.
final class ConnectProxy: Sendable {
  /// The heads of the requests, in order.
  private let heads = Mutex<[String]>([])
  /// The value of `Proxy-Authorization` that it wants, or nil.
  private let authorization: String?
  /// The answer in place of a connection, or nil.
  private let refusal: String?

  private init(_ authorization: String?, _ refusal: String?) {
    self.authorization = authorization
    self.refusal = refusal
  }

  /// What it was asked so far.
  var requests: [String] { heads.withLock { $0 } }

  /// Runs a test beside a proxy, given its address as `host:port`.
  static func with<Result>(
    authorization: String? = nil,
    refusal: String? = nil,
    _ body: (ConnectProxy, String) throws -> Result
  ) throws -> Result {
    let proxy = ConnectProxy(authorization, refusal)
    return try ScriptedServer.with {
      proxy.serve($0)
    } _: { server in
      try body(proxy, "127.0.0.1:\(server.port)")
    }
  }

  private func serve(_ client: Int32) {
    var head = ""
    while !head.hasSuffix("\r\n\r\n") {
      guard let bytes = ScriptedServer.receive(client), !bytes.isEmpty else { return }
      head += String(decoding: bytes, as: UTF8.self)
    }
    heads.withLock { $0.append(head) }
    if let refusal {
      _ = ScriptedServer.send(refusal, to: client)
      return
    }
    if let authorization, !head.contains("\r\nProxy-Authorization: \(authorization)\r\n") {
      _ = ScriptedServer.send("HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n", to: client)
      return
    }
    let words = head.split(separator: " ")
    let port = words.count > 1 ? words[1].split(separator: ":").last.flatMap { UInt16($0) } : nil
    guard words.first == "CONNECT", let port, let server = ScriptedServer.connection(to: port)
    else {
      _ = ScriptedServer.send("HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n", to: client)
      return
    }
    defer { close(server) }
    guard ScriptedServer.send("HTTP/1.1 200 Connected\r\n\r\n", to: client) else { return }
    relay(client, server)
  }

  /// Carries bytes both ways until either side ends.
  private func relay(_ client: Int32, _ server: Int32) {
    while true {
      var entries = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard unsafe poll(&entries, 2, 20_000) > 0 else { return }
      for (entry, target) in zip(entries, [server, client]) where entry.revents != 0 {
        guard let bytes = ScriptedServer.receive(entry.fd), !bytes.isEmpty,
          ScriptedServer.send(bytes, to: target)
        else { return }
      }
    }
  }
}
