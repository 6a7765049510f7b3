import CLibpq
import Wire

extension Connection {
  /// Runs `COPY … TO STDOUT` and lends its rows one after the other, each with its newline.
  ///
  /// Only what one read of the socket brought is held, however large the table is.
  ///
  /// - Returns: how many rows the server says that it sent.
  /// - Throws: the server's error, also where it comes after rows; then those were not all.
  mutating func copyOut(_ sql: String, _ body: (ByteView) throws -> Void) throws -> Int {
    try send(sql)
    guard try lastResult().status == PGRES_COPY_OUT else {
      throw DatabaseError(sqlState: "08P01", message: "the server did not start the COPY")
    }
    while true {
      var row: UnsafeMutablePointer<CChar>?
      let length = unsafe PQgetCopyData(handle, &row, 1)
      guard length > 0, let start = unsafe row else {
        switch length {
        case 0:
          _ = try waitOrCancel(.read)
          if unsafe PQconsumeInput(handle) == 0 {
            throw connectionError("the connection was lost")
          }
          continue
        case -1: return try lastResult().affected
        default: throw copyFailure()
        }
      }
      defer { unsafe PQfreemem(start) }
      try body(unsafe ByteView(RawSpan(_unsafeStart: start, byteCount: Int(length))))
    }
  }
}
