import Wire

/// Words compared without regard to case, and to what stands between their letters and digits: `Points
/// Earned` is `points_earned`.
enum FoldedWord {
  /// The bytes that equal words have in common.
  static func of(_ text: ByteView) -> [UInt8] {
    var word: [UInt8] = []
    for offset in 0..<text.count {
      let byte = text[offset]
      let isWordByte = byte.isDigit || byte >= 0x80 || byte | 0x20 &- 0x61 < 26
      if isWordByte {
        word.append(byte.lowered)
      } else if !word.isEmpty, word.last != UInt8(ascii: "_") {
        word.append(UInt8(ascii: "_"))
      }
    }
    if word.last == UInt8(ascii: "_") { word.removeLast() }
    return word
  }

  /// The same of a string.
  static func of(_ text: String) -> [UInt8] { text.withView { of($0) } }
}
