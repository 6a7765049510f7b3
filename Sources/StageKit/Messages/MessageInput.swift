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
  /// True where the end of input was taken as a commit, which no STATE has marked.
  public private(set) var endedWithoutState = false
  /// What this is, where it is not the stage's main input; for messages and rejects.
  public let side: SideInput?

  let stage: Stage
  let options: WireOptions
  private var source: MessageSource
  private let bareStream: [UInt8]
  private var plainStream = 0..<0
  private var decodedStream = ByteBuffer()
  private var streamIsDecoded = false
  private var unknownTypeSeen = false
  private var messages = 0
  private var countedBytes = 0

  /// Reads from a descriptor, standard input as a rule.
  public init(
    _ stage: Stage,
    _ options: WireOptions,
    descriptor: Int32 = 0,
    side: SideInput? = nil
  ) {
    self.stage = stage
    self.options = options
    self.side = side
    source = MessageSource(descriptor: descriptor)
    bareStream = Array((options.stream ?? "").utf8)
    Descriptors.enlargePipe(descriptor)
  }

  private var name: String { side?.file ?? "the input" }

  /// The number of the current line, from 1.
  public var lineNumber: Int { source.reader.lineNumber }

  /// The next message, or nil at the end of whole input.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/data`` where the input was truncated or a reject
  ///   ends the run, ``ExitCode/noInput`` where reading fails, or the code of a signal.
  public mutating func next() throws -> MessageKind? {
    while true {
      messages &+= 1
      if messages & 255 == 0 { try heartbeat() }
      switch try nextLine() {
      case .end:
        try checkEnd()
        return nil
      case .tooLong(let bytes):
        stage.counts.read += 1
        try rejectTooLong(bytes)
      case .line: if let kind = try message() { return kind }
      }
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
    stage.counts.bytesRead += source.reader.bytesRead - countedBytes
    countedBytes = source.reader.bytesRead
  }

  private mutating func nextLine() throws -> LineReader.Event {
    while true {
      if let event = source.buffered() { return event }
      do {
        try source.reader.fill()
      } catch  where error.isInterruption {
        try stage.checkSignals()
      } catch {
        throw StageError(.noInput, "cannot read \(name): \(error.reason)")
      }
      countBytes()
    }
  }

  /// Reads the current line; nil where it was blank, rejected or only explained something.
  private mutating func message() throws -> MessageKind? {
    // Until the stream of this message is known it has none: not that of the message before.
    streamIsDecoded = false
    plainStream = 0..<0
    if line.trimmed.isEmpty { return nil }
    if options.replay, try !unwrapReject() { return nil }
    isBare = false
    if let fault = scanner.scan(source) {
      try rejectMalformed(fault)
      return nil
    }
    return try classify()
  }

  private mutating func classify() throws -> MessageKind? {
    let head = MessageHead(scanner.envelope, line)
    if let repeated = head.repeated {
      stage.counts.read += 1
      try reject(.duplicate(repeated))
      return nil
    }
    guard let type = head.type, let kind = kind(of: scanner.envelope[type]) else {
      return try bareRecord(hasType: head.type != nil)
    }
    guard try takeStream(head, kind), try checkBody(head, kind) else { return nil }
    isClosed = kind == .state || (isClosed && kind == .unknown)
    return kind
  }

  private func kind(of member: JSONMember) -> MessageKind? {
    guard member.kind == .string else { return nil }
    let type = member.stringBody(in: line)
    if type.equals("RECORD") { return .record }
    if type.equals("STATE") { return .state }
    if type.equals("SCHEMA") { return .schema }
    if type.equals("ACTIVATE_VERSION") { return .activateVersion }
    return nil
  }

  private mutating func bareRecord(hasType: Bool) throws -> MessageKind? {
    if options.stream != nil {
      // The line is known to be one valid object; this only files its members under the record.
      scanner.scanBare(source)
      isBare = true
      isClosed = false
      streamIsDecoded = true
      decodedStream.removeAll()
      decodedStream.append(bareStream)
      return .record
    }
    if hasType {
      warnOfUnknownType()
      return .unknown
    }
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

  private mutating func warnOfUnknownType() {
    guard !unknownTypeSeen else { return }
    unknownTypeSeen = true
    stage.log.warning("line \(lineNumber): unknown message type; such messages are passed through")
  }

  /// Notes the stream of a message; false where it is missing and the line was rejected.
  private mutating func takeStream(_ head: MessageHead, _ kind: MessageKind) throws -> Bool {
    if kind == .state { return true }
    guard let index = head.stream, scanner.envelope[index].kind == .string else {
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
}

extension MessageInput {
  /// The codes of the rejects that any input can give.
  public static let rejectCodes: [RejectCode] = [
    .invalidUTF8, .invalidJSON, .recordTooLong, .notAMessage, .missingStream, .missingRecord,
    .missingState, .notAReject, .duplicateField,
  ]

  private mutating func checkEnd() throws {
    countBytes()
    if isClosed { return }
    // Bare records come from files and tools that know no STATE: their end is their end.
    if options.atEOF == .commit || (options.stream != nil && isBare) {
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

  private mutating func rejectMalformed(_ fault: JSONFault) throws {
    if !source.reader.lineWasTerminated, fault.problem == .unexpectedEnd {
      throw StageError(
        .data,
        "\(name) ends in the middle of line \(lineNumber), so it was truncated"
      )
    }
    stage.counts.read += 1
    isClosed = false
    let code = fault.problem == .invalidUTF8 ? RejectCode.invalidUTF8 : .invalidJSON
    try stage.reject(
      Reject(
        RecordFault(code, fault.reason),
        file: side?.file,
        line: lineNumber,
        input: line
      )
    )
  }

  private func rejectTooLong(_ bytes: Int) throws {
    let reason =
      "the line has \(bytes) bytes, more than \(LineReader.defaultLimit); it begins at byte "
      + "\(source.reader.lineOffset) of the input"
    try stage.reject(
      Reject(
        RecordFault(.recordTooLong, reason),
        file: side?.file,
        line: lineNumber,
        input: ByteView("")
      )
    )
  }

  /// Rejects the current message.
  ///
  /// - Throws: ``StageError`` where rejects end the run.
  public func reject(_ fault: RecordFault) throws {
    try stage.reject(
      Reject(
        fault,
        stream: stream.isEmpty ? nil : stream.text,
        file: side?.file,
        line: lineNumber,
        input: line
      )
    )
  }

  /// Takes the original line out of a line of a rejects file; false where it holds none.
  private mutating func unwrapReject() throws -> Bool {
    if let fault = scanner.scan(source) {
      try rejectMalformed(fault)
      return false
    }
    guard let index = scanner.envelope.lastIndex(named: "input", in: line),
      scanner.envelope[index].kind == .string
    else {
      stage.counts.read += 1
      try reject(
        RecordFault(.notAReject, "the line of the rejects file has no text under input", "input")
      )
      return false
    }
    // Input that was no UTF-8 is there twice: exactly, and repaired for the eye. Whoever fixes it takes
    // the exact form away; until then the line is as bad as it was.
    let exact = scanner.envelope.lastIndex(named: "input_base64", in: line)
    if let exact, scanner.envelope[exact].kind == .string,
      source.replay(base64: scanner.envelope[exact])
    {
      return true
    }
    source.replay(text: scanner.envelope[index])
    return true
  }
}
