extension Timestamp {
  /// Parses the one form that the wire writes for whole seconds, `2026-01-31T08:00:00Z`, eight
  /// bytes at a time; nil for any other text, valid or not.
  @inline(__always)
  static func plainForm(_ text: ByteView) -> Timestamp? {
    guard text.count == 20 else { return nil }
    // What is left of each word after taking its form away: digits as 0 to 9, separators as 0.
    let date = text.word(at: 0) ^ 0x2D30_302D_3030_3030
    let hours = text.word(at: 8) ^ 0x3030_3A30_3054_3030
    let seconds = text.word(at: 12) ^ 0x5A30_303A_3030_3A30
    let separators = date & 0xFF00_00FF_0000_0000 | hours & 0x0000_FF00_00FF_0000
    let bytes = date | hours | seconds
    let tooLarge: UInt64 = 0x7676_7676_7676_7676
    let above = (date &+ tooLarge) | (hours &+ tooLarge) | (seconds &+ tooLarge) | bytes
    guard separators == 0, seconds & 0xFF00_00FF_0000_FF00 == 0, above & 0x8080_8080_8080_8080 == 0
    else { return nil }
    let year = digits(date, 0) * 100 + digits(date, 2)
    let hour = digits(hours, 3)
    let minute = digits(hours, 6)
    let second = digits(seconds, 5)
    guard hour < 24, minute < 60, second < 60,
      let day = CivilDate(year: year, month: digits(date, 5), day: digits(hours, 0))
    else { return nil }
    // A year of four digits is less than 4 million days from 1970: microseconds fit.
    assert(day.daysSinceEpoch.magnitude < 4_000_000)
    let inDay = hour &* 3600 &+ minute &* 60 &+ second
    let sum = Int64(day.daysSinceEpoch) &* 86_400 &+ Int64(inDay)
    return Timestamp(microseconds: sum &* 1_000_000)
  }

  /// The number in the two digits at an offset of a word.
  @inline(__always)
  private static func digits(_ word: UInt64, _ offset: Int) -> Int {
    let pair = word >> UInt64(offset &* 8)
    return Int(pair & 0xFF) &* 10 &+ Int(pair >> 8 & 0xFF)
  }
}

extension ByteBuffer {
  /// Appends the first bytes of a little-endian word, at most eight.
  @inline(__always)
  mutating func append(word: UInt64, count length: Int) {
    reserve(8)
    unsafe UnsafeMutableRawPointer(spare).storeBytes(of: word.littleEndian, as: UInt64.self)
    unsafe advance(by: length)
  }

  /// Two digits of a number below 100, the tens in the lower byte.
  @inline(__always)
  private static func pair(_ value: Int) -> UInt64 {
    assert((0..<100).contains(value))
    let tens = (value &* 103) >> 10
    return UInt64(truncatingIfNeeded: tens | (value &- tens &* 10) << 8) | 0x3030
  }

  /// Appends `YYYY-MM-DD`.
  @inline(__always)
  mutating func append(date: CivilDate) {
    let year = Self.pair(date.year / 100) | Self.pair(date.year % 100) << 16
    append(word: year | Self.pair(date.month) << 40 | 0x2D00_002D_0000_0000, count: 8)
    append(word: Self.pair(date.day), count: 2)
  }

  /// Appends `HH:MM:SS` for a second of the day.
  @inline(__always)
  mutating func append(secondOfDay second: Int) {
    assert((0..<86_400).contains(second))
    let hour = second / 3600
    let rest = second &- hour &* 3600
    let minute = rest / 60
    let text = Self.pair(hour) | Self.pair(minute) << 24 | Self.pair(rest &- minute &* 60) << 48
    append(word: text | 0x0000_3A00_003A_0000, count: 8)
  }
}
