import Wire

/// Sends encoded rows by COPY: one stream at a time, as a connection allows, in large pieces.
///
/// The stream whose COPY is open sends as soon as a piece is full. The others wait in their
/// buffers, all together within a limit, so that interleaved streams do not pay for a new COPY
/// with each record and memory stays flat.
struct StagingCopy {
  private static let piece = 256 << 10
  private static let limit = 8 << 20

  /// The name of the temporary table whose COPY is open.
  private var open: String?
  /// Bytes in the buffers of all streams.
  private var buffered = 0

  /// Notes that a row was appended, and sends what is due.
  mutating func rowAppended(
    _ staging: StagingTable,
    bytes: Int,
    among all: [StagingTable],
    _ connection: inout Connection
  ) throws {
    buffered += bytes
    if staging.buffer.count >= Self.piece, open == nil || open == staging.name {
      try send(staging, &connection)
    } else if buffered >= Self.limit {
      // The largest buffer gives the most room for one change of COPY.
      let largest = all.max { $0.buffer.count < $1.buffer.count }
      try send(largest ?? staging, &connection)
    }
  }

  /// Sends what a stream has buffered, and leaves its COPY open.
  mutating func send(_ staging: StagingTable, _ connection: inout Connection) throws {
    guard !staging.buffer.isEmpty else { return }
    if open != staging.name {
      try finish(&connection)
      try connection.beginCopy(staging.copyStatement)
      open = staging.name
      try Self.header.withView { try connection.putCopy($0) }
    }
    try staging.buffer.withView { try connection.putCopy($0) }
    buffered -= staging.buffer.count
    staging.removeSent()
  }

  /// Ends the COPY that is open, if one is: other statements can then be run.
  mutating func finish(_ connection: inout Connection) throws {
    guard open != nil else { return }
    open = nil
    try Self.trailer.withView { try connection.putCopy($0) }
    _ = try connection.endCopy()
  }

  /// The signature of binary COPY, then no flags and no extension.
  private static let header: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
  /// A row of -1 columns ends the data.
  private static let trailer: [UInt8] = [0xFF, 0xFF]
}
