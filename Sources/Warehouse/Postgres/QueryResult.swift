import CLibpq

/// The rows that a statement returned; owns libpq's result.
@safe
public struct QueryResult: ~Copyable {
  let handle: OpaquePointer

  init(owning handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe PQclear(handle) }

  /// The number of rows.
  public var count: Int { Int(unsafe PQntuples(handle)) }

  /// The number of columns.
  public var columnCount: Int { Int(unsafe PQnfields(handle)) }

  /// The value as text, or nil for NULL; row and column are counted from 0.
  public func text(_ row: Int, _ column: Int) -> String? {
    precondition(row >= 0 && row < count && column >= 0 && column < columnCount)
    if unsafe PQgetisnull(handle, Int32(row), Int32(column)) == 1 { return nil }
    return unsafe PQgetvalue(handle, Int32(row), Int32(column)).map { unsafe String(cString: $0) }
  }

  /// The value as a whole number, or nil for NULL and for anything else.
  public func integer(_ row: Int, _ column: Int) -> Int? { text(row, column).flatMap { Int($0) } }

  /// The value as a boolean: true for PostgreSQL's `t`.
  public func boolean(_ row: Int, _ column: Int) -> Bool { text(row, column) == "t" }

  /// One row as texts; NULL is nil.
  public func row(_ row: Int) -> [String?] { (0..<columnCount).map { text(row, $0) } }

  /// The number of rows that the statement inserted, changed or deleted.
  public var affected: Int {
    unsafe PQcmdTuples(handle).flatMap { unsafe Int(String(cString: $0)) } ?? 0
  }

  /// The columns in order: the name, the number of the type, and its modifier (-1 for none).
  ///
  /// A domain shows as the type that it is made of.
  var columns: [(name: String, type: UInt32, modifier: Int32)] {
    (0..<Int32(columnCount)).map { column in
      let name = unsafe PQfname(handle, column).map { unsafe String(cString: $0) } ?? ""
      return (name, unsafe PQftype(handle, column), unsafe PQfmod(handle, column))
    }
  }

  var status: ExecStatusType { unsafe PQresultStatus(handle) }

  /// True where a COPY has begun, whose data come or are awaited next.
  var isCopy: Bool { status == PGRES_COPY_IN || status == PGRES_COPY_OUT }

  /// The server's error in this result, or nil where there is none.
  var error: DatabaseError? {
    guard [PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_EMPTY_QUERY].contains(status) else {
      return nil
    }
    let primary = field("M")
    let whole = unsafe PQresultErrorMessage(handle).map { unsafe String(cString: $0) }
    let place = ["t", "c", "n"]
      .compactMap { (code: UnicodeScalar) in field(code) }.joined(separator: ".")
    // libpq reports a lost connection as a fatal result without SQLSTATE.
    return DatabaseError(
      sqlState: field("C") ?? "08006",
      message: (primary ?? whole ?? "the connection was lost").oneLine,
      hint: field("H")?.oneLine,
      place: place.isEmpty ? nil : place
    )
  }

  /// One field of an error, by the letters of the protocol (`PG_DIAG_…`): M primary message,
  /// H hint, C SQLSTATE, t table, c column, n constraint.
  private func field(_ code: UnicodeScalar) -> String? {
    unsafe PQresultErrorField(handle, Int32(code.value)).map { unsafe String(cString: $0) }
  }
}

extension String {
  /// The text in one line: its lines joined by semicolons, runs of white space folded to single spaces.
  var oneLine: String {
    split(whereSeparator: \.isNewline)
      .map { $0.split { $0 == " " || $0 == "\t" }.joined(separator: " ") }
      .filter { !$0.isEmpty }
      .joined(separator: "; ")
  }
}
