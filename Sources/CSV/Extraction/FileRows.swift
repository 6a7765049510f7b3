import StageKit
import Wire

/// Takes one file apart and writes its records.
struct FileRows: ~Copyable {
  let file: SourceFile
  let stage: Stage
  let stream: StreamShape
  let header: FileHeader
  var scanner: RecordScanner
  var encoder: RowEncoder
  var counts: FileCounts
  /// The bytes of the file once the scanner reads rows that were held back; nil before.
  private var fileBytes: Int?
  private var folder: OrderFolder?
  private let totals: SeriesTotals?
  /// Which rows among claims are sums; nil where there are no claims.
  private let claimTotals: ClaimTotals?
  /// The line of the first row that is a sum of claims; nil where there was none so far.
  private(set) var firstTotal: Int?
  private let texts: SingleTexts?
  /// The claims of the file, where it has any.
  var claims: ClaimRows
  /// The newest states of what the file has several times; nil where its rows are no states.
  private let states: LatestStates?
  let earlier: EarlierRows
  private let foreign: ForeignCells?
  let headerRows: HeaderRows?
  /// The bytes with which a row may begin that is none.
  let suspects: FirstBytes
  /// The line of the header that came once more last; 0 where none did.
  private var headerLine = 0
  let statedRanges: StatedRanges?
  /// True where the profile, and nobody else, says whether days are written month/day or day/month.
  private let assumesDateOrder: Bool
  let isBare: Bool
  var fields = FieldSelection(dropping: [])

  /// Reads the header and compiles the plan.
  ///
  /// - Throws: exit code 65 where the file is empty, is no CSV, or its header does not fit.
  init(
    _ file: SourceFile,
    _ stage: Stage,
    _ profiles: [Profile],
    _ settings: CSVExtractionSettings
  ) throws {
    var scanner = RecordScanner(file.source, delimiter: settings.delimiter)
    let header = try FileHeader(
      &scanner,
      profiles,
      settings,
      file: file.name,
      foundElsewhere: file.foundElsewhere
    )
    let stream = header.profile.stream
    let frame = PlanFrame.record(of: header.profile, settings, file.timeExtracted)
    let isFolded = header.profile.rows == .orderLines
    let plan = try Self.plan(header, settings, isFolded ? frame.withoutEnd : frame, file.name)
    let delimiter = scanner.delimiter
    let folder =
      isFolded
      ? try OrderFolder(header, settings, frame, delimiter: delimiter, of: file.orders) : nil
    let texts = try SingleTexts(header.profile, header.match, isReplay: file.replay != nil)
    let states = try LatestStates(header, settings, file, delimiter: delimiter, stage)
    let earlierClaims = try Self.earlierClaims(header, settings, frame, file, delimiter, stage)
    // Nothing throws from here on.
    self.file = file
    self.stage = stage
    self.stream = stream
    self.header = header
    self.scanner = scanner
    self.folder = folder
    encoder = RowEncoder(plan)
    encoder.hasParts = isFolded
    isBare = settings.isBare
    counts = FileCounts(FileBookmark(of: file))
    totals = header.profile.rows == .figuresWithTotals ? SeriesTotals(header.match) : nil
    self.texts = texts
    claimTotals = ClaimTotals(header.profile, header.match)
    // Which rows are older states only one reading of the whole file knows.
    claims = ClaimRows(columns: encoder.names, earlier: states == nil ? earlierClaims : nil)
    self.states = states
    foreign = ForeignCells(header)
    // Of a file of which nobody knows what its columns mean, any row can be one.
    headerRows = header.profile.isGeneric ? nil : HeaderRows(header.match.headers)
    suspects = FirstBytes(delimiter: delimiter, headerRows)
    statedRanges = StatedRanges(header, settings)
    assumesDateOrder = settings.dateOrder == .auto
    earlier = EarlierRows(header, path: file.pathToReadAgain, delimiter: delimiter, stage)
  }

  /// Reads the claims of a file again; nil where it has none, or can be read only once.
  private static func earlierClaims(
    _ header: FileHeader,
    _ settings: CSVExtractionSettings,
    _ frame: PlanFrame,
    _ file: SourceFile,
    _ delimiter: UInt8,
    _ stage: Stage
  ) throws -> EarlierClaims? {
    guard header.profile.stream.name == StreamShape.attributedOrders.name,
      let path = file.pathToReadAgain
    else { return nil }
    return try EarlierClaims(path, header, settings, frame, delimiter: delimiter, stage)
  }

