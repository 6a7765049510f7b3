/// A day of the proleptic Gregorian calendar.
@frozen
public struct CivilDate: Sendable, Equatable {
  /// The year, 1 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// Makes a day, or nil where the calendar has none such.
  @inlinable
  public init?(year: Int, month: Int, day: Int) {
    guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1,
      day <= CivilDate.length(ofMonth: month, year: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The number of days in a month.
  @inlinable
  public static func length(ofMonth month: Int, year: Int) -> Int {
    if month == 2 {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  }

  /// Days since 1970-01-01.
  @inlinable public var daysSinceEpoch: Int {
    // Years are counted from March, so that the leap day is the last of its year; 146,097 days
    // make 400 years.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The day, since 1970-01-01, of a second since then; before 1970 too.
  @inlinable
  public static func day(ofSecond second: Int) -> Int {
    second / 86_400 - (second % 86_400 < 0 ? 1 : 0)
  }

  /// The day that many days after 1970-01-01.
  @inlinable
  public init(daysSinceEpoch: Int) {
    let shifted = daysSinceEpoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
    month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Parses `YYYY-MM-DD`; nil for anything else.
  public init?(_ text: ByteView) {
    guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
      let year = text.number(0, 4), let month = text.number(5, 2), let day = text.number(8, 2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Appends `YYYY-MM-DD`.
  public func write(to output: inout ByteBuffer) {
    output.append(date: self)
  }
}

extension ByteView {
  /// The value of exactly `length` digits from an offset, or nil.
  @inlinable
  public func number(_ start: Int, _ length: Int) -> Int? {
    guard start >= 0, start + length <= count else { return nil }
    var value = 0
    var index = start
    while index + 8 <= start + length {
      guard let eight = ByteView.eightDigits(word(at: index)) else { return nil }
      value = value * 100_000_000 + eight
      index += 8
    }
    while index < start + length {
      let digit = self[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
      index += 1
    }
    return value
  }

  /// The value of eight digits in a word, or nil: pairs, then fours, then all of them are joined.
  @usableFromInline
  static func eightDigits(_ word: UInt64) -> Int? {
    let digits = word ^ 0x3030_3030_3030_3030
    guard ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 else {
      return nil
    }
    let pairs = (digits &* 10 &+ digits &>> 8) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_FFFF_0000_FFFF
    return Int(truncatingIfNeeded: (fours &* 10_000 &+ fours &>> 32) & 0xFFFF_FFFF)
  }
}

extension ByteBuffer {
  /// Appends a number of at most that many digits, filled with zeros from the left.
  @inlinable
  public mutating func append(digits value: Int, width: Int) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(truncatingIfNeeded: value / divisor % 10) &+ UInt8(ascii: "0"))
      divisor /= 10
    }
  }
}
