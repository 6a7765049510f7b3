import StageKit
import Wire

/// Writes times as RFC 3339 in UTC, and days as `YYYY-MM-DD`.
///
/// The usual form `YYYY-MM-DD HH:MM:SS`, with or without an offset, is read with three loads; a
/// month seen just before is not worked out again. Everything else goes to ``CivilTimeParser``.
struct TimestampReader {
  /// The zone of times without an offset; nil where it is not known.
  private var zone: LocalTimeZone?
  private var parser: CivilTimeParser
  /// The month seen last as it is written, the day before its first, and how many days it has.
  private var lastMonth: UInt64 = 0
  private var lastMonthStart = 0
  private var lastMonthLength = 0
  /// The instant written last, in whole seconds since the epoch.
  private(set) var seconds = 0
  /// What the instant had beyond those that ``writeDayOfInstant(_:to:)`` read last, in microseconds.
  private(set) var microsecond = 0
  /// The day written last by ``writeDay(_:to:)``, since the epoch.
  private(set) var days = 0
  /// The day, since the epoch, of this record's date where that has no time of day.
  private(set) var dayOnly: Int?
  /// True where a column of periods has months: the first of one then stands for it.
  var hasMonths = false
  /// The period read last and its text, which is mostly the next one's too.
  private var lastPeriod: (text: [UInt8], period: CivilPeriod)?

  init(zone: LocalTimeZone?, order: DateOrder) {
    self.zone = zone
    parser = CivilTimeParser(order)
  }

  /// Forgets the record before.
  @inline(__always)
  mutating func beginRecord() { dayOnly = nil }

  /// Writes the day of a date that has no time of day, in quotes; false where there is none.
  func writeDayOnly(to row: inout RowWriter) -> Bool {
    guard let dayOnly else { return false }
    row.append(UInt8(ascii: "\""))
    row.append(days: dayOnly)
    row.append(UInt8(ascii: "\""))
    return true
  }

  /// Writes an instant, in quotes.
  ///
  /// A day without a time of day is refused, or null: midnight would be an invented time, so
  /// ``dayOnly`` has the day.
  @inline(__always)
  mutating func writeInstant(
    _ field: Field,
    to row: inout RowWriter,
    acceptsDay: Bool
  ) -> ValueProblem? {
    guard let (days, second, hourText) = usualForm(field),
      let offset = usualOffset(field, days, second)
    else { return writeUnusual(field, to: &row, acceptsDay: acceptsDay) }
    // Days of years 0 to 9999, seconds of a day, offsets of less than a day: nothing wraps.
    assert(days.magnitude < 5_000_000 && (0...86_400).contains(second) && offset.magnitude < 86_400)
    let utc = second &- offset
    seconds = days &* 86_400 &+ utc
    row.append(UInt8(ascii: "\""))
    if offset == 0 {
      row.append(word: field.word(at: 0), 8)
      row.append(word: hourText, 8)
      row.append(word: field.word(at: 16), 3)
    } else {
      if UInt(bitPattern: utc) < 86_400 {
        row.append(word: field.word(at: 0), 8)
        row.append(word: hourText, 3)
      } else {
        row.append(days: utc < 0 ? days &- 1 : days &+ 1)
        row.append(UInt8(ascii: "T"))
      }
      row.append(secondOfDay: utc < 0 ? utc &+ 86_400 : utc >= 86_400 ? utc &- 86_400 : utc)
    }
    row.append(UInt8(ascii: "Z"))
    row.append(UInt8(ascii: "\""))
    return nil
  }

  /// Writes the day of a date or of a time as it is printed, in quotes.
  ///
  /// A time with an offset is first brought into the zone, where one was given.
  mutating func writeDay(_ field: Field, to row: inout RowWriter) -> ValueProblem? {
    do throws(ValueProblem) {
      let time = try parser.parse(field.unquotedBytes)
      days = time.days
      if let offset = time.offset, let second = time.second, let zone, !zone.isUTC {
        let instant = Int64(time.days * 86_400 + second - offset)
        let local = Int(instant) + zone.offset(at: instant)
        days = CivilDate.day(ofSecond: local)
      }
      return write(day: days, to: &row)
    } catch {
      return error == .notATime ? .notADay : error
    }
  }

  /// Writes the day of an instant in UTC, in quotes; ``seconds`` and ``microsecond`` keep the instant.
  mutating func writeDayOfInstant(_ field: Field, to row: inout RowWriter) -> ValueProblem? {
    let start = row.count
    // Of the usual form nothing is left over.
    microsecond = 0
    if let problem = writeInstant(field, to: &row, acceptsDay: false) { return problem }
    row.truncate(to: start)
    let second = seconds
    let problem = write(day: CivilDate.day(ofSecond: second), to: &row)
    seconds = second
    return problem
  }

