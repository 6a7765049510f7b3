import Wire

/// Words as ``HeaderName`` makes them uniform, to be found in fields.
struct UniformWords {
  private let words: Set<String>
  /// A bit for each letter, and behind them one for each digit.
  private let firstLetters: UInt64

  init(_ words: Set<String>) {
    self.words = words
    firstLetters = words.compactMap(\.utf8.first).compactMap(Self.bit)
      .reduce(0) { bits, bit in bits | bit }
  }

  /// The words and more of them.
  func adding(_ more: Set<String>) -> UniformWords { UniformWords(words.union(more)) }

  func contains(_ field: Field) -> Bool {
    mayBegin(field) && words.contains(HeaderName.normalized(field.text))
  }

  /// True for one of the words, given as it is when it was made uniform.
  func contains(normalized word: String) -> Bool { words.contains(word) }

  /// False where the first letter of a field is that of no word: most are not, and to see that takes
  /// far less than to make them uniform.
  func mayBegin(_ field: Field) -> Bool {
    for offset in 0..<field.count {
      let byte = field[offset]
      if byte >= 0x80 { return true }
      if let bit = Self.bit(byte | 0x20) { return firstLetters & bit != 0 }
    }
    return false
  }

  /// The bit of a small letter or a digit; nil for any other byte.
  private static func bit(_ byte: UInt8) -> UInt64? {
    if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) {
      return 1 << UInt64(byte - UInt8(ascii: "a"))
    }
    return byte.isDigit ? 1 << UInt64(26 + byte - UInt8(ascii: "0")) : nil
  }

  /// What a row is called that sums up all others.
  static let sumOfAll = UniformWords([
    "total", "totals", "grandtotal", "grandtotals", "subtotal", "sum",
  ])
}
