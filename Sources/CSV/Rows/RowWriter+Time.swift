import Wire

extension RowWriter {
  /// Appends the day that many days after 1970-01-01 as `YYYY-MM-DD`.
  mutating func append(days: Int) {
    let date = CivilDate(daysSinceEpoch: days)
    append(twoDigits: date.year / 100)
    append(twoDigits: date.year % 100)
    append(UInt8(ascii: "-"))
    append(twoDigits: date.month)
    append(UInt8(ascii: "-"))
    append(twoDigits: date.day)
  }

  /// Appends a second of the day as `HH:MM:SS`.
  @inline(__always)
  mutating func append(secondOfDay second: Int) {
    append(twoDigits: second / 3600)
    append(UInt8(ascii: ":"))
    append(twoDigits: second / 60 % 60)
    append(UInt8(ascii: ":"))
    append(twoDigits: second % 60)
  }
}
