import Wire

/// Where the lines of messages come from: the reader, or the line that a reject holds.
struct MessageSource: ~Copyable {
  var reader: LineReader
  /// The reader of the messages, while one of a file that a message names stands in its place.
  private var outer: LineReader?
  /// The files of the BATCH that is being read.
  private(set) var batch: BatchFiles?
  /// Whether the current line is one of a file that a BATCH lists.
  @inline(__always) var isInBatch: Bool { batch != nil }
  /// Whether the current line is one of a file of schemas, before the messages.
  private(set) var isInPreface = false
  /// Bytes that were read beside those of the reader.
  private var otherBytes = 0
  private var replayed = ByteBuffer()
  private var isReplayed = false

  init(descriptor: Int32) { reader = LineReader(descriptor: descriptor) }

  /// The current line, without its newline.
  var line: ByteView {
    @_lifetime(borrow self)
    get {
      if isReplayed { return replayed.view }
      return reader.line
    }
  }

  /// How many bytes have been read, those of the files of BATCH messages included.
  var bytesRead: Int { otherBytes + reader.bytesRead }

  /// Reads the files that a message lists, before the messages go on.
  mutating func begin(_ files: consuming BatchFiles) throws {
    batch = files
    try openNextFile()
  }

  /// Reads the lines of a file before the messages.
  mutating func begin(preface descriptor: Int32) {
    var inner = LineReader(descriptor: descriptor)
    swap(&reader, &inner)
    outer = consume inner
    isInPreface = true
  }

  /// At the end of what is read: goes on with the next file of a BATCH, or behind it with the
  /// messages; false at the end of those.
  mutating func goOn() throws -> Bool {
    guard batch != nil || isInPreface, var messages = outer.take() else { return false }
    otherBytes += reader.bytesRead - messages.bytesRead
    swap(&reader, &messages)
    if isInPreface {
      isInPreface = false
      return true
    }
    try batch?.close()
    try openNextFile()
    return true
  }

  private mutating func openNextFile() throws {
    guard let descriptor = try batch?.openNext() else {
      batch = nil
      return
    }
    var inner = LineReader(descriptor: descriptor)
    otherBytes += reader.bytesRead
    swap(&reader, &inner)
    outer = consume inner
  }

  /// Appends the decoded text of the string body at a place of the line.
  func decode(_ place: Range<Int>, into text: inout ByteBuffer) {
    _ = JSONString.decode(line[place], into: &text)
  }

  /// Goes to the next line, or nil where the reader must read more first.
  mutating func buffered() -> LineReader.Event? {
    isReplayed = false
    return reader.buffered()
  }

  /// Puts the bytes in the place of the line that a member of it holds as Base64; false where it
  /// holds none.
  mutating func replay(base64 member: JSONMember) -> Bool {
    replayed.removeAll()
    let text = member.stringBody(in: reader.line).array
    isReplayed = text.withView { replayed.append(decodingBase64: $0) }
    return isReplayed
  }

  /// Puts the text in the place of the line that a member of it holds.
  mutating func replay(text member: JSONMember) {
    replayed.removeAll()
    let text = member.stringBody(in: reader.line).array
    text.withView { _ = JSONString.decode($0, into: &replayed) }
    isReplayed = true
  }
}

// A view of one property of a struct keeps all of the struct from changing, so the owner of the
// line is borrowed instead.
extension JSONScanner {
  mutating func scan(_ source: borrowing MessageSource) -> JSONFault? { scan(source.line) }

  /// Files the members of a line that is known to be one valid object under the record.
  mutating func scanBare(_ source: borrowing MessageSource) { _ = scanBare(source.line) }
}
