import Wire

/// Where the lines of messages come from: the reader, or the line that a reject holds.
struct MessageSource: ~Copyable {
  var reader: LineReader
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
