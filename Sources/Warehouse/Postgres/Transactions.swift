/// How the steps of a run become transactions.
public enum Transactions: Sendable {
  /// Each step is its own transaction.
  case real
  /// A transaction around the whole run is open and will be rolled back: steps are savepoints.
  case dry

  /// Runs a step; what it did is kept when it returns, and undone when it throws.
  ///
  /// Deadlocks and serialization failures are tried again, three times in all, where each step is
  /// its own transaction.
  public func run<Result>(
    _ connection: inout Connection,
    _ action: String,
    _ step: (inout Connection) throws -> Result
  ) throws -> Result {
    var attempt = 1
    while true {
      do {
        return try once(&connection, step)
      } catch var error as DatabaseError {
        if error.action.isEmpty { error.action = action }
        guard self == .real, error.isRetryableTransaction, attempt < 3 else { throw error }
        attempt += 1
      }
    }
  }

  private func once<Result>(
    _ connection: inout Connection,
    _ step: (inout Connection) throws -> Result
  ) throws -> Result {
    try connection.execute(self == .real ? "BEGIN" : "SAVEPOINT step")
    do {
      let result = try step(&connection)
      try connection.execute(self == .real ? "COMMIT" : "RELEASE step")
      return result
    } catch {
      // A failure to roll back changes nothing: the first error is the one to tell, and the
      // server rolls back by itself when the connection goes.
      try? connection.execute(self == .real ? "ROLLBACK" : "ROLLBACK TO step")
      throw error
    }
  }
}

/// The locks that loaders of one schema take; each is held to the end of its transaction.
public enum AdvisoryLock: Int, Sendable {
  /// Schema changes: migrations, tables of unknown streams.
  case migrations = 1
  /// The refresh of the marts.
  case marts = 2

  /// Waits for the lock, at most `lock_timeout`.
  public func acquire(_ connection: inout Connection, schema: String) throws {
    // The key is a hash of a name of ours, so that other programs' locks do not meet it.
    _ = try connection.query(
      "SELECT pg_advisory_xact_lock(hashtextextended('postscript-etl:' || $1, $2))",
      [schema, String(rawValue)]
    )
  }
}
