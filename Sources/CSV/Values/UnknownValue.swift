import Wire

/// What people write where they mean nothing.
enum UnknownValue {
  /// The words as the little-endian words of their bytes.
  private static let words: Set<UInt64> = Set(
    ["", "-", "--", "—", "–", "n/a", "na", "nan", "null", "none", "nil", "\\N"].map { word in
      folded(word.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
  )

  static func contains(_ field: Field) -> Bool {
    let count = field.count
    guard count <= 4 else { return false }
    // Zeros behind the end.
    let mask = (UInt64(1) << (UInt64(count) * 8)) &- 1
    return words.contains(folded(field.word(at: 0)) & mask)
  }

  /// Letters in lower case; some other bytes become others, in the words as well.
  private static func folded(_ bytes: UInt64) -> UInt64 {
    bytes | (bytes & 0x4040_4040_4040_4040) >> 1
  }
}
