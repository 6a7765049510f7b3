/// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF.
public enum UTF8Check {
  /// The length of the well-formed sequence at an offset, or 0.
  static func sequenceLength(_ bytes: ByteView, _ offset: Int) -> Int {
    let available = bytes.count - offset
    guard available > 0 else { return 0 }
    let first = bytes[offset]
    if first < 0x80 { return 1 }
    guard available > 1 else { return 0 }
    let second = bytes[offset + 1]
    switch first {
    case 0xC2...0xDF: return isTail(second) ? 2 : 0
    case 0xE0...0xEF:
      guard available > 2, isTail(second), isTail(bytes[offset + 2]) else { return 0 }
      if first == 0xE0, second < 0xA0 { return 0 }
      if first == 0xED, second > 0x9F { return 0 }
      return 3
    case 0xF0...0xF4:
      guard available > 3, isTail(second), isTail(bytes[offset + 2]), isTail(bytes[offset + 3])
      else { return 0 }
      if first == 0xF0, second < 0x90 { return 0 }
      if first == 0xF4, second > 0x8F { return 0 }
      return 4
    default: return 0
    }
  }

  private static func isTail(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// The offset of the first byte that is not part of well-formed UTF-8, or nil.
  public static func firstInvalid(in bytes: ByteView) -> Int? {
    var offset = 0
    let end = bytes.count
    while offset < end {
      while offset <= end - 8, bytes.word(at: offset) & 0x8080_8080_8080_8080 == 0 { offset += 8 }
      guard offset < end else { return nil }
      let length = sequenceLength(bytes, offset)
      if length == 0 { return offset }
      offset += length
    }
    return nil
  }
}