  private static func plan(
    _ header: FileHeader,
    _ settings: CSVExtractionSettings,
    _ frame: PlanFrame,
    _ file: String
  ) throws -> CompiledPlan {
    let (profile, match) = (header.profile, header.match)
    let columns = profile.stream.columns
    return try naming(file) {
      try CompiledPlan(profile, match, settings, columns: columns, frame: frame)
    }
  }

  /// What the rows read so far say of the time that the file covers.
  ///
  /// Counts of texts are not all that analytics say of a day, so they cover none.
  var coverage: [Coverage] {
    texts == nil ? encoder.coverage?.coverage(observedAt: file.timeExtracted, fields) ?? [] : []
  }

  /// The time of the latest record read so far, in seconds since 1970; nil where none has any.
  var latest: Int? { encoder.coverage?.lastRecord }

  /// The types of message that the claims read so far are of; none for any other stream.
  var messageTypes: Set<String> {
    guard stream.name == StreamShape.attributedOrders.name else { return [] }
    return encoder.messageTypes.used
  }

  /// Words in the rows read so far that are not among those known.
  var unknownWords: [UnknownWords] { encoder.unknownWords + (texts?.unknownWords ?? []) }

  /// What was counted so far.
  var bookmark: FileBookmark { counts.bookmark }

  /// Leaves some fields out of all records.
  mutating func take(_ fields: consuming FieldSelection) {
    if !fields.isWhole { claims.rememberAll() }
    self.fields = fields
  }

  /// Writes all records of the file.
  mutating func run(_ output: inout MessageOutput) throws {
    // What went out before an error is counted, too.
    defer { publish() }
    if folder != nil {
      try runFolded(&output)
    } else {
      try runRows(&output)
    }
    try checkpoint()
  }

  /// Notes that the scanner's record is the header once more.
  mutating func noteHeader() { headerLine = scanner.line }

  // MARK: - Loops

  /// Every row is a record, but for sums beside what they sum up and texts that do not count.
  private mutating func runRows(_ output: inout MessageOutput) throws {
    let width = header.match.headers.count
    let totals = totals
    let (claimTotals, hasForeignCells) = (claimTotals, foreign != nil)
    let orders = claimTotals?.column
    let texts = texts
    var rows = 0
    while true {
      rows &+= 1
      if rows & 1023 == 0 { try checkpoint() }
      switch try scanner.next() {
      case .end:
        if let totals { try writeHeld(totals, &output) }
        if let texts { try writeCounts(texts, &output) }
        return
      case .malformed(let problem):
        counts.read()
        try reject(problem)
      case .record:
        if try passesOver() { continue }
        counts.read()
        if scanner.width != width {
          try reject(.ragged(scanner.record, columns: width, scanner.delimiter), day: nil)
          continue
        }
        if hasForeignCells { try foreign?.check(scanner.record, file: file.name) }
        if let orders, !scanner.firstByte(of: orders).isDigit,
          claimTotals?.isSum(scanner.record) == true
        {
          passOverTotal()
        } else if case let standing? = states?.standing(of: scanner.record), standing != .counts {
          try settle(standing)
        } else if let texts {
          try write(texts, &output)
        } else if totals?.holds(scanner.record) != true {
          try write(&output)
        }
      }
    }
  }

