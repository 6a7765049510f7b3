import Wire

/// What people write where they mean nothing.
enum UnknownValue {
  /// The words as the little-endian words of their bytes.
  private static let words: Set<UInt64> = Set(
    ["", "-", "--", "—", "–", "n/a", "na", "nan", "null", "none", "nil"].map { word in
      word.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  )

  static func contains(_ field: Field) -> Bool {
    let count = field.count
    guard count <= 4 else { return false }
    // The bytes, letters in lower case, with zeros behind the end.
    let mask = (UInt64(1) << (UInt64(count) * 8)) &- 1
    let letters = field.word(at: 0) & 0x4040_4040_4040_4040
    return words.contains((field.word(at: 0) | letters >> 1) & mask)
  }
}
