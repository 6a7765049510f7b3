import CLibpq
import Wire

extension Connection {
  /// Begins `COPY … FROM STDIN`; only ``putCopy(_:)`` and ``endCopy()`` may follow.
  mutating func beginCopy(_ sql: String) throws {
    try send(sql)
    let result = try lastResult()
    guard result.status == PGRES_COPY_IN else {
      throw DatabaseError(sqlState: "08P01", message: "the server did not start the COPY")
    }
  }

  /// Sends a piece of COPY data and waits until it is on its way, so that libpq holds little.
  ///
  /// An error that the server has for the rows so far may surface here or in ``endCopy()``.
  mutating func putCopy(_ bytes: ByteView) throws {
    var offset = 0
    while offset < bytes.count {
      // One message per quarter mebibyte: libpq copies each into its own buffer first.
      let piece = bytes[offset, min(offset + 1 << 18, bytes.count)]
      let status = unsafe piece.withUnsafeBytes { bytes in
        let characters = unsafe bytes.assumingMemoryBound(to: CChar.self)
        return unsafe PQputCopyData(handle, characters.baseAddress, Int32(characters.count))
      }
      switch status {
      case 1: offset += piece.count
      case 0: break
      default: throw copyFailure()
      }
      try flush()
    }
  }

  /// Ends the COPY and returns the number of rows that the server took.
  mutating func endCopy() throws -> Int {
    while true {
      let status = unsafe PQputCopyEnd(handle, nil)
      if status == 1 { break }
      guard status == 0 else { throw copyFailure() }
      try flush()
    }
    try flush()
    return try lastResult().affected
  }

  /// The server's own reason why a COPY ended early, else the connection's.
  func copyFailure() -> any Error {
    do {
      _ = try lastResult()
      return connectionError("the COPY ended early")
    } catch {
      return error
    }
  }
}
