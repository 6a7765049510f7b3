import Wire

/// Seconds since 1970 and the texts that exports make of them.
enum ShopTime {
  /// `2026-03-08 09:30:00`, in an offset given in seconds east of UTC.
  static func write(_ seconds: Int, offset: Int = 0, to output: inout ByteBuffer) {
    let local = seconds + offset
    CivilDate(daysSinceEpoch: day(of: local)).write(to: &output)
    let inDay = local - day(of: local) * 86_400
    output.append(UInt8(ascii: " "))
    output.append(digits: inDay / 3600, width: 2)
    output.append(UInt8(ascii: ":"))
    output.append(digits: inDay / 60 % 60, width: 2)
    output.append(UInt8(ascii: ":"))
    output.append(digits: inDay % 60, width: 2)
  }

  /// `2026-03-08 09:30:00 -0500`, as Shopify writes times: in the shop's own offset.
  static func writeInShop(_ seconds: Int, to output: inout ByteBuffer) {
    let offset = newYorkOffset(seconds)
    write(seconds, offset: offset, to: &output)
    output.append(offset == -4 * 3600 ? " -0400" : " -0500")
  }

  /// The number of the day, counted from 1970-01-01 in UTC.
  static func day(of seconds: Int) -> Int {
    (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
  }

  /// The offset of New York in seconds east of UTC, by the rule in force since 2007: summer time from
  /// the second Sunday of March to the first Sunday of November, at 2 o'clock local time.
  static func newYorkOffset(_ seconds: Int) -> Int {
    let year = CivilDate(daysSinceEpoch: day(of: seconds)).year
    let begins = sunday(number: 2, month: 3, year: year) * 86_400 + 7 * 3600
    let ends = sunday(number: 1, month: 11, year: year) * 86_400 + 6 * 3600
    return seconds >= begins && seconds < ends ? -4 * 3600 : -5 * 3600
  }

  private static func sunday(number: Int, month: Int, year: Int) -> Int {
    let first = CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0
    // 1970-01-01 was a Thursday: day 3 was a Sunday.
    return first + (3 - first % 7 + 7) % 7 + (number - 1) * 7
  }
}
