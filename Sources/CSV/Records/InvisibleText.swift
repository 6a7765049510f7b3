import Wire

/// What nobody sees at the ends of a cell: control characters, spaces of all kinds (Excel and copies from
/// the web have the one that does not break), and marks without a width.
enum InvisibleText {
  /// The length in bytes of what is invisible at an offset; 0 for anything else.
  static func length(at offset: Int, in text: ByteView) -> Int {
    guard text[offset] >= 0x80 else { return text[offset] <= UInt8(ascii: " ") ? 1 : 0 }
    for length in 2...3
    where offset + length <= text.count && isInvisible(text[offset, offset + length]) {
      return length
    }
    return 0
  }

  /// The length in bytes of what is invisible before an offset; 0 for anything else.
  static func length(before offset: Int, in text: ByteView) -> Int {
    guard text[offset - 1] >= 0x80 else { return text[offset - 1] <= UInt8(ascii: " ") ? 1 : 0 }
    for length in 2...3
    where length <= offset && isInvisible(text[offset - length, offset]) {
      return length
    }
    return 0
  }

  /// True for the UTF-8 of such a character beyond ASCII.
  private static func isInvisible(_ character: ByteView) -> Bool {
    if character.count == 2 {
      // U+0085 and U+00A0.
      return character[0] == 0xC2 && (character[1] == 0x85 || character[1] == 0xA0)
    }
    switch (character[0], character[1], character[2]) {
    case (0xE1, 0x9A, 0x80), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): return true
    // U+2000 to U+200B, and the marks of direction; not the joiners, which letters and signs need.
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0x8E...0x8F): return true
    // U+2028, U+2029 and U+202F; U+205F and U+2060.
    case (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F...0xA0): return true
    default: return false
    }
  }
}

extension ByteView {
  /// The bytes without what is invisible at both ends.
  var withoutInvisibleEnds: ByteView {
    @inline(__always)
    @_lifetime(copy self)
    get {
      guard count > 0, self[0].mayBeInvisible || self[count &- 1].mayBeInvisible else {
        return self
      }
      return reallyWithoutInvisibleEnds
    }
  }

  @inline(never)
  private var reallyWithoutInvisibleEnds: ByteView {
    @_lifetime(copy self)
    get {
      let (start, end) = visibleEnds
      return self[start, end]
    }
  }

  /// Where what is visible begins and ends.
  var visibleEnds: (start: Int, end: Int) {
    var (start, end) = (0, count)
    while start < end {
      let length = InvisibleText.length(at: start, in: self)
      if length == 0 { break }
      start += length
    }
    while end > start {
      let length = InvisibleText.length(before: end, in: self)
      if length == 0 { break }
      end -= length
    }
    return (start, end)
  }
}

extension UInt8 {
  /// True for a space, a control character, and any byte beyond ASCII.
  @inline(__always)
  var mayBeInvisible: Bool { self &- 0x21 >= 0x5F }
}
