import Wire

/// What people write where they mean nothing.
enum UnknownValue {
  /// The words as the little-endian words of their bytes.
  private static let words: Set<UInt64> = Set(
    ["", "-", "--", "—", "–", "n/a", "na", "nan", "null", "none", "nil", "\\N"].map { word in
      folded(word.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
  )

  @inline(__always)
  static func contains(_ field: Field) -> Bool {
    field.count <= 4 && (field.isEmpty || mayBegin(field[0]) && isWord(field))
  }

  /// False for a byte with which none of the words begins: a hyphen, a dash, an N or a backslash.
  @inline(__always)
  private static func mayBegin(_ byte: UInt8) -> Bool {
    byte | 0x20 == UInt8(ascii: "n") || byte == UInt8(ascii: "-") || byte | 0x20 == 0x7C
      || byte >= 0x80
  }

  @inline(never)
  private static func isWord(_ field: Field) -> Bool {
    // Zeros behind the end.
    let mask = (UInt64(1) << (UInt64(field.count) * 8)) &- 1
    return words.contains(folded(field.word(at: 0)) & mask)
  }

  /// Letters in lower case; some other bytes become others, in the words as well.
  private static func folded(_ bytes: UInt64) -> UInt64 {
    bytes | (bytes & 0x4040_4040_4040_4040) >> 1
  }
}
