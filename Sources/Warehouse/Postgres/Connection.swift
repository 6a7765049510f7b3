import CLibpq
import Glibc
import StageKit

/// A connection to PostgreSQL; closing it rolls back whatever was not committed.
///
/// Every wait goes through our own poll(2), so that SIGINT and SIGTERM are noticed while the
/// server works: the statement is cancelled and the error of the check is thrown. The owner then
/// lets go of the connection, and the server rolls back.
@safe
public struct Connection: ~Copyable {
  let handle: OpaquePointer
  /// Throws when the program was asked to stop.
  let checkInterrupt: () throws -> Void

  init(owning handle: OpaquePointer, checkInterrupt: @escaping () throws -> Void) {
    unsafe self.handle = handle
    self.checkInterrupt = checkInterrupt
  }

  deinit { unsafe PQfinish(handle) }

  /// "database on host as user", for logs; never a password.
  public var place: String {
    func text(_ value: UnsafePointer<CChar>?) -> String {
      unsafe value.map { unsafe String(cString: $0) } ?? ""
    }
    let host = unsafe text(PQhost(handle))
    let port = unsafe text(PQport(handle))
    let user = unsafe text(PQuser(handle))
    let database = unsafe text(PQdb(handle))
    return "database \(database) on \(host.hasPrefix("/") ? host : "\(host):\(port)") as \(user)"
  }

  /// What a wait is for.
  struct Readiness: OptionSet {
    let rawValue: Int16
    static let read = Readiness(rawValue: Int16(POLLIN))
    static let write = Readiness(rawValue: Int16(POLLOUT))
  }

  /// Waits until the socket is ready, looking after signals at least four times a second.
  ///
  /// After that many seconds it gives up and returns an empty set; nil waits for ever.
  func wait(for wanted: Readiness, seconds: Double? = nil) throws -> Readiness {
    let socket = unsafe PQsocket(handle)
    guard socket >= 0 else { throw connectionError("the connection is closed") }
    var left = seconds.map { Int($0 * 1000) }
    while true {
      try checkInterrupt()
      let slice = Int32(min(left ?? 250, 250))
      var descriptor = pollfd(fd: socket, events: wanted.rawValue, revents: 0)
      let ready = unsafe poll(&descriptor, 1, slice)
      if ready > 0 {
        // An error or hang-up counts as readable: the next read tells what happened.
        let failed = descriptor.revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
        return failed ? wanted : Readiness(rawValue: descriptor.revents).intersection(wanted)
      }
      if ready < 0, errno != EINTR { throw connectionError("poll failed") }
      if let remaining = left {
        if remaining <= 0 { return [] }
        left = remaining - Int(slice)
      }
    }
  }

  /// Has the server give up the statement that is running, and waits a few seconds until it has.
  ///
  /// A request that arrives before the server has begun the statement is lost, and the statement
  /// would then run on for no one: so the request is repeated until something comes back.
  func cancel() {
    for _ in 0..<50 {
      requestCancel()
      var descriptor = pollfd(fd: unsafe PQsocket(handle), events: Int16(POLLIN), revents: 0)
      if unsafe poll(&descriptor, 1, 100) > 0 { return }
    }
  }

  /// Asks the server once to give up the statement that is running.
  func requestCancel() {
    guard let request = unsafe PQgetCancel(handle) else { return }
    var message = [CChar](repeating: 0, count: 256)
    // A failed request changes nothing for us: the connection is closed next in any case.
    _ = unsafe message.withUnsafeMutableBufferPointer { buffer in
      unsafe PQcancel(request, buffer.baseAddress, Int32(buffer.count))
    }
    unsafe PQfreeCancel(request)
  }

  /// The connection's own error as text, free of the password.
  var errorText: String {
    let text = unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
    let password = unsafe PQpass(handle).map { unsafe String(cString: $0) } ?? ""
    return Secret.hiding(password, in: text.oneLine)
  }

  /// An error of the connection itself, of class 08 (connection exception).
  func connectionError(_ fallback: String) -> DatabaseError {
    let text = errorText
    return DatabaseError(sqlState: "08006", message: text.isEmpty ? fallback : text)
  }
}
