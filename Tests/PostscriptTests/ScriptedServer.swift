import Glibc
import StageKit
import TestSupport

/// A server on 127.0.0.1 that does to every connection what a test tells it: for what the simulator,
/// which speaks HTTP as it should, can't do.
final class ScriptedServer: Sendable {
  let port: UInt16
  private let listener: Int32

  /// Begins to listen, and to serve each connection on its own thread.
  private init(_ serve: @escaping @Sendable (Int32) -> Void) throws {
    let listener = try ScriptedServer.listener(backlog: 64)
    self.listener = listener
    port = try ScriptedServer.port(of: listener)
    BackgroundThread.start {
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { break }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        BackgroundThread.start {
          serve(connection)
          close(connection)
        }
      }
      close(listener)
    }
  }

  /// Runs a test beside a server that does what it is told with each connection, and then closes it.
  static func with<Result>(
    _ serve: @escaping @Sendable (Int32) -> Void,
    _ body: (ScriptedServer) throws -> Result
  ) throws -> Result {
    let server = try ScriptedServer(serve)
    defer { shutdown(server.listener, Int32(SHUT_RDWR)) }
    return try body(server)
  }

  /// Answers each request with a text, whatever it asks for.
  static func answering(_ text: String) -> @Sendable (Int32) -> Void {
    { connection in
      while let request = receive(connection), !request.isEmpty {
        guard ScriptedServer.send(text, to: connection) else { return }
      }
    }
  }

  /// A whole answer of the API with a JSON body.
  static func json(_ status: Int, _ body: String) -> String {
    "HTTP/1.1 \(status) Status\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  var baseURL: String { "http://127.0.0.1:\(port)" }

  /// What has come, or nil where the connection failed.
  static func receive(_ connection: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    let count = unsafe recv(connection, &buffer, buffer.count, 0)
    return count < 0 ? nil : Array(buffer[..<count])
  }

  /// Sends a text; false where no one takes it any more.
  static func send(_ text: String, to connection: Int32) -> Bool {
    send(Array(text.utf8), to: connection)
  }

  /// Sends bytes; false where no one takes them any more.
  static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = unsafe rest.withUnsafeBytes { bytes in
        unsafe Glibc.send(connection, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  /// Runs a test with a port that answers no attempt to connect, as behind a firewall that drops
  /// them: its queue is full.
  static func withDeafPort<Result>(_ body: (UInt16) throws -> Result) throws -> Result {
    let listener = try listener(backlog: 0)
    let port = try port(of: listener)
    var callers: [Int32] = []
    defer { for descriptor in callers + [listener] { close(descriptor) } }
    for _ in 0..<4 {
      let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
      let caller = socket(AF_INET, type | Int32(SOCK_NONBLOCK.rawValue), 0)
      callers.append(caller)
      _ = unsafe withAddress(port) { unsafe connect(caller, $0, $1) }
    }
    usleep(100_000)
    return try body(port)
  }

  /// A connection to a port of 127.0.0.1, or nil.
  static func connection(to port: UInt16) -> Int32? {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let caller = socket(AF_INET, type, 0)
    if unsafe withAddress(port, { unsafe connect(caller, $0, $1) }) == 0 { return caller }
    close(caller)
    return nil
  }

  /// A port that is not in use.
  static func freePort() throws -> UInt16 {
    let listener = try listener(backlog: 1)
    defer { close(listener) }
    return try port(of: listener)
  }

  private static func listener(backlog: Int32) throws -> Int32 {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let listener = socket(AF_INET, type, 0)
    guard listener >= 0, unsafe withAddress(0, { unsafe bind(listener, $0, $1) }) == 0,
      listen(listener, backlog) == 0
    else { throw TestFailure("cannot listen: error \(errno)") }
    return listener
  }

  private static func port(of listener: Int32) throws -> UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe getsockname(listener, address, &length)
      }
    }
    guard status == 0 else { throw TestFailure("no port: error \(errno)") }
    return UInt16(bigEndian: address.sin_port)
  }

  private static func withAddress<Result>(
    _ port: UInt16,
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe body(address, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
