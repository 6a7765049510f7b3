import Wire

/// The rule behind the last transition of a zone file: a POSIX `TZ` string such as
/// `EST5EDT,M3.2.0,M11.1.0` (RFC 8536 section 3.3).
struct ZoneRule: Sendable {
  private var standard = 0
  private var summer: Int?
  private var summerStart = Change()
  private var summerEnd = Change()

  /// When in a year the clocks change: a day, and seconds of the local time until then.
  private struct Change: Sendable {
    enum Day: Sendable {
      /// The last (5) or n-th weekday (0 is Sunday) of a month.
      case weekday(month: Int, week: Int, weekday: Int)
      /// The n-th day of the year from 1, 29 February never counted.
      case julian(Int)
      /// The n-th day of the year from 0, 29 February counted.
      case ordinal(Int)
    }
    var day = Day.ordinal(0)
    var seconds = 7200

    /// Seconds since the epoch, as if the local time were UTC.
    func localTime(in year: Int) -> Int64 {
      let newYear = daysFrom(year, 1, 1)
      let days: Int
      switch day {
      case .ordinal(let number): days = newYear + number
      case .julian(let number):
        let isLeap = CivilDate.length(ofMonth: 2, year: year) == 29
        days = newYear + number - 1 + (isLeap && number >= 60 ? 1 : 0)
      case .weekday(let month, let week, let weekday):
        let first = daysFrom(year, month, 1)
        // 1970-01-01 was a Thursday, 4.
        let firstWeekday = ((first + 4) % 7 + 7) % 7
        var dayOfMonth = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        if dayOfMonth >= CivilDate.length(ofMonth: month, year: year) { dayOfMonth -= 7 }
        days = first + dayOfMonth
      }
      return Int64(days * 86_400 + seconds)
    }

    private func daysFrom(_ year: Int, _ month: Int, _ day: Int) -> Int {
      CivilDate(year: year, month: month, day: day)?.daysSinceEpoch ?? 0
    }
  }

  /// The offset east of UTC, in seconds, that holds at an instant given in seconds.
  func offset(at instant: Int64) -> Int {
    guard let summer else { return standard }
    let local = Int(instant) + standard
    let days = CivilDate.day(ofSecond: local)
    let year = min(max(CivilDate(daysSinceEpoch: days).year, 1), 9999)
    let start = summerStart.localTime(in: year) - Int64(standard)
    let end = summerEnd.localTime(in: year) - Int64(summer)
    let isSummer =
      start < end ? instant >= start && instant < end : instant >= start || instant < end
    return isSummer ? summer : standard
  }
}

// MARK: - The string

extension ZoneRule {
  /// Reads a rule; nil for an empty or malformed one, as a file without a rule has.
  init?(_ text: [UInt8]) {
    var reader = RuleReader(rest: text[...])
    guard reader.skipName(), let west = reader.time() else { return nil }
    standard = -west
    guard !reader.rest.isEmpty else { return }
    guard reader.skipName() else { return nil }
    if let first = reader.rest.first, first != UInt8(ascii: ",") {
      guard let west = reader.time() else { return nil }
      summer = -west
    } else {
      summer = standard + 3600
    }
    guard let start = reader.change(), let end = reader.change(), reader.rest.isEmpty else {
      return nil
    }
    summerStart = start
    summerEnd = end
  }

  private struct RuleReader {
    var rest: ArraySlice<UInt8>

    /// Steps over `EST` or `<-03>`.
    mutating func skipName() -> Bool {
      if rest.first == UInt8(ascii: "<") {
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
        rest = rest[(end + 1)...]
        return true
      }
      let letters = rest.prefix { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0 & 0xDF) }
      rest = rest.dropFirst(letters.count)
      return letters.count >= 3
    }

    mutating func take(_ byte: UInt8) -> Bool {
      guard rest.first == byte else { return false }
      rest = rest.dropFirst()
      return true
    }

    mutating func number() -> Int? {
      let digits = rest.prefix { $0.isDigit }
      guard (1...4).contains(digits.count) else { return nil }
      rest = rest.dropFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
      let isNegative = take(UInt8(ascii: "-"))
      if !isNegative { _ = take(UInt8(ascii: "+")) }
      guard var seconds = number().map({ $0 * 3600 }) else { return nil }
      for unit in [60, 1] where take(UInt8(ascii: ":")) {
        guard let part = number() else { return nil }
        seconds += part * unit
      }
      return isNegative ? -seconds : seconds
    }

    /// `,M3.2.0[/2]`, `,J60[/2]` or `,59[/2]`.
    mutating func change() -> Change? {
      guard take(UInt8(ascii: ",")) else { return nil }
      var change = Change()
      if take(UInt8(ascii: "M")) {
        guard let month = number(), take(UInt8(ascii: ".")), let week = number(),
          take(UInt8(ascii: ".")),
          let weekday = number(), (1...12).contains(month), (1...5).contains(week), weekday < 7
        else { return nil }
        change.day = .weekday(month: month, week: week, weekday: weekday)
      } else {
        let isJulian = take(UInt8(ascii: "J"))
        guard let day = number(), day < 366 else { return nil }
        change.day = isJulian ? .julian(day) : .ordinal(day)
      }
      if take(UInt8(ascii: "/")) {
        guard let seconds = time() else { return nil }
        change.seconds = seconds
      }
      return change
    }
  }
}
