import Wire

/// Takes CSV apart, record by record, over a window of bytes that slides along the input.
///
/// RFC 4180 and what the world does to it: a byte order mark, CRLF, LF and lone CR as line breaks,
/// line breaks in quotes, doubled quotes, a last line without a break, quotes inside a field that
/// does not begin with one (taken as they are). Lines without anything on them are passed over.
/// A record that ends beyond the window is scanned again from its start once more bytes are there.
public struct RecordScanner: ~Copyable {
  /// The longest record in bytes, 16 MiB.
  public static let recordLimit = 16 << 20
  /// The most fields of a record: as many columns as a spreadsheet can have.
  static let fieldLimit = 1 << 14
  /// How much of a record that is too long is kept for the reject, in bytes.
  static let excerptLength = 64 << 10

  private var window: ByteBuffer
  private var source: any ByteSource
  private let chunk: Int
  /// The byte between fields; the first line of the input may change it.
  private(set) var delimiter: UInt8
  private let findsDelimiter: Bool
  /// True where a line such as `sep=;` names the delimiter.
  private(set) var isDelimiterNamed = false
  private let limit: Int
  private var isSourceEmpty = false
  private var isFirstFill: Bool
  private var spans = GrowingMemory<FieldSpan>(capacity: 128)
  private var spanCount = 0
  /// How many fields the record has, those beyond the limit included.
  private var fieldCount = 0
  private var recordStart = 0
  private var recordEnd = 0
  private var nextStart = 0
  /// The line on which the record found last begins.
  private(set) var line = 1
  private var nextLine = 1
  private var quoteLine = 0
  private var traits: FieldTraits = []
  /// The number of bytes read from the source so far.
  public private(set) var bytesRead = 0

  /// Makes a scanner of a source, which is a file from its start, or rows out of the midst of one:
  /// those begin with no mark, and are of no other format.
  public init(
    _ source: any ByteSource,
    delimiter: Delimiter = .comma,
    chunk: Int = 1 << 20,
    limit: Int = recordLimit,
    isFromStart: Bool = true
  ) {
    self.source = source
    self.chunk = max(chunk, 1)
    self.delimiter = delimiter.byte
    findsDelimiter = delimiter.isAutomatic
    isFirstFill = isFromStart
    self.limit = limit
    window = ByteBuffer(capacity: chunk + 4096)
  }

  /// The record found last.
  public var record: RecordView {
    @inline(__always)
    @_lifetime(borrow self)
    get {
      let found = unsafe Span(_unsafeStart: spans.pointer, count: spanCount)
      return unsafe RecordView(
        window: window.view.span,
        spans: _overrideLifetime(found, borrowing: self),
        bytes: recordStart..<recordEnd,
        traits: traits,
        line: line
      )
    }
  }

  /// The first byte of a field of the record found last, which lies in the slack where that is empty;
  /// unlike ``record``, this is no more than a look.
  @inline(__always)
  func firstByte(of column: Int) -> UInt8 {
    precondition(UInt(bitPattern: column) < UInt(bitPattern: spanCount))
    let start = unsafe Int((spans.pointer + column).pointee.start)
    return start < window.count ? window.view[start] : 0
  }

  /// The number of fields of the record found last.
  var width: Int { spanCount }

  /// Gives the record found last the line that it has in its file, where this is not the file.
  mutating func setLine(_ number: Int) { line = number }

  /// Finds the next record.
  ///
  /// - Throws: what the source throws, and ``ForeignFormat`` at the start of a file.
  public mutating func next() throws -> RecordEvent {
    if isFirstFill { try begin() }
    while true {
      recordStart = nextStart
      line = nextLine
      let outcome = scan()
      switch outcome {
      // A CR at the end of the window may yet be the line break of a record within the limit.
      case .unfinished where window.count - recordStart > limit + 1: return try skipLongRecord()
      case .unfinished: try refill()
      case .record where spanCount == 1 && recordStart == recordEnd: continue
      case .unclosedQuote: return .malformed(.unclosedQuote(line: quoteLine))
      case .end:
        recordEnd = recordStart
        spanCount = 0
        return .end
      case .record, .textAfterQuote: return check(outcome)
      }
    }
  }

  /// What a record that ends within the window is: good, too long, not UTF-8.
  private mutating func check(_ outcome: RecordScan.Ending) -> RecordEvent {
    if recordEnd - recordStart > limit {
      recordEnd = recordStart + min(limit, Self.excerptLength)
      return .malformed(.tooLong)
    }
    if fieldCount > Self.fieldLimit { return .malformed(.tooManyFields(fieldCount)) }
    if outcome == .textAfterQuote { return .malformed(.textAfterQuote(line: quoteLine)) }
    guard traits.contains(.nonASCII), let offset = UTF8Check.firstInvalid(in: record.raw) else {
      return .record
    }
    return .malformed(.notUTF8(offset: offset))
  }

