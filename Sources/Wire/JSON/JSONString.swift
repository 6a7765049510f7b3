/// Turns the inside of a JSON string into UTF-8 text.
public enum JSONString {
  /// What a decoded string holds that some consumers cannot store.
  public struct Findings: OptionSet, Sendable {
    /// The set's bits.
    public let rawValue: UInt8
    /// Makes a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// A NUL character, which PostgreSQL's text cannot hold.
    public static let nul = Findings(rawValue: 1)
    /// Half of a surrogate pair, which is no character; it is decoded as U+FFFD.
    public static let loneSurrogate = Findings(rawValue: 2)
  }

  /// Appends the decoded text of a string body, the part between the quotes, to a buffer.
  ///
  /// The body must have passed the scanner: escapes are known to be well-formed.
  public static func decode(_ body: ByteView, into text: inout ByteBuffer) -> Findings {
    var findings: Findings = []
    var offset = 0
    text.reserve(body.count)
    while offset < body.count {
      let byte = body[offset]
      guard byte == UInt8(ascii: "\\"), offset + 1 < body.count else {
        text.append(byte)
        offset += 1
        continue
      }
      if body[offset + 1] == UInt8(ascii: "u") {
        offset = decodeUnicode(body, offset, &text, &findings)
      } else {
        text.append(simpleEscape(body[offset + 1]))
        offset += 2
      }
    }
    return findings
  }

  /// Whether a string body holds a NUL or half a surrogate pair, without decoding it elsewhere.
  public static func findings(in body: ByteView) -> Findings {
    var scratch = ByteBuffer(capacity: body.count + 16)
    return decode(body, into: &scratch)
  }

  private static func simpleEscape(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    default: byte
    }
  }

  private static func decodeUnicode(
    _ body: ByteView,
    _ start: Int,
    _ text: inout ByteBuffer,
    _ findings: inout Findings
  ) -> Int {
    guard let unit = codeUnit(body, start) else {
      text.append(body[start])
      return start + 1
    }
    if unit == 0 { findings.insert(.nul) }
    guard unit & 0xF800 == 0xD800 else {
      text.append(scalar: unit)
      return start + 6
    }
    if unit < 0xDC00, let low = codeUnit(body, start + 6), low & 0xFC00 == 0xDC00 {
      text.append(scalar: 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF))
      return start + 12
    }
    findings.insert(.loneSurrogate)
    text.append(scalar: 0xFFFD)
    return start + 6
  }

  /// The value of a `\uXXXX` escape at an offset, or nil where there is none.
  public static func codeUnit(_ body: ByteView, _ start: Int) -> UInt32? {
    guard start + 6 <= body.count, body[start] == UInt8(ascii: "\\"),
      body[start + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt32 = 0
    for index in start + 2..<start + 6 {
      let byte = body[index]
      guard byte.isHexDigit else { return nil }
      unit = unit << 4 | UInt32(byte.isDigit ? byte - UInt8(ascii: "0") : (byte | 0x20) - 0x57)
    }
    return unit
  }
}

extension JSONString {
  /// How many of eight bytes, from the lowest, come before one that JSON escapes: 8 where none does.
  @inlinable @inline(__always)
  public static func plainPrefix(of bytes: UInt64) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = bytes ^ (ones &* 0x22)
    let slash = bytes ^ (ones &* 0x5C)
    // A borrow spoils only what lies above the lowest hit.
    let hits =
      ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)
      | ((bytes &- (ones &* 0x20)) & ~bytes)
    return (hits & 0x8080_8080_8080_8080).trailingZeroBitCount >> 3
  }

  /// Hands over the bytes of a JSON string's escape for a quote, a backslash or a control character.
  @inlinable
  public static func escape(_ byte: UInt8, _ append: (UInt8) -> Void) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: append(UInt8(ascii: "b"))
    case UInt8(ascii: "\t"): append(UInt8(ascii: "t"))
    case UInt8(ascii: "\n"): append(UInt8(ascii: "n"))
    case 0x0C: append(UInt8(ascii: "f"))
    case UInt8(ascii: "\r"): append(UInt8(ascii: "r"))
    case 0x00..<0x20:
      append(UInt8(ascii: "u"))
      append(UInt8(ascii: "0"))
      append(UInt8(ascii: "0"))
      append(UInt8(ascii: "0") + byte >> 4)
      append(byte & 15 < 10 ? UInt8(ascii: "0") + byte & 15 : UInt8(ascii: "a") + byte & 15 - 10)
    default: append(byte)
    }
  }
}

extension ByteBuffer {
  /// Appends a Unicode scalar value as UTF-8.
  mutating func append(scalar: UInt32) {
    switch scalar {
    case 0..<0x80: append(UInt8(scalar))
    case 0x80..<0x800:
      append(UInt8(0xC0 | scalar >> 6))
      append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      append(UInt8(0xE0 | scalar >> 12))
      append(UInt8(0x80 | scalar >> 6 & 0x3F))
      append(UInt8(0x80 | scalar & 0x3F))
    default:
      append(UInt8(0xF0 | scalar >> 18))
      append(UInt8(0x80 | scalar >> 12 & 0x3F))
      append(UInt8(0x80 | scalar >> 6 & 0x3F))
      append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}
