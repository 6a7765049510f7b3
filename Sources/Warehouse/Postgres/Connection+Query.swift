import CLibpq

extension Connection {
  /// Runs one or several statements without parameters; rows they return are dropped.
  ///
  /// Several statements in one text run as one transaction where none is open.
  public mutating func execute(_ sql: String) throws {
    try send(sql)
    let result = try lastResult()
    _ = consume result
  }

  /// Runs one statement and returns its rows.
  ///
  /// The parameters are the values of `$1`, `$2`, … as text; nil is NULL.
  public mutating func query(_ sql: String, _ parameters: [String?] = []) throws -> QueryResult {
    try finishAnyResult()
    let sent = try unsafe withCStrings([sql]) { statement in
      // An empty parameter list still needs an address.
      try unsafe withCStrings(parameters.isEmpty ? [nil] : parameters) { values in
        unsafe PQsendQueryParams(
          handle,
          statement[0],
          Int32(parameters.count),
          nil,
          values,
          nil,
          nil,
          0
        )
      }
    }
    guard sent == 1 else { throw connectionError("the statement could not be sent") }
    try flush()
    return try lastResult()
  }

  /// Sends statements and leaves their results to be fetched.
  func send(_ sql: String) throws {
    try finishAnyResult()
    let sent = try unsafe withCStrings([sql]) { unsafe PQsendQuery(handle, $0[0]) }
    guard sent == 1 else { throw connectionError("the statement could not be sent") }
    try flush()
  }

  /// Writes what libpq holds back, and reads at the same time, so that neither side waits for ever.
  func flush() throws {
    while true {
      switch unsafe PQflush(handle) {
      case 0: return
      case 1:
        let ready = try waitOrCancel([.read, .write])
        if ready.contains(.read), unsafe PQconsumeInput(handle) == 0 {
          throw connectionError("the connection was lost")
        }
      default: throw connectionError("the connection was lost")
      }
    }
  }

  /// The next result of the running statement, or nil after the last one.
  func nextResult() throws -> QueryResult? {
    while unsafe PQisBusy(handle) == 1 {
      _ = try waitOrCancel(.read)
      if unsafe PQconsumeInput(handle) == 0 { throw connectionError("the connection was lost") }
    }
    guard let result = unsafe PQgetResult(handle) else { return nil }
    return unsafe QueryResult(owning: result)
  }

  /// Takes every result of the running statement; returns the last, or throws the first error.
  func lastResult() throws -> QueryResult {
    var failure: DatabaseError?
    var last: QueryResult?
    while let result = try nextResult() {
      if let error = result.error, failure == nil { failure = error }
      if result.isCopy { return result }
      last = consume result
    }
    if let failure { throw failure }
    guard let last = consume last else { throw connectionError("the statement gave no result") }
    return last
  }

  /// Makes sure that no result of an earlier statement is left over.
  private func finishAnyResult() throws {
    while let left = try nextResult() {
      if left.isCopy {
        throw DatabaseError(sqlState: "08P01", message: "a COPY is still open")
      }
    }
  }

  func waitOrCancel(_ wanted: Readiness) throws -> Readiness {
    do {
      return try wait(for: wanted)
    } catch let error as DatabaseError {
      throw error
    } catch {
      // The program was asked to stop: the server should not go on working for no one. One that
      // takes data in waits for us and ends with the connection.
      if wanted.contains(.write) { requestCancel() } else { cancel() }
      throw error
    }
  }
}