  /// Takes one record apart, from `recordStart` on.
  private mutating func scan() -> RecordScan.Ending {
    guard recordStart < window.count else { return isSourceEmpty ? .end : .unfinished }
    while true {
      var scan = RecordScan(
        from: recordStart,
        line: line,
        delimiter: delimiter,
        isSourceEmpty: isSourceEmpty
      )
      var fields = unsafe FieldSink(spans.pointer, spans.capacity)
      let outcome = unsafe scan.run(window.start, window.count, &fields)
      fieldCount = unsafe fields.count
      if fieldCount <= spans.capacity || fieldCount > Self.fieldLimit {
        spanCount = min(fieldCount, spans.capacity)
        traits = unsafe fields.seen
        guard outcome != .unfinished else { return outcome }
        recordEnd = scan.recordEnd
        nextStart = scan.nextStart
        nextLine = scan.nextLine
        quoteLine = scan.quoteLine
        return outcome
      }
      // There are more fields than the table holds: once more, with room for all of them.
      spans.grow(to: fieldCount, keeping: 0)
    }
  }

  /// Reads the first line, refuses what is no CSV, steps over a byte order mark and a line such as
  /// `sep=;`, and finds the delimiter out where that is wanted.
  private mutating func begin() throws {
    isFirstFill = false
    endWindow()
    while window.count < Self.excerptLength, !isSourceEmpty, firstBreak(0) == nil { try refill() }
    if let format = ForeignFormat.of(window.view[0, min(512, window.count)]) { throw format }
    if window.count >= 3, window.view[0, 3].equals([0xEF, 0xBB, 0xBF]) { nextStart = 3 }
    let end = firstBreak(nextStart) ?? window.count
    let named = Delimiter.named(by: window.view[nextStart, end])
    let guess = Delimiter.guess(window.view[nextStart, end])
    if let named {
      delimiter = named
      isDelimiterNamed = true
      skipLine(endingAt: end)
    } else if findsDelimiter {
      delimiter = guess
    }
  }

  /// Goes on behind the first line, whose line break begins at an offset.
  private mutating func skipLine(endingAt end: Int) {
    let isReturn = end < window.count && window[end] == UInt8(ascii: "\r")
    let after = isReturn ? end + 1 : end
    let isFeed = after < window.count && window[after] == UInt8(ascii: "\n")
    nextStart = isFeed ? after + 1 : after
    nextLine = 2
  }

  /// The offset of the first line break from an offset on, or nil.
  private func firstBreak(_ start: Int) -> Int? {
    let rest = window.view[start, window.count]
    let ends = [UInt8(ascii: "\n"), UInt8(ascii: "\r")].compactMap { rest.firstIndex(of: $0) }
    return ends.min().map { start + $0 }
  }

  /// Drops what lies before the current record and reads on, at least as much again as is pending,
  /// so that a record of many chunks is scanned a few times and not once per chunk.
  private mutating func refill() throws {
    window.removeFirst(recordStart)
    recordStart = 0
    nextStart = 0
    let wanted = window.count * 2
    repeat {
      let before = window.count
      isSourceEmpty = try !source.fill(&window, about: chunk)
      bytesRead += window.count - before
    } while !isSourceEmpty && window.count < wanted
    endWindow()
  }

  /// Puts line breaks behind the window, at which every scan stops, and which are the slack that
  /// every ``Field`` may read.
  private mutating func endWindow() {
    window.reserve(Field.slack + 8)
    for offset in 0..<(Field.slack + 8) { unsafe window.spare[offset] = UInt8(ascii: "\n") }
  }

  // MARK: - Long records

  /// Passes over a record beyond the limit, keeping its beginning for the reject, and holds one
  /// chunk of it at a time.
  private mutating func skipLongRecord() throws -> RecordEvent {
    let excerpt = window.view[recordStart, recordStart + min(limit, Self.excerptLength)].array
    var record = LongRecord(line: line, delimiter: delimiter)
    var offset = recordStart
    while try hasByte(at: &offset) {
      let byte = window[offset]
      offset += 1
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
        record.take(byte)
        continue
      }
      if byte == UInt8(ascii: "\r"), try hasByte(at: &offset), window[offset] == UInt8(ascii: "\n")
      {
        offset += 1
      }
      if record.takeBreak() { break }
    }
    hold(excerpt, before: offset)
    nextLine = line + record.breaks + 1
    return .malformed(record.problem)
  }

  /// Whether there is a byte at an offset; reads on where the window ends, and drops what lies before.
  private mutating func hasByte(at offset: inout Int) throws -> Bool {
    while offset == window.count, !isSourceEmpty {
      recordStart = offset
      try refill()
      offset = 0
    }
    return offset < window.count
  }

  /// Puts the kept beginning in the place of the record that was passed over.
  private mutating func hold(_ excerpt: [UInt8], before rest: Int) {
    var renewed = ByteBuffer(capacity: window.count + excerpt.count + 64)
    renewed.append(excerpt)
    renewed.append(window.view[rest, window.count])
    swap(&renewed, &window)
    endWindow()
    recordStart = 0
    recordEnd = excerpt.count
    nextStart = excerpt.count
    spanCount = 0
  }
}
