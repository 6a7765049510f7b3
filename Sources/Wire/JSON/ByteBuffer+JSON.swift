extension ByteBuffer {
  /// Appends text as a JSON string with its quotes, escaping what RFC 8259 demands and no more.
  ///
  /// The text must be valid UTF-8, or is to be repaired with ``appendJSONStringRepairing(_:)``.
  public mutating func appendJSONString(_ text: ByteView) {
    reserve(text.count + 2)
    append(UInt8(ascii: "\""))
    appendJSONStringBody(text)
    append(UInt8(ascii: "\""))
  }

  /// Appends text as a JSON string with its quotes; for cold paths.
  public mutating func appendJSONString(_ text: String) {
    text.withView { appendJSONString($0) }
  }

  /// Appends bytes of any kind as a JSON string, with U+FFFD for what is not UTF-8.
  public mutating func appendJSONStringRepairing(_ bytes: ByteView) {
    if UTF8Check.firstInvalid(in: bytes) == nil {
      appendJSONString(bytes)
    } else {
      appendJSONString(bytes.text)
    }
  }

  /// Appends text with JSON's escapes but without quotes.
  public mutating func appendJSONStringBody(_ text: ByteView) {
    var start = 0
    var offset = 0
    while offset < text.count {
      if offset <= text.count - 8, JSONString.plainPrefix(of: text.word(at: offset)) == 8 {
        offset += 8
        continue
      }
      let byte = text[offset]
      if byte >= UInt8(ascii: " "), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        offset += 1
        continue
      }
      append(text[start, offset])
      JSONString.escape(byte) { append($0) }
      offset += 1
      start = offset
    }
    append(text[start, text.count])
  }

  /// Appends an integer in decimal.
  public mutating func append(decimal value: Int) {
    reserve(20)
    if value < 0 { append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    var length = 1
    var bound: UInt = 10
    while length < 19, rest >= bound {
      bound &*= 10
      length &+= 1
    }
    var place = length
    while place > 0 {
      place &-= 1
      let tenth = rest / 10
      unsafe spare[place] = UInt8(truncatingIfNeeded: rest &- tenth &* 10 &+ 0x30)
      rest = tenth
    }
    unsafe advance(by: length)
  }
}
