import Wire

/// A date and a time of day as a file tells them, with or without an offset from UTC.
struct CivilTime {
  /// Days since 1970-01-01.
  var days: Int
  /// The second of the day; nil where only a day is given.
  var second: Int?
  /// The digits of the fraction of a second, at most six and without zeros at the end.
  var fraction: [UInt8] = []
  /// The offset east of UTC in seconds; nil where none is given.
  var offset: Int?
}

/// Reads dates and times in the formats of exports and spreadsheets.
///
/// Days: `2025-04-06`, `2025/4/6`, `04/06/2025` (also with `-` or `.`; in the order that was
/// declared), `Apr 6, 2025`, `6 April 2025`, `6-Apr-2025`. Times: `9:50`, `09:50:26.125`,
/// `9:50 AM`, behind a space, a `T`, a comma or `at`. Offsets: `Z`, `UTC`, `GMT`, `+0200`,
/// `+02:00`, `+02`.
struct CivilTimeParser {
  /// The order of day and month that was declared.
  let declared: DateOrder
  /// The order that dates of this file have shown so far.
  private(set) var seen: DateOrder = .auto

  init(_ declared: DateOrder) { self.declared = declared }

  /// Reads a whole text.
  mutating func parse(_ text: [UInt8]) throws(ValueProblem) -> CivilTime {
    var reader = TextReader(text)
    var time = CivilTime(days: try readDay(&reader))
    reader.skip(" ,T\t")
    if reader.take(word: "at") { reader.skip(" ") }
    guard !reader.isAtEnd else { return time }
    try readTime(&reader, &time)
    reader.skip(" ")
    time.offset = try readOffset(&reader)
    guard reader.isAtEnd else { throw .notATime }
    return time
  }

  // MARK: - The day

  private mutating func readDay(_ reader: inout TextReader) throws(ValueProblem) -> Int {
    if let month = reader.month() {
      reader.skip(" .-")
      guard let day = reader.number(1...2) else { throw .notADay }
      reader.skip(" ,-")
      return try days(year: reader.year(), month: month, day: day)
    }
    let start = reader.rest.count
    guard let first = reader.number(1...4) else { throw .notADay }
    let length = start - reader.rest.count
    reader.takeDayMonthSeparator()
    if let month = reader.month() {
      reader.skip(" .,-")
      return try days(year: reader.year(), month: month, day: first)
    }
    guard let separator = reader.lastTaken, "-/.".utf8.contains(separator),
      let second = reader.number(1...2), reader.take(separator)
    else { throw .notADay }
    if length == 4 {
      guard let day = reader.number(1...2) else { throw .notADay }
      return try days(year: first, month: second, day: day)
    }
    return try orderedDays(first, second, year: reader.year())
  }

  private mutating func orderedDays(
    _ first: Int,
    _ second: Int,
    year: Int
  ) throws(ValueProblem) -> Int {
    switch declared {
    case .monthFirst:
      if first > 12, isDay(year: year, month: second, day: first) { throw .otherDayOrder }
      return try days(year: year, month: first, day: second)
    case .dayFirst:
      if second > 12, isDay(year: year, month: first, day: second) { throw .otherDayOrder }
      return try days(year: year, month: second, day: first)
    case .auto:
      if first == second { return try days(year: year, month: first, day: second) }
      guard first > 12 || second > 12 else { throw .ambiguousDay }
      let order: DateOrder = first > 12 ? .dayFirst : .monthFirst
      guard seen == .auto || seen == order else { throw .mixedDayOrder }
      let found =
        order == .dayFirst
        ? try days(year: year, month: second, day: first)
        : try days(year: year, month: first, day: second)
      seen = order
      return found
    }
  }

  private func days(year: Int, month: Int, day: Int) throws(ValueProblem) -> Int {
    guard let date = CivilDate(year: year, month: month, day: day) else { throw .noSuchDay }
    return date.daysSinceEpoch
  }

  private func isDay(year: Int, month: Int, day: Int) -> Bool {
    CivilDate(year: year, month: month, day: day) != nil
  }

  // MARK: - The time of day

  private func readTime(
    _ reader: inout TextReader,
    _ time: inout CivilTime
  ) throws(ValueProblem) {
    guard var hour = reader.number(1...2), reader.take(UInt8(ascii: ":")),
      let minute = reader.number(2...2)
    else { throw .notATime }
    var second = 0
    if reader.take(UInt8(ascii: ":")) {
      guard let number = reader.number(2...2) else { throw .notATime }
      second = number
      if reader.take(UInt8(ascii: ".")) {
        let digits = reader.digits()
        guard (1...12).contains(digits.count) else { throw .notATime }
        time.fraction = CivilTime.fraction(digits)
      }
    }
    reader.skip(" ")
    let isMorning = reader.take(word: "am") || reader.take(word: "a.m.")
    if isMorning || reader.take(word: "pm") || reader.take(word: "p.m.") {
      guard (1...12).contains(hour) else { throw .noSuchDay }
      hour = hour % 12 + (isMorning ? 0 : 12)
    }
    guard hour < 24, minute < 60, second < 60 else { throw .noSuchDay }
    time.second = hour * 3600 + minute * 60 + second
  }

  private func readOffset(_ reader: inout TextReader) throws(ValueProblem) -> Int? {
    if reader.isAtEnd { return nil }
    if reader.take(word: "utc") || reader.take(word: "gmt") || reader.take(word: "z"),
      reader.isAtEnd
    {
      return 0
    }
    let isWest = reader.take(UInt8(ascii: "-"))
    guard isWest || reader.take(UInt8(ascii: "+")) else {
      throw reader.isLetters ? .zoneAbbreviation : .notATime
    }
    let digits = reader.digits()
    var minutes: ArraySlice<UInt8> = digits.count == 4 ? digits.suffix(2)[...] : []
    if digits.count == 2, reader.take(UInt8(ascii: ":")) { minutes = reader.digits()[...] }
    guard digits.count == 2 || digits.count == 4, minutes.isEmpty || minutes.count == 2 else {
      throw .notATime
    }
    let hour = TextReader.value(digits.prefix(2))
    let minute = TextReader.value(minutes)
    guard hour <= 15, minute < 60 else { throw .noSuchDay }
    return (hour * 3600 + minute * 60) * (isWest ? -1 : 1)
  }
}

extension CivilTime {
  /// The digits of a fraction to the microsecond, without zeros at the end.
  static func fraction(_ digits: some Sequence<UInt8>) -> [UInt8] {
    var digits = Array(digits.prefix(6))
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return digits
  }
}
