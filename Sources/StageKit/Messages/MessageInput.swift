public import Wire

/// Reads Singer messages from a descriptor, one line at a time.
///
/// Lines that are no valid message become rejects and are passed over. The end of the input is
/// held to the rule that a STATE closes it: without one it was truncated. What a message holds is
/// valid until the next is asked for. Bad lines are counted as read; records are counted by the
/// stage, which alone knows whether they are its own or pass through.
public struct MessageInput: ~Copyable {
  /// The line of the current message, without its newline.
  public var line: ByteView {
    @_lifetime(borrow self)
    get { source.line }
  }
  /// Where the members of the current message and of its record lie.
  public var scanner = JSONScanner()
  /// The object of the current record.
  public var record: ByteView {
    @_lifetime(borrow self)
    get { source.line[scanner.recordStart, scanner.recordEnd] }
  }
  /// The stream of the current message; empty for a STATE.
  public var stream: ByteView {
    @_lifetime(borrow self)
    get {
      if streamIsDecoded { return decodedStream.view }
      return source.line[plainStream]
    }
  }
  /// True where the current record came without an envelope.
  public private(set) var isBare = false
  /// True once the last message read is a STATE, so that the input may end here.
  public private(set) var isClosed = false
  /// True where no message with an envelope came last: so far the input is bare, or empty.
  public private(set) var endsBare = true
  /// True where the end of input was taken as a commit, which no STATE has marked.
  public private(set) var endedWithoutState = false
  /// What this is, where it is not the stage's main input; for messages and rejects.
  public let side: SideInput?

  let stage: Stage
  let options: WireOptions
  /// True where the stage must take in all there is, since what it passes over is lost: it reads the
  /// files of a BATCH, and passes over no message that may hold data.
  let takesAll: Bool
  var source: MessageSource
  private let bareStream: [UInt8]
  /// What passes over the records of other shards; nil where all count.
  let filter: ShardFilter?
  private var plainStream = 0..<0
  private var decodedStream = ByteBuffer()
  private var streamIsDecoded = false
  private var unknownTypeSeen = false
  private var hasBegun = false
  private var messages = 0
  private var countedBytes = 0

  /// Reads from a descriptor, standard input as a rule.
  public init(
    _ stage: Stage,
    _ options: WireOptions,
    descriptor: Int32 = 0,
    side: SideInput? = nil,
    takesAll: Bool = false
  ) {
    self.stage = stage
    self.takesAll = takesAll
    self.options = options
    self.side = side
    source = MessageSource(descriptor: descriptor)
    bareStream = Array((options.stream ?? "").utf8)
    filter = options.shard.map { ShardFilter($0, key: options.key) }
    if let shard = options.shard { stage.identity.shard = shard.optionText }
    Descriptors.enlargePipe(descriptor)
  }

  var name: String { file ?? "the input" }
  /// The file of the current line, where it is not the stage's main input.
  var file: String? {
    source.isInPreface ? options.schemaFile : source.batch?.name ?? side?.file
  }

  /// The number of the current line, from 1.
  public var lineNumber: Int { source.reader.lineNumber }

  /// The next message, or nil at the end of whole input.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/data`` where the input was truncated or a reject
  ///   ends the run, ``ExitCode/noInput`` where reading fails, or the code of a signal.
  public mutating func next() throws -> MessageKind? {
    if !hasBegun { try begin() }
    while true {
      messages &+= 1
      if messages & 255 == 0 { try heartbeat() }
      switch try nextLine() {
      case .end:
        if try source.goOn() { continue }
        try checkEnd()
        return nil
      case .tooLong(let bytes):
        // Of a line that is not there, the first shard tells.
        guard filter?.isFirst ?? true else { continue }
        stage.counts.read += 1
        try rejectTooLong(bytes)
      case .line: if let kind = try message(), try isOwn(kind) { return kind }
      }
    }
  }

  /// Begins with the file of schemas, where there is one.
  private mutating func begin() throws {
    hasBegun = true
    guard side == nil, let path = options.schemaFile else { return }
    do {
      source.begin(preface: try Descriptors.openForReading(path))
    } catch {
      throw StageError(.noInput, "cannot open the schemas \(path): \(error.reason)")
    }
  }

