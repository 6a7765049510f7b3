import Wire

/// Words as ``HeaderName`` makes them uniform, to be found in fields.
struct UniformWords {
  private let words: Set<String>
  private let firstLetters: Set<UInt8>

  init(_ words: Set<String>) {
    self.words = words
    firstLetters = Set(words.compactMap(\.utf8.first))
  }

  func contains(_ field: Field) -> Bool {
    mayBegin(field) && words.contains(HeaderName.normalized(field.text))
  }

  /// False where the first letter of a field is that of no word: most are not, and to see that takes
  /// far less than to make them uniform.
  func mayBegin(_ field: Field) -> Bool {
    for offset in 0..<field.count {
      let byte = field[offset]
      if byte >= 0x80 { return true }
      let letter = byte | 0x20
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
      guard isLetter || byte.isDigit else { continue }
      return firstLetters.contains(letter)
    }
    return false
  }

  /// What a row is called that sums up all others.
  static let sumOfAll = UniformWords([
    "total", "totals", "grandtotal", "grandtotals", "subtotal", "sum",
  ])
}
