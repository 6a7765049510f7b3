import StageKit
import Wire

extension FileRows {
  /// Writes all records of the file.
  mutating func run(_ output: inout MessageOutput) throws {
    if folder != nil {
      try runFolded(&output)
    } else {
      try runPlain(&output)
    }
    try count(&output)
  }

  // MARK: - Loops

  /// Every row is a record; but sums that stand beside what they sum up are left out.
  private mutating func runPlain(_ output: inout MessageOutput) throws {
    let width = match.headers.count
    let totals = totals
    var rows = 0
    while true {
      switch try scanner.next() {
      case .end:
        if let totals { try writeHeld(totals, &output) }
        return
      case .malformed(let problem):
        bookmark.read += 1
        try reject(problem)
      case .record:
        bookmark.read += 1
        if scanner.record.count != width {
          try reject(.ragged(scanner.record, columns: width), day: nil)
        } else if totals?.holds(scanner.record) != true {
          try write(&output)
        }
      }
      rows &+= 1
      if rows & 1023 == 0 { try count(&output) }
    }
  }

  /// Appends the scanner's record; of the properties of a struct that are lent and changed at the
  /// same time the compiler wants to see each by itself.
  @inline(__always)
  private static func append(
    _ scanner: borrowing RecordScanner,
    _ encoder: inout RowEncoder,
    to output: inout ByteBuffer
  ) -> RowOutcome {
    encoder.append(scanner.record, to: &output)
  }

  /// Writes the scanner's record.
  @inline(__always)
  private mutating func write(_ output: inout MessageOutput) throws {
    let start = output.buffer.count
    switch Self.append(scanner, &encoder, to: &output.buffer) {
    case .written where output.buffer.count - start <= RecordScanner.recordLimit:
      bookmark.written += 1
      if output.buffer.count >= 256 << 10 { try output.flush() }
    case .skipped: bookmark.skipped += 1
    case .written:
      output.buffer.truncate(to: start)
      try reject(RecordProblem.tooLong.fault, day: encoder.lastDay)
    case .fault(let column, let problem):
      let fault = RecordFault(problem, column: column, scanner.record, match.headers)
      try reject(fault, day: encoder.lastDay)
    }
  }

  /// Rows of one order become one record.
  private mutating func runFolded(_ output: inout MessageOutput) throws {
    guard var folder = folder.take() else { return }
    let width = match.headers.count
    while true {
      switch try scanner.next() {
      case .end: return try finish(&folder, &output)
      case .malformed(let problem):
        if folder.mayOwn(scanner.record.raw) {
          folder.add(scanner.record, problem.fault)
        } else {
          try finish(&folder, &output)
          bookmark.read += 1
          try reject(problem)
        }
      case .record:
        let count = scanner.record.count
        if count != width {
          guard folder.mayOwn(scanner.record.raw) else {
            try finish(&folder, &output)
            bookmark.read += 1
            try reject(.ragged(scanner.record, columns: width), day: nil)
            continue
          }
          folder.add(scanner.record, .ragged(scanner.record, columns: width))
          continue
        }
        if !folder.isContinued(by: scanner.record) {
          try finish(&folder, &output)
          Self.begin(&folder, scanner, &encoder)
        }
        folder.add(scanner.record)
      }
    }
  }

  private static func begin(
    _ folder: inout OrderFolder,
    _ scanner: borrowing RecordScanner,
    _ encoder: inout RowEncoder
  ) {
    folder.begin(scanner.record, &encoder)
  }

  /// Writes the order whose rows were collected.
  private mutating func finish(
    _ folder: inout OrderFolder,
    _ output: inout MessageOutput
  ) throws {
    guard folder.isOpen else { return }
    bookmark.read += 1
    switch folder.close(&output.buffer) {
    case .written:
      bookmark.written += 1
      if output.buffer.count >= 256 << 10 { try output.flush() }
    case .skipped: bookmark.skipped += 1
    case .faulty(let fault, let line): try rejectOrder(fault, line: line, folder.rows)
    }
    if bookmark.read & 255 == 0 { try count(&output) }
  }

  /// Writes rows that looked like sums but have nothing beside them that they could sum up.
  private mutating func writeHeld(
    _ totals: SeriesTotals,
    _ output: inout MessageOutput
  ) throws {
    let held = totals.takeHeld()
    bookmark.skipped += held.sums
    if held.sums > 0 { stage.counts[.seriesTotals] += held.sums }
    let source = ChunkSource([held.rows])
    countBytes()
    countedBytes = nil
    scanner = RecordScanner(source, delimiter: scanner.delimiter)
    for line in held.lines {
      guard try scanner.next() == .record else { break }
      scanner.line = line
      try write(&output)
    }
  }

  // MARK: - Counts

  /// Brings the stage's counts up to date, shows progress, and asks for signals.
  mutating func count(_ output: inout MessageOutput) throws {
    publish()
    try stage.checkpoint()
  }

  private mutating func countBytes() {
    guard let countedBytes else { return }
    stage.counts.bytesRead += scanner.bytesRead - countedBytes
    self.countedBytes = scanner.bytesRead
  }

  /// Brings the stage's counts up to date.
  mutating func publish() {
    countBytes()
    stage.counts.read += bookmark.read - published.read
    stage.counts.written += bookmark.written - published.written
    stage.counts.skipped += bookmark.skipped - published.skipped
    published = bookmark
  }
}

extension CountName {
  fileprivate static let seriesTotals = CountName("series totals")
}
