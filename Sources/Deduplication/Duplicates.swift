import StageKit
import Wire

/// What both ways of keeping one record of a key need: the content of a record, the counts of
/// duplicates, and the report of those that differ.
struct Duplicates {
  let stage: Stage
  let hash = KeyHash()
  /// Where records lie that may be needed again; nil where none is.
  let spool: RecordSpool?
  let report: ConflictReport?
  let olderKept = OlderKept()

  func countExact() {
    stage.counts.deduplicated += 1
    stage.counts[.exactDuplicates] += 1
  }

  func countConflict() {
    stage.counts.deduplicated += 1
    stage.counts[.conflictingDuplicates] += 1
  }

  /// Notes that of two records of a key the one that was observed earlier goes on: the other is
  /// missing from the export that told of it.
  func noteOlderKept(_ stream: ByteView) {
    if olderKept.add(stream) { stage.noteLoss(stream.text) }
  }

  /// Reads the spooled line at a position.
  func line(at position: Int, of spool: RecordSpool, into line: inout ByteBuffer) throws {
    try spool.line(at: position, into: &line) { try stage.checkSignals() }
  }

  /// Spools the current line, and returns its position.
  func append(_ input: inout MessageInput, to spool: RecordSpool) throws -> Int {
    try spool.append(input.line) { try stage.checkSignals() }
  }

  /// A hash of the bytes of a record.
  func content(_ record: ByteView) -> UInt32 {
    let sum = hash.content(record)
    return UInt32(truncatingIfNeeded: sum ^ sum >> 32)
  }

  /// Writes the record of a spooled line, which may be a message or a bare record, without envelope.
  static func writeBare(_ line: ByteView, _ output: inout MessageOutput) throws {
    var scanner = JSONScanner()
    _ = scanner.scan(line)
    if scanner.recordEnd == 0 { return try output.pass(line) }
    try output.passBare(scanner, line)
  }

  /// The record object of a spooled line, which may be a message or a bare record.
  @_lifetime(copy line)
  static func record(of line: ByteView) -> ByteView {
    var scanner = JSONScanner()
    _ = scanner.scan(line)
    if scanner.recordEnd == 0 { return line }
    return line[scanner.recordStart, scanner.recordEnd]
  }
}

extension CountName {
  fileprivate static let exactDuplicates = CountName("exact duplicates")
  fileprivate static let conflictingDuplicates = CountName("conflicting duplicates")
}