  /// Whether the next message is not here yet, so that asking for it would wait.
  ///
  /// The time to finish what the last STATE has closed, instead of keeping it from everyone.
  public func mustWait() -> Bool { source.reader.mustWait() }

  private mutating func heartbeat() throws {
    countBytes()
    try stage.checkpoint()
  }

  private mutating func countBytes() {
    stage.counts.bytesRead += source.bytesRead - countedBytes
    countedBytes = source.bytesRead
  }

  private mutating func nextLine() throws -> LineReader.Event {
    while true {
      if let event = source.buffered() { return event }
      do {
        try source.reader.fill()
      } catch  where !error.isInterruption {
        throw StageError(.noInput, "cannot read \(name): \(error.reason)")
      } catch {}
      // A line may never end: then no message comes after which to ask.
      try stage.checkSignals()
      countBytes()
    }
  }

  /// Whether the current message counts in this shard: a record does in one of them.
  private mutating func isOwn(_ kind: MessageKind) throws -> Bool {
    if source.isInPreface {
      guard kind == .schema else {
        throw StageError(.config, "\(name): line \(lineNumber) is no SCHEMA message")
      }
      endsBare = true
    }
    guard let filter else { return true }
    if kind == .schema { filter.takeSchema(stream, line) }
    guard kind == .record, !filter.keeps(stream, scanner.record, line, record) else { return true }
    stage.counts.read += 1
    stage.counts.skipped += 1
    return false
  }

  /// Whether a line that is no message is this shard's to reject.
  var isOwnFault: Bool { filter?.keeps(line) ?? true }

  /// Reads the current line; nil where it was blank, rejected or only explained something.
  private mutating func message() throws -> MessageKind? {
    // Until the stream of this message is known it has none: not that of the message before.
    streamIsDecoded = false
    plainStream = 0..<0
    if line.trimmed.isEmpty { return nil }
    if options.replay, !source.isInBatch, !source.isInPreface, try !unwrapReject() { return nil }
    isBare = false
    if let fault = scanner.scan(source) {
      try rejectMalformed(fault)
      return nil
    }
    // A line of a file of a BATCH is a record by itself.
    if source.isInBatch { return takeBare(of: source.batch?.stream ?? []) }
    return try classify()
  }

  private mutating func classify() throws -> MessageKind? {
    let head = MessageHead(scanner.envelope, line)
    if let repeated = head.repeated {
      stage.counts.read += 1
      try reject(.duplicate(repeated))
      return nil
    }
    guard let index = head.type, let type = MessageType(scanner.envelope, index, line),
      options.stream == nil || type.isCertain(scanner.envelope, line)
    else { return try bareRecord(head) }
    guard let kind = type.kind else { return try takeBatch(head) }
    guard try takeStream(head, kind), try checkBody(head, kind) else { return nil }
    isClosed = kind == .state
    endsBare = false
    return kind
  }

  private mutating func bareRecord(_ head: MessageHead) throws -> MessageKind? {
    if options.stream != nil {
      isBare = true
      endsBare = true
      return takeBare(of: bareStream)
    }
    if head.type != nil { return try unknownMessage(head) }
    guard isOwnFault else { return nil }
    stage.counts.read += 1
    try reject(
      RecordFault(
        .notAMessage,
        "the object has no type; bare records need --stream NAME (and --key for a new stream)",
        "type"
      )
    )
    return nil
  }

  /// Takes a line that is known to be one valid object as a record of a stream.
  private mutating func takeBare(of stream: [UInt8]) -> MessageKind {
    scanner.scanBare(source)
    isClosed = false
    streamIsDecoded = true
    decodedStream.removeAll()
    decodedStream.append(stream)
    return .record
  }

  /// Begins with the files that a BATCH lists; passes it through where the stage reads none.
  private mutating func takeBatch(_ head: MessageHead) throws -> MessageKind? {
    guard takesAll else { return try unknownMessage(head) }
    guard try takeStream(head, .schema) else { return nil }
    isClosed = false
    endsBare = false
    try source.begin(BatchFiles(line, stream: stream.array, place: "line \(lineNumber)"))
    return nil
  }

