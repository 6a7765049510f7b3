import CLibpq
import StageKit

extension Connection {
  /// Refuses a pooler that lends a connection of the server to each transaction only, as PgBouncer
  /// does in transaction mode: temporary tables and settings would end up in the sessions of others.
  ///
  /// Nothing in the protocol tells. But the number of the server's process is known when one connects
  /// directly, and two connections that are open at once never have the same one unless they share
  /// it. It only asks for that number, which leaves nothing behind.
  mutating func refuseSharing(with other: () throws -> Connection) throws {
    let first = try process(within: nil)
    guard first != Int(unsafe PQbackendPID(handle)) else { return }
    do {
      var second = try other()
      for _ in 0..<10 {
        // A pool that has none left for a second connection has given the first one its own.
        guard let shared = try second.process(within: 3) else { return }
        guard shared != first, try process(within: nil) == first else { throw Self.isShared }
      }
    } catch is DatabaseError {
      // As many connections as there may be: each has its own.
      return
    }
  }

  private static let isShared = StageError(
    .config,
    "the connection goes through a pooler that lends a server to each transaction, and a load needs a "
      + "session of its own: connect to PostgreSQL itself, or to a pool in session mode"
  )

  /// The number of the server's process; nil where it does not answer in that many seconds.
  private mutating func process(within seconds: Double?) throws -> Int? {
    try send("SELECT pg_catalog.pg_backend_pid()")
    while unsafe PQisBusy(handle) == 1 {
      if try wait(for: .read, seconds: seconds).isEmpty { return nil }
      if unsafe PQconsumeInput(handle) == 0 { throw connectionError("the connection was lost") }
    }
    return try lastResult().integer(0, 0)
  }
}