  /// Writes the first day of a day, a range or a month, in quotes.
  mutating func writePeriod(_ field: Field, to row: inout RowWriter) -> ValueProblem? {
    do throws(ValueProblem) { return write(day: try period(field).first, to: &row) } catch {
      return error == .notATime ? .notADay : error
    }
  }

  /// Writes the last day of a range or a month, in quotes; a day has none.
  mutating func writeLastDay(_ field: Field, to row: inout RowWriter) -> ValueProblem? {
    guard let period = try? period(field), period.isLong else { return .missingValue }
    row.append(UInt8(ascii: "\""))
    row.append(days: period.last)
    row.append(UInt8(ascii: "\""))
    return nil
  }

  private mutating func write(day: Int, to row: inout RowWriter) -> ValueProblem? {
    days = day
    seconds = day * 86_400
    dayOnly = day
    row.append(UInt8(ascii: "\""))
    row.append(days: day)
    row.append(UInt8(ascii: "\""))
    return nil
  }

  /// True for a range of several days, or a month.
  mutating func isLongPeriod(_ field: Field) -> Bool {
    (try? period(field))?.isLong == true
  }

  /// True for two cells with days of which the second is the later one.
  mutating func isLater(_ other: Field, than field: Field) -> Bool {
    guard let first = try? parser.parse(field.unquotedBytes),
      let last = try? parser.parse(other.unquotedBytes)
    else { return false }
    return last.days > first.days
  }

  private mutating func period(_ field: Field) throws(ValueProblem) -> CivilPeriod {
    let text = field.unquotedBytes
    if let lastPeriod, lastPeriod.text == text { return lastPeriod.period }
    var period = try CivilPeriod(text, &parser)
    if hasMonths, !period.isLong { period = try period.month }
    lastPeriod = (text, period)
    return period
  }

  /// What tells sends apart: the instant as a record has it; the local time where its zone is not
  /// known, or the day where there is no time; nil for any other text.
  mutating func sendKey(_ text: [UInt8]) -> [UInt8]? {
    guard let time = try? parser.parse(text) else { return nil }
    var key = ByteBuffer()
    guard let second = time.second else {
      CivilDate(daysSinceEpoch: time.days).write(to: &key)
      return key.view.array
    }
    let offset = time.offset ?? zone?.offset(day: time.days, second: second)
    let instant = time.days * 86_400 + second - (offset ?? 0)
    key.append("\"")
    Timestamp(microseconds: Int64(instant) * 1_000_000).write(to: &key)
    if offset == nil { key.append("local") }
    key.append("\"")
    return key.view.array
  }

  // MARK: - The usual form

  /// The day of a time in the usual form as it is printed, and the instant in seconds since the epoch,
  /// nil where its offset is not known; nil for any other form.
  mutating func printed(_ field: Field) -> (day: Int, instant: Int?)? {
    guard let (days, second, _) = usualForm(field) else { return nil }
    let offset = usualOffset(field, days, second)
    if offset == nil, field.count != 19 { return nil }
    return (days, offset.map { days * 86_400 + second - $0 })
  }

  /// The day and the second of `YYYY-MM-DD HH:MM:SS`, and the eight bytes `DDTHH:MM`; nil for any
  /// other form.
  @inline(__always)
  private mutating func usualForm(_ field: Field) -> (days: Int, second: Int, text: UInt64)? {
    guard field.count >= 19 else { return nil }
    let date = field.word(at: 0)
    var hours = field.word(at: 8)
    let rest = field.word(at: 16) & 0xFF_FFFF
    let between = UInt8(truncatingIfNeeded: hours &>> 16)
    guard between == UInt8(ascii: " ") || between == UInt8(ascii: "T") else { return nil }
    hours = hours & ~0xFF_0000 | UInt64(UInt8(ascii: "T")) &<< 16
    // Each byte minus what it must be at least; the sums overflow into the high bits where a digit
    // is above 9 or a separator is not the one expected.
    let d = date ^ 0x2D30_302D_3030_3030
    let h = hours ^ 0x3030_3A30_3054_3030
    let s = rest ^ 0x30_303A
    let dBad = (d &+ 0x7F76_767F_7676_7676) | d
    let hBad = (h &+ 0x7676_7F76_767F_7676) | h
    let sBad = (s &+ 0x76_767F) | s
    guard (dBad | hBad | sBad) & SpecialBytes.highs == 0 else { return nil }
    if date != lastMonth, !changeMonth(date, d) { return nil }
    let day = Self.two(h, 0)
    let hour = Self.two(h, 24)
    let minute = Self.two(h, 48)
    let second = Self.two(s, 8)
    guard day > 0, day <= lastMonthLength, hour < 24, minute < 60, second < 60 else { return nil }
    return (lastMonthStart &+ day, hour &* 3600 &+ minute &* 60 &+ second, hours)
  }

