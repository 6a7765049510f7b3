import StageKit
import Wire

extension FileRows {
  /// Writes, counts or passes over the scanner's record, which is a text.
  mutating func write(_ texts: SingleTexts, _ output: inout MessageOutput) throws {
    switch texts.standing(of: scanner.record) {
    case .counts: try write(&output, addingTo: texts.areCounted ? texts : nil)
    case .passedOver(let reason):
      counts.skipped()
      stage.counts[reason] += 1
    case .faulty(let column, let problem):
      let headers = header.match.headers
      try reject(RecordFault(problem, column: column, scanner.record, headers, nil), day: nil)
    }
  }

  /// Adds the text whose record was appended to the count of its message and day.
  mutating func count(
    _ texts: SingleTexts,
    _ output: inout MessageOutput,
    from start: Int
  ) {
    let time = (encoder.times.seconds, encoder.times.microsecond)
    let isNew = Self.add(scanner, time, output.buffer, from: start, to: texts)
    output.buffer.truncate(to: start)
    if isNew { return }
    counts.skipped()
    stage.counts[.repeatedTexts] += 1
  }

  private static func add(
    _ scanner: borrowing RecordScanner,
    _ time: (second: Int, microsecond: Int),
    _ output: borrowing ByteBuffer,
    from start: Int,
    to texts: SingleTexts
  ) -> Bool {
    let record = output.view
    return texts.add(record[start, record.count], scanner.record, at: time)
  }

  /// Writes what was counted, a record for each message and day.
  mutating func writeCounts(
    _ texts: SingleTexts,
    _ output: inout MessageOutput
  ) throws {
    for index in 0..<texts.count {
      let start = output.buffer.count
      texts.write(index, to: &output.buffer)
      if !fields.isWhole { fields.cut(&output.buffer, from: start, isBare: isBare) }
      counts.written()
      if output.buffer.count >= 256 << 10 { try output.flush() }
    }
  }
}

extension CountName {
  fileprivate static let repeatedTexts = CountName("repeated texts")
}
