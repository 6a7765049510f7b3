/// The byte-level grammar of JSON (RFC 8259) with strict UTF-8 (RFC 3629), over memory.
///
/// Every function takes the offset it starts at and returns the offset it ends at; state lives in
/// locals and in this value, which the scanner keeps on its stack. Strings are read eight bytes at
/// a time. A fault ends the scan: the functions then return ``failed``.
struct JSONCursor: ~Escapable {
  /// The returned offset that stands for a fault.
  static let failed = -1
  /// How deep arrays and objects may be nested in each other.
  static let depthLimit = 512

  let line: ByteView
  let end: Int
  private var problem: JSONFault.Problem = .unexpectedEnd
  private var faultOffset = 0
  /// Whether the string read last held an escape.
  private(set) var sawEscape = false
  /// The kind of the value read last; of a record, whose members it reads one by one, the scanner
  /// says so itself.
  var kind: JSONKind = .null

  @_lifetime(copy line)
  init(_ line: ByteView) {
    self.line = line
    end = line.count
  }

  var fault: JSONFault { JSONFault(problem, at: faultOffset) }

  @inline(__always)
  func byte(_ offset: Int) -> UInt8 {
    // Every caller has compared the offset with the end.
    assert(offset >= 0 && offset < end)
    return unsafe line.span.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  func word(_ offset: Int) -> UInt64 {
    assert(offset >= 0 && offset + 8 <= end)
    return unsafe line.span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }

  @inline(never)
  mutating func fail(_ problem: JSONFault.Problem, _ offset: Int) -> Int {
    self.problem = offset >= end ? .unexpectedEnd : problem
    faultOffset = offset
    return Self.failed
  }

  /// Reads one value of any kind, nested ones without recursion, and leaves its ``kind``.
  @inline(__always)
  mutating func value(_ start: Int) -> Int {
    guard start < end else { return fail(.unexpectedEnd, start) }
    let character = byte(start)
    if character == UInt8(ascii: "\"") {
      kind = .string
      return string(start &+ 1)
    }
    if character == UInt8(ascii: "{") || character == UInt8(ascii: "[") {
      let next = nested(start)
      kind = character == UInt8(ascii: "{") ? .object : .array
      return next
    }
    return scalar(character, start)
  }

  /// Reads a value that is neither a string nor nested.
  @inline(__always)
  mutating func scalar(_ character: UInt8, _ start: Int) -> Int {
    if character &- UInt8(ascii: "0") < 10 || character == UInt8(ascii: "-") {
      kind = .number
      return number(start)
    }
    switch character {
    // The first letter is known; the last four of null, true and false decide.
    case UInt8(ascii: "n"): return literal(0x6C6C_756E, 4, .null, start)
    case UInt8(ascii: "t"): return literal(0x6575_7274, 4, .true, start)
    case UInt8(ascii: "f"): return literal(0x6573_6C61, 5, .false, start)
    // Python and JavaScript write these unless told not to.
    case UInt8(ascii: "N"): return fail(.notANumber, start)
    case UInt8(ascii: "I"): return fail(.infinity, start)
    default: return fail(.unexpectedCharacter, start)
    }
  }

  @inline(__always)
  func skipSpace(_ start: Int) -> Int {
    var offset = start
    while offset < end, byte(offset) <= UInt8(ascii: " "), byte(offset).isJSONSpace { offset &+= 1 }
    return offset
  }

  /// Reads a string from after its opening quote to after its closing quote.
  @inline(__always)
  mutating func string(_ start: Int) -> Int {
    var offset = start
    sawEscape = false
    while true {
      offset = plainEnd(offset)
      guard offset < end else { return fail(.unexpectedEnd, end) }
      let character = byte(offset)
      if character == UInt8(ascii: "\"") { return offset &+ 1 }
      offset = special(character, offset)
      if offset < 0 { return Self.failed }
    }
  }

  /// The offset of the next quote, backslash, control or non-ASCII byte, or the end.
  @inline(__always)
  private func plainEnd(_ start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var offset = start
    while offset &+ 8 <= end {
      let bytes = word(offset)
      let quote = bytes ^ (ones &* 0x22)
      let slash = bytes ^ (ones &* 0x5C)
      // A byte of the difference is zero where it matches, and then borrows its high bit. Bytes
      // from 0x80 have theirs anyway and are wanted; only bytes behind a hit can be wrong.
      let hits =
        ((quote &- ones) | (slash &- ones) | (bytes &- (ones &* 0x20)) | bytes) & highs
      if hits != 0 { return offset &+ hits.trailingZeroBitCount >> 3 }
      offset &+= 8
    }
    while offset < end {
      let character = byte(offset)
      if character == UInt8(ascii: "\"") || character == UInt8(ascii: "\\")
        || character < UInt8(ascii: " ") || character >= 0x80
      {
        return offset
      }
      offset &+= 1
    }
    return offset
  }

  @inline(never)
  private mutating func special(_ character: UInt8, _ offset: Int) -> Int {
    if character == UInt8(ascii: "\\") { return escape(offset) }
    if character < UInt8(ascii: " ") { return fail(.controlCharacter, offset) }
    var next = offset
    while next < end, byte(next) >= 0x80 {
      let length = UTF8Check.sequenceLength(line, next)
      guard length > 0 else {
        problem = .invalidUTF8
        faultOffset = next
        return Self.failed
      }
      next += length
    }
    return next
  }

  private mutating func escape(_ offset: Int) -> Int {
    sawEscape = true
    guard offset + 1 < end else { return fail(.unexpectedEnd, end) }
    switch byte(offset + 1) {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return offset + 2
    case UInt8(ascii: "u"):
      for index in offset + 2..<offset + 6 {
        guard index < end else { return fail(.unexpectedEnd, end) }
        guard byte(index).isHexDigit else { return fail(.badEscape, offset) }
      }
      return offset + 6
    default: return fail(.badEscape, offset)
    }
  }

  /// Reads a number: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
  @inline(__always)
  mutating func number(_ start: Int) -> Int {
    var offset = start
    if byte(offset) == UInt8(ascii: "-") { offset &+= 1 }
    guard offset < end, byte(offset).isDigit else {
      let isInfinity = offset < end && byte(offset) == UInt8(ascii: "I")
      return fail(isInfinity ? .infinity : .badNumber, offset)
    }
    let leadingZero = byte(offset) == UInt8(ascii: "0")
    offset = digits(offset)
    if leadingZero, byte(offset &- 1).isDigit,
      offset &- start > (byte(start) == UInt8(ascii: "-") ? 2 : 1)
    {
      return fail(.badNumber, start)
    }
    if offset < end, byte(offset) == UInt8(ascii: ".") {
      let fraction = digits(offset &+ 1)
      guard fraction > offset &+ 1 else { return fail(.badNumber, fraction) }
      offset = fraction
    }
    if offset < end, byte(offset) | 0x20 == UInt8(ascii: "e") { return exponent(offset &+ 1) }
    return offset
  }

  @inline(__always)
  private func digits(_ start: Int) -> Int {
    var offset = start
    while offset < end, byte(offset).isDigit { offset &+= 1 }
    return offset
  }

  private mutating func exponent(_ start: Int) -> Int {
    var offset = start
    if offset < end, byte(offset) == UInt8(ascii: "+") || byte(offset) == UInt8(ascii: "-") {
      offset += 1
    }
    let last = digits(offset)
    return last > offset ? last : fail(.badNumber, last)
  }

  /// Reads a literal whose last four letters are given as a little-endian word.
  @inline(__always)
  mutating func literal(
    _ lastFour: UInt32,
    _ length: Int,
    _ kind: JSONKind,
    _ start: Int
  ) -> Int {
    let next = start &+ length
    guard next <= end else { return fail(.badLiteral, start) }
    let word = unsafe line.span.unsafeLoadUnaligned(
      fromUncheckedByteOffset: next - 4,
      as: UInt32.self
    )
    guard word == lastFour else { return fail(.badLiteral, start) }
    self.kind = kind
    return next
  }
}

extension UInt8 {
  /// True for `0`–`9`, `a`–`f` and `A`–`F`.
  var isHexDigit: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
}
