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
      offset = skipASCII(bytes, from: offset)
      // Letters beyond ASCII come in runs.
      while offset < end, bytes[offset] >= 0x80 {
        let length = sequenceLength(bytes, offset)
        if length == 0 { return offset }
        offset += length
      }
    }
    return nil
  }

  /// The offset of the first byte beyond ASCII from an offset on, or the end.
  private static func skipASCII(_ bytes: ByteView, from start: Int) -> Int {
    let last = bytes.count - block
    var offset = start
    while offset <= last {
      let found = beyondASCII(bytes, offset)
      if found != 0 { return offset + found.trailingZeroBitCount }
      offset += block
    }
    guard last >= 0 else {
      while offset < bytes.count, bytes[offset] < 0x80 { offset += 1 }
      return offset
    }
    // The last block, without what lies before the offset.
    let found = UInt64(beyondASCII(bytes, last)) >> UInt64(offset - last)
    return found == 0 ? bytes.count : offset + found.trailingZeroBitCount
  }

  /// How many bytes are looked at together.
  private static let block = 32

  /// A bit for each byte of a block that is beyond ASCII: where the first is, no branch has to guess.
  @inline(__always)
  private static func beyondASCII(_ bytes: ByteView, _ offset: Int) -> UInt32 {
    let highs: UInt64 = 0x8080_8080_8080_8080
    let first = bytes.word(at: offset) & highs
    let second = bytes.word(at: offset + 8) & highs
    let third = bytes.word(at: offset + 16) & highs
    let fourth = bytes.word(at: offset + 24) & highs
    if first | second | third | fourth == 0 { return 0 }
    // Its product has the eight high bits side by side in the highest byte.
    let gather: UInt64 = 0x0002_0408_1020_4081
    let low = (first &* gather) >> 56 | ((second &* gather) >> 56) << 8
    let high = (third &* gather) >> 56 | ((fourth &* gather) >> 56) << 8
    return UInt32(truncatingIfNeeded: low | high << 16)
  }
}
