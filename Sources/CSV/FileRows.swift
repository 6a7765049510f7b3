import StageKit
import Wire

/// Takes one file apart and writes its records.
struct FileRows: ~Copyable {
  let file: SourceFile
  let stage: Stage
  let profile: Profile
  let stream: StreamShape
  let match: HeaderMatch
  /// The header line as it stands in the file.
  let header: String
  var scanner: RecordScanner
  var encoder: RowEncoder
  var bookmark: Bookmark
  var countedBytes = 0
  private var folder: OrderFolder?
  private let totals: SeriesTotals?

  /// Reads the header and compiles the plan.
  ///
  /// - Throws: exit code 65 where the file is empty, is no CSV, or its header does not fit.
  init(
    _ file: SourceFile,
    _ stage: Stage,
    _ profile: Profile,
    _ settings: ExtractionSettings,
    _ types: [String: ValueType]
  ) throws {
    var scanner = RecordScanner(file.source, delimiter: settings.delimiter)
    let headers = try Self.readHeader(&scanner, file.name)
    let header = scanner.record.raw.text
    let found = try Self.match(profile, headers, types, store: settings.store, file.name)
    let stream = found.profile.stream
    for header in found.match.unused {
      stage.log.debug("\(file.name): no field for the column \(Excerpt.quoted(header))")
    }
    let frame = PlanFrame.record(
      stream.name,
      isBare: settings.isBare,
      timeExtracted: file.timeExtracted?.text
    )
    let plan = try CompiledPlan(
      found.profile,
      found.match,
      settings,
      columns: stream.columns,
      frame: profile.rows == .orderLines ? frame.withoutEnd : frame
    )
    let folder =
      profile.rows == .orderLines
      ? try OrderFolder(found.profile, found.match, settings, frame) : nil
    // Nothing throws from here on.
    self.file = file
    self.stage = stage
    self.profile = found.profile
    self.stream = stream
    self.header = header
    self.match = found.match
    self.scanner = scanner
    self.folder = folder
    encoder = RowEncoder(plan)
    bookmark = Bookmark(file: file.name, modified: file.timeExtracted?.text)
    totals = profile.rows == .figuresWithTotals ? SeriesTotals(found.match) : nil
  }

  private static func readHeader(
    _ scanner: inout RecordScanner,
    _ name: String
  ) throws -> [String] {
    let event: RecordEvent
    do {
      event = try scanner.next()
    } catch let error as ForeignFormat {
      throw StageError(.data, "\(name): this is \(error.rawValue), not CSV: \(error.advice)")
    }
    switch event {
    case .end: throw StageError(.data, "\(name): the file is empty: there is not even a header")
    case .malformed(let problem):
      throw StageError(.data, "\(name), line 1: the header cannot be read: \(problem.reason)")
    case .record: break
    }
    let record = scanner.record
    guard !record.raw.contains(0) else {
      throw StageError(.data, "\(name), line 1: the header has NUL bytes: this is no text")
    }
    return (0..<record.count).map { record[$0].trimmed.text }
  }

  private static func match(
    _ profile: Profile,
    _ headers: [String],
    _ types: [String: ValueType],
    store: String?,
    _ name: String
  ) throws(StageError) -> (profile: Profile, match: HeaderMatch) {
    if profile.isGeneric {
      let profile = try profile.with(headers: headers, types, store: store, name)
      return (profile, HeaderMatch(headers: headers, fields: profile.fields.map(\.name)))
    }
    do throws(HeaderProblem) {
      return (profile, try HeaderMatch(profile, headers: headers))
    } catch {
      throw StageError(.data, "\(name): \(error.message)")
    }
  }

  /// Writes all records of the file.
  mutating func run(_ output: inout MessageOutput) throws {
    if folder != nil {
      try runFolded(&output)
    } else if totals != nil {
      try runWithTotals(&output)
    } else {
      try runPlain(&output)
    }
    try count(&output)
  }

  // MARK: - Loops