  /// The value of two digits, whose bytes begin at a bit.
  @inline(__always)
  private static func two(_ digits: UInt64, _ bit: UInt64) -> Int {
    let pair = digits &>> bit
    return Int(truncatingIfNeeded: (pair & 0xF) &* 10 &+ (pair &>> 8) & 0xF)
  }

  /// Works a month out, given as it is written and as digits; false where there is none such.
  @inline(never)
  private mutating func changeMonth(_ text: UInt64, _ digits: UInt64) -> Bool {
    let year = Self.two(digits, 0) * 100 + Self.two(digits, 16)
    let month = Self.two(digits, 40)
    // So the day before and the day after can be written too.
    guard (2...9998).contains(year), let first = CivilDate(year: year, month: month, day: 1) else {
      return false
    }
    lastMonth = text
    lastMonthStart = first.daysSinceEpoch - 1
    lastMonthLength = CivilDate.length(ofMonth: month, year: year)
    return true
  }

  /// The offset behind the usual form, or that of the zone; nil for any other form.
  @inline(__always)
  private mutating func usualOffset(_ field: Field, _ days: Int, _ second: Int) -> Int? {
    switch field.count {
    case 19: return zone?.offset(day: days, second: second)
    case 20 where field[19] == UInt8(ascii: "Z"): return 0
    case 23 where field.word(at: 19) & 0xFFFF_FFFF == 0x4354_5520: return 0  // " UTC"
    case 25 where field[19] == UInt8(ascii: " "): return Self.numericOffset(field, 20, 23)
    case 25 where field[22] == UInt8(ascii: ":"): return Self.numericOffset(field, 19, 23)
    case 24: return Self.numericOffset(field, 19, 22)
    default: return nil
    }
  }

  /// The value of `+02` at an offset with the minutes at another; nil where that is none.
  @inline(__always)
  private static func numericOffset(_ field: Field, _ start: Int, _ minutes: Int) -> Int? {
    let sign = field[start]
    let digits =
      (field.word(at: start &+ 1) & 0xFFFF | field.word(at: minutes) &<< 16 & 0xFFFF_0000)
      ^ 0x3030_3030
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      ((digits &+ 0x7676_7676) | digits) & 0x8080_8080 == 0
    else { return nil }
    let hour = two(digits, 0)
    let minute = two(digits, 16)
    guard hour <= 15, minute < 60 else { return nil }
    let seconds = hour &* 3600 &+ minute &* 60
    return sign == UInt8(ascii: "-") ? 0 &- seconds : seconds
  }

  // MARK: - Any other form

  @inline(never)
  private mutating func writeUnusual(
    _ field: Field,
    to row: inout RowWriter,
    acceptsDay: Bool
  ) -> ValueProblem? {
    do throws(ValueProblem) {
      let time = try parser.parse(field.unquotedBytes)
      if time.second == nil, time.offset == nil, acceptsDay {
        dayOnly = time.days
        seconds = time.days * 86_400 - (zone?.offset(day: time.days, second: 0) ?? 0)
        row.append("null")
        return nil
      }
      let utc = try utcSeconds(time)
      guard (-62_135_596_800..<253_402_300_800).contains(utc) else { return .noSuchDay }
      seconds = utc
      let day = CivilDate.day(ofSecond: utc)
      row.append(UInt8(ascii: "\""))
      row.append(days: day)
      row.append(UInt8(ascii: "T"))
      row.append(secondOfDay: utc - day * 86_400)
      if !time.fraction.isEmpty {
        row.append(UInt8(ascii: "."))
        time.fraction.withView { row.append($0) }
        let zeros = repeatElement(UInt8(ascii: "0"), count: 6 - time.fraction.count)
        microsecond = TextReader.value(time.fraction + zeros)
      }
      row.append("Z\"")
      return nil
    } catch {
      // What has no day is no time either; the code for a day is for fields that want one.
      return error == .notADay ? .notATime : error
    }
  }

  private mutating func utcSeconds(_ time: CivilTime) throws(ValueProblem) -> Int {
    guard let second = time.second else { throw .noTimeOfDay }
    let local = time.days * 86_400 + second
    if let offset = time.offset { return local - offset }
    guard zone != nil else { throw .noOffset }
    guard let offset = zone?.offset(day: time.days, second: second) else { throw .skippedTime }
    return local - offset
  }
}
