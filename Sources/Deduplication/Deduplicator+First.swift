import StageKit
import Wire

extension Deduplicator {
  /// Writes the record where its key is new; else counts it as an exact or conflicting duplicate.
  func keepFirst(
    _ key: (UInt64, UInt32),
    _ input: inout MessageInput,
    _ output: inout MessageOutput
  ) throws {
    let content = self.content(input)
    let place = keys.insert(key, content)
    if place.isNew {
      if let spool {
        let position = try spool.append(input.line) { try stage.checkSignals() }
        keys.setPosition(place.slot, Int64(position))
      }
      stage.counts.written += 1
      let (start, end) = (input.scanner.recordStart, input.scanner.recordEnd)
      return try write(input.line, start, end, &output)
    }
    stage.counts.deduplicated += 1
    guard keys.content(place.slot) != content else { return countExact() }
    countConflict()
    guard let report, let spool else { return }
    var kept = ByteBuffer()
    let position = Int(keys.position(place.slot))
    try spool.line(at: position, into: &kept) { try stage.checkSignals() }
    let record = input.line[input.scanner.recordStart, input.scanner.recordEnd]
    try report.add(
      stream: input.stream,
      kept: recordPart(of: kept.view),
      dropped: record,
      stage
    )
  }

  func countExact() { stage.counts[.exactDuplicates] += 1 }

  func countConflict() { stage.counts[.conflictingDuplicates] += 1 }

  /// A hash of the record's bytes.
  func content(_ input: borrowing MessageInput) -> UInt32 {
    let record = input.line[input.scanner.recordStart, input.scanner.recordEnd]
    let sum = hash.content(record)
    return UInt32(truncatingIfNeeded: sum ^ sum >> 32)
  }

  /// The record object of a spooled line, which may be a message or a bare record.
  @_lifetime(copy line)
  func recordPart(of line: ByteView) -> ByteView {
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
