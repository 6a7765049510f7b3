/// Finds the bytes that end or mark a field, eight at a time in one 64-bit word (SWAR).
///
/// A result has the high bit set of every byte that was looked for; the lowest set bit belongs to
/// the first of them. Low seven bits are compared without carries between bytes, so that every bit
/// is exact; bytes beyond ASCII are always among those found.
enum SpecialBytes {
  static let highs: UInt64 = 0x8080_8080_8080_8080
  static let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  static let ones: UInt64 = 0x0101_0101_0101_0101

  /// That byte eight times.
  @inline(__always)
  static func broadcast(_ byte: UInt8) -> UInt64 { ones &* UInt64(byte) }

  /// Delimiters, quotes, backslashes, control characters and bytes beyond ASCII.
  @inline(__always)
  static func unquoted(_ word: UInt64, delimiter: UInt64) -> UInt64 {
    let low = word & lows
    let other = ((low ^ delimiter) &+ lows)
    return (~(other & plain(low)) | word) & highs
  }

  /// Quotes, backslashes, control characters and bytes beyond ASCII.
  @inline(__always)
  static func quoted(_ word: UInt64) -> UInt64 { (~plain(word & lows) | word) & highs }

  /// High bits where a byte is neither quote nor backslash nor control character.
  @inline(__always)
  private static func plain(_ low: UInt64) -> UInt64 {
    let notQuote = (low ^ (ones &* 0x22)) &+ lows
    let notBackslash = (low ^ (ones &* 0x5C)) &+ lows
    let notControl = low &+ (ones &* 0x60)
    return notQuote & notBackslash & notControl
  }
}