  /// The type of a message, as it is written but for its quotes.
  private func typeText(_ member: JSONMember) -> String {
    member.kind == .string ? member.stringBody(in: line).text : member.value(in: line).text
  }

  /// A message of a type that no one knows; nil where it was rejected.
  private mutating func unknownMessage(_ head: MessageHead) throws -> MessageKind? {
    let type = head.type.map { typeText(scanner.envelope[$0]) } ?? ""
    if takesAll, MessageType.mayHoldData(scanner.envelope, line) {
      stage.counts.read += 1
      isClosed = false
      try reject(
        RecordFault(
          .unknownMessage,
          "is no message type that is known here, and may hold data",
          "type",
          value: type
        )
      )
      return nil
    }
    if !unknownTypeSeen {
      unknownTypeSeen = true
      let fate = takesAll ? "passed over" : "passed through"
      stage.log.warning(
        "line \(lineNumber): unknown message type \(Excerpt.quoted(type)); such messages are \(fate)"
      )
    }
    return .unknown
  }

  /// Notes the stream of a message; false where it is missing and the line was rejected.
  private mutating func takeStream(_ head: MessageHead, _ kind: MessageKind) throws -> Bool {
    if kind == .state { return true }
    guard let index = head.stream, scanner.envelope[index].kind == .string else {
      guard isOwnFault else { return false }
      stage.counts.read += kind == .record ? 1 : 0
      try reject(RecordFault(.missingStream, "the message names no stream", "stream"))
      return false
    }
    let member = scanner.envelope[index]
    plainStream = Int(member.valueStart) + 1..<Int(member.valueEnd) - 1
    if member.valueEscaped {
      streamIsDecoded = true
      decodedStream.removeAll()
      source.decode(plainStream, into: &decodedStream)
    }
    return true
  }

  private func checkBody(_ head: MessageHead, _ kind: MessageKind) throws -> Bool {
    if kind == .record, scanner.recordEnd == 0 {
      guard isOwnFault else { return false }
      stage.counts.read += 1
      try reject(
        RecordFault(.missingRecord, "the RECORD message holds no record object", "record")
      )
      return false
    }
    if kind == .state, head.value == nil {
      try reject(RecordFault(.missingState, "the STATE message holds no value", "value"))
      return false
    }
    return true
  }

  /// Whether the input is one of bare records: no STATE closes it, and its last line is a line like any other.
  private var isBareInput: Bool { options.stream != nil && endsBare }

  private mutating func checkEnd() throws {
    countBytes()
    if isClosed { return }
    // Bare records come from files and tools that know no STATE: their end is their end.
    if options.atEOF == .commit || options.isPartition || isBareInput {
      endedWithoutState = true
      return
    }
    throw StageError(
      .data,
      "\(name) ends without a closing STATE after line \(lineNumber), so it was truncated: an "
        + "earlier stage failed, or the source sends no STATE (then give "
        + "\(side?.atEOFOption ?? "--at-eof") commit)"
    )
  }

  mutating func rejectMalformed(_ fault: JSONFault) throws {
    if !source.reader.lineWasTerminated, fault.problem == .unexpectedEnd, !isBareInput {
      throw StageError(
        .data,
        "\(name) ends in the middle of line \(lineNumber), so it was truncated"
      )
    }
    isClosed = false
    guard isOwnFault else { return }
    noteLoss("")
    stage.counts.read += 1
    let code = fault.problem == .invalidUTF8 ? RejectCode.invalidUTF8 : .invalidJSON
    try stage.reject(
      Reject(
        RecordFault(code, fault.reason),
        file: file,
        line: lineNumber,
        input: line
      )
    )
  }

  /// Rejects the current STATE, which then commits nothing.
  ///
  /// - Throws: ``StageError`` where rejects end the run.
  public mutating func rejectState(_ fault: RecordFault) throws {
    isClosed = false
    try reject(fault)
  }
}