  /// Counts the scanner's record, which is a sum of claims.
  private mutating func passOverTotal() {
    counts.skipped()
    stage.counts[.totalRows] += 1
    let line = scanner.line
    if firstTotal == nil { firstTotal = line }
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
  mutating func write(
    _ output: inout MessageOutput,
    addingTo counted: SingleTexts? = nil
  ) throws {
    let start = output.buffer.count
    switch Self.append(scanner, &encoder, to: &output.buffer) {
    case .written where counted != nil: if let counted { count(counted, &output, from: start) }
    case .written where output.buffer.count - start <= RecordScanner.recordLimit:
      if claimTotals != nil, try !isNewClaim(&output, from: start) { return }
      statedRanges?.check(scanner.record, day: encoder.times.days)
      if !fields.isWhole { fields.cut(&output.buffer, from: start, isBare: isBare) }
      counts.written()
      if output.buffer.count >= 256 << 10 {
        Self.settle(&claims, encoder, output.buffer)
        try output.flush()
      }
    case .skipped: counts.skipped()
    case .written:
      output.buffer.truncate(to: start)
      try reject(RecordProblem.tooLong.fault, day: encoder.lastDay)
    case .fault(let column, let problem):
      if problem == .otherDayOrder, assumesDateOrder { throw otherDayOrder(column) }
      let fault = RecordFault(
        problem,
        column: column,
        scanner.record,
        header.match.headers,
        encoder.recordCurrency
      )
      try reject(fault, day: encoder.lastDay)
    }
  }

  /// Takes the claim back that was appended, where the file had it before; false then.
  @inline(__always)
  private mutating func isNewClaim(_ output: inout MessageOutput, from start: Int) throws -> Bool {
    let line = scanner.line
    let standing = try Self.standing(&claims, &encoder, line, output.buffer, from: start)
    if standing == .new { return true }
    output.buffer.truncate(to: start)
    try passOver(standing)
    return false
  }

  @inline(__always)
  private static func standing(
    _ claims: inout ClaimRows,
    _ encoder: inout RowEncoder,
    _ line: Int,
    _ output: borrowing ByteBuffer,
    from start: Int
  ) throws -> ClaimStanding {
    try claims.standing(output.view, from: start, &encoder.table, line: line)
  }

  /// Notes the claim that lies in the output, before that is written away.
  private static func settle(
    _ claims: inout ClaimRows,
    _ encoder: borrowing RowEncoder,
    _ output: borrowing ByteBuffer
  ) {
    claims.settle(output.view, encoder.table)
  }

  /// Rows of one order become one record.
  private mutating func runFolded(_ output: inout MessageOutput) throws {
    guard var folder = folder.take() else { return }
    let width = header.match.headers.count
    while true {
      switch try scanner.next() {
      case .end: return try finish(&folder, &output)
      case .malformed(let problem):
        if folder.mayOwn(scanner.record.raw) {
          folder.add(scanner.record, fault(of: problem))
        } else {
          try finish(&folder, &output)
          counts.read()
          try reject(problem)
        }
      case .record:
        if try passesOver() {
          if headerLine == scanner.line {
            try finish(&folder, &output)
            folder.beginFile(onLine: headerLine)
          }
          continue
        }
        if scanner.width != width {
          guard folder.mayOwn(scanner.record.raw) else {
            try finish(&folder, &output)
            counts.read()
            try reject(.ragged(scanner.record, columns: width, scanner.delimiter), day: nil)
            continue
          }
          folder.add(scanner.record, .ragged(scanner.record, columns: width, scanner.delimiter))
          continue
        }
        if !folder.goesOn(with: scanner) {
          try finish(&folder, &output)
          folder.begin(with: scanner, &encoder)
        }
      }
    }
  }

  /// Writes the order whose rows were collected.
  private mutating func finish(
    _ folder: inout OrderFolder,
    _ output: inout MessageOutput
  ) throws {
    guard folder.isOpen else { return }
    counts.read()
    let start = output.buffer.count
    switch folder.close(&output.buffer, replaying: file.replay?.part(of: folder.line)) {
    case .written:
      if !fields.isWhole { fields.cut(&output.buffer, from: start, isBare: isBare) }
      counts.written()
      if output.buffer.count >= 256 << 10 { try output.flush() }
    case .skipped: counts.skipped()
    case .repeated:
      counts.skipped()
      stage.counts[.repeatedOrders] += 1
    case .faulty(let fault, let line): try rejectOrder(fault, line: line, folder.rows, folder.part)
    }
    if counts.bookmark.read & 255 == 0 { try checkpoint() }
  }

  /// Writes rows that looked like sums but have nothing beside them that they could sum up.
  private mutating func writeHeld(
    _ totals: SeriesTotals,
    _ output: inout MessageOutput
  ) throws {
    let held = totals.takeHeld()
    counts.skipped(held.sums)
    if held.sums > 0 { stage.counts[.seriesTotals] += held.sums }
    fileBytes = scanner.bytesRead
    scanner = RecordScanner(
      ChunkSource([held.rows]),
      delimiter: Delimiter(byte: scanner.delimiter),
      isFromStart: false
    )
    for line in held.lines {
      guard try scanner.next() == .record else { break }
      scanner.setLine(line)
      try write(&output)
    }
  }

  /// Brings the stage's counts up to date, shows progress, and asks for signals.
  private mutating func checkpoint() throws {
    publish()
    try stage.checkpoint()
  }

  mutating func publish() {
    counts.publish(to: stage, bytesRead: fileBytes ?? scanner.bytesRead)
  }
}

extension CountName {
  fileprivate static let totalRows = CountName("rows of totals")
  fileprivate static let seriesTotals = CountName("series totals")
  fileprivate static let repeatedOrders = CountName("repeated orders")
}