  /// Every row is a record.
  private mutating func runPlain(_ output: inout MessageOutput) throws {
    let width = match.headers.count
    var rows = 0
    while true {
      switch try scanner.next() {
      case .end: return
      case .malformed(let problem):
        bookmark.read += 1
        try reject(problem, &output)
      case .record:
        let record = scanner.record
        bookmark.read += 1
        if record.count == width {
          try write(record, &output)
        } else {
          try rejectRagged(record, &output)
        }
      }
      rows &+= 1
      if rows & 1023 == 0 { try count(&output) }
    }
  }

  /// Writes one record.
  @inline(__always)
  private mutating func write(_ record: RecordView, _ output: inout MessageOutput) throws {
    var row = RowWriter(&output.buffer, room: encoder.room(for: record))
    switch encoder.encode(record, to: &row) {
    case .written where row.count <= RecordScanner.recordLimit:
      row.commit(to: &output.buffer)
      bookmark.written += 1
      if output.buffer.count >= 256 << 10 { try output.flush() }
    case .skipped: bookmark.skipped += 1
    case .written: try reject(.tooLong, &output)
    case .fault(let column, let problem):
      try reject(problem, column: column, record, &output)
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
          folder.add(scanner.record, fault: .malformed(problem))
        } else {
          try finish(&folder, &output)
          bookmark.read += 1
          try reject(problem, &output)
        }
      case .record:
        let record = scanner.record
        if record.count != width {
          guard folder.mayOwn(record.raw) else {
            try finish(&folder, &output)
            bookmark.read += 1
            try rejectRagged(record, &output)
            continue
          }
          folder.add(record, fault: .ragged(fields: record.count, columns: width))
          continue
        }
        if !folder.isContinued(by: record) {
          try finish(&folder, &output)
          folder.begin(record, &encoder)
        }
        folder.add(record)
      }
    }
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
    case .faulty(let fault): try reject(fault, folder.rows, &output)
    }
    if bookmark.read & 255 == 0 { try count(&output) }
  }

  /// Sums that stand beside what they sum up are left out.
  private mutating func runWithTotals(_ output: inout MessageOutput) throws {
    guard let totals else { return }
    let width = match.headers.count
    while true {
      switch try scanner.next() {
      case .end:
        try writeHeld(totals, &output)
        return
      case .malformed(let problem):
        bookmark.read += 1
        try reject(problem, &output)
      case .record:
        let record = scanner.record
        bookmark.read += 1
        if record.count != width {
          try rejectRagged(record, &output)
        } else if !totals.holds(record) {
          try write(record, &output)
        }
        if bookmark.read & 1023 == 0 { try count(&output) }
      }
    }
  }

  /// Writes rows that looked like sums but have nothing beside them that they could sum up.
  private mutating func writeHeld(
    _ totals: SeriesTotals,
    _ output: inout MessageOutput
  ) throws {
    let held = totals.takeHeld()
    bookmark.skipped += held.sums
    if held.sums > 0 { stage.counts["series totals"] += held.sums }
    let source = ChunkSource([held.rows])
    swapScanner(RecordScanner(source, delimiter: scanner.delimiter))
    for line in held.lines {
      guard try scanner.next() == .record else { break }
      scanner.line = line
      try write(scanner.record, &output)
    }
  }

  private mutating func swapScanner(_ other: consuming RecordScanner) {
    countBytes()
    countedBytes = 0
    scanner = other
    countedBytes = .max
  }

  // MARK: - Counts

  /// Brings the stage's counts up to date, shows progress, and asks for signals.
  mutating func count(_ output: inout MessageOutput) throws {
    bring()
    try stage.checkpoint()
  }

  private mutating func countBytes() {
    guard countedBytes != .max else { return }
    stage.counts.bytesRead += scanner.bytesRead - countedBytes
    countedBytes = scanner.bytesRead
  }

  /// What the stage has been told of this file so far.
  private var told = Bookmark(file: "")

  /// Brings the stage's counts up to date.
  mutating func bring() {
    countBytes()
    stage.counts.read += bookmark.read - told.read
    stage.counts.written += bookmark.written - told.written
    stage.counts.skipped += bookmark.skipped - told.skipped
    told = bookmark
  }
}
