import Wire

/// The day in the name of a file, and the time of day where the name has one, too.
struct NamedTime: Hashable {
  /// Since 1970-01-01.
  let day: Int
  /// The second of the day; nil where the name has a day only.
  private(set) var second: Int?
  /// The offset east of UTC in seconds that the time says; nil where it says none.
  private(set) var offset: Int?

  /// Reads the name of a file: `orders_2025-10-07.csv`, `orders_20251007_080000.csv`,
  /// `orders 2025-10-07 08.00.00.csv`, `orders Oct 7, 2025 at 8.00 PM.csv`; nil where it has no day.
  ///
  /// Several days are those of the records, from one to the other, and not that of the export; so are two
  /// of which one alone has the year: `Oct 1 - Oct 31, 2025`, `1-31 October 2025`.
  init?(inNameOf path: String) {
    let all = Array(path.utf8)
    let start = all.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let name = Array(all[start...])
    var found: Set<NamedTime> = []
    for index in name.indices {
      if Self.rangeBegins(name, index) { return nil }
      guard let (day, end) = Self.numericDay(name, index) ?? Self.writtenDay(name, index) else {
        continue
      }
      if Self.rangeGoesOn(name, end) { return nil }
      found.insert(NamedTime(day: day, behind: Array(name[end...])))
    }
    let days = Set(found.map(\.day))
    guard days.count == 1, let day = days.first else { return nil }
    let timed = found.filter { $0.second != nil }
    self = timed.count == 1 ? timed.first ?? NamedTime(day: day) : NamedTime(day: day)
  }

  private init(day: Int) { self.day = day }

  /// A day, and the time that follows it, if any.
  private init(day: Int, behind rest: [UInt8]) {
    self.day = day
    var reader = TextReader(rest)
    let hasHyphen = rest.first == UInt8(ascii: "-")
    reader.skip(" _,-")
    if reader.take(word: "at") { reader.skip(" _") }
    let hasLetter = reader.take(UInt8(ascii: "T")) || reader.take(UInt8(ascii: "t"))
    guard let (second, parts) = Self.time(&reader, isMarked: hasLetter) else { return }
    // Two numbers behind a hyphen are rather another day.
    if parts < 3, hasHyphen { return }
    switch NamedOffset(&reader, isMarked: hasLetter) {
    case .unsaid: break
    case .known(let seconds): offset = seconds
    case .unknown: return
    }
    self.second = second
  }

  // MARK: - The day

  /// A day as `2025-10-07`, `2025_10_07`, `2025.10.07` or `20251007`, and where it ends.
  private static func numericDay(_ name: [UInt8], _ start: Int) -> (day: Int, end: Int)? {
    guard start == 0 || !name[start - 1].isDigit else { return nil }
    return name.withView { name in
      guard let year = name.number(start, 4), (2000...2099).contains(year) else { return nil }
      var next = start + 4
      let separator = next < name.count && !name[next].isDigit ? name[next] : 0
      guard [0, 0x2D, 0x5F, 0x2E].contains(separator) else { return nil }
      next += separator == 0 ? 0 : 1
      guard let month = name.number(next, 2) else { return nil }
      next += 2
      if separator != 0 {
        guard next < name.count, name[next] == separator else { return nil }
        next += 1
      }
      guard let day = name.number(next, 2) else { return nil }
      let end = next + 2
      var digits = 0
      while end + digits < name.count, name[end + digits].isDigit { digits += 1 }
      // Six more digits are the time of day.
      guard digits == 0 || separator == 0 && digits == 6 else { return nil }
      return CivilDate(year: year, month: month, day: day).map { ($0.daysSinceEpoch, end) }
    }
  }

  /// A day as `Oct 7, 2025` or `7 October 2025`, and where it ends.
  private static func writtenDay(_ name: [UInt8], _ start: Int) -> (day: Int, end: Int)? {
    let isDay = name[start].isDigit
    guard isDay || isLetter(name[start]) else { return nil }
    if start > 0, isLetter(name[start - 1]) || isDay && name[start - 1].isDigit { return nil }
    var reader = TextReader(Array(name[start...]))
    let length = reader.rest.count
    var day = isDay ? reader.number(1...2) : nil
    if isDay {
      guard day != nil else { return nil }
      reader.skip(" _-.")
    }
    guard let month = reader.month() else { return nil }
    reader.skip(" _-.")
    if !isDay {
      day = reader.number(1...2)
      reader.skip(" _-.,")
    } else {
      reader.skip(",")
      reader.skip(" ")
    }
    guard let day, let year = reader.number(4...4), (2000...2099).contains(year),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    return (date.daysSinceEpoch, start + length - reader.rest.count)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  // MARK: - Ranges

  /// True where the first day of a range begins whose last day has the year.
  private static func rangeBegins(_ name: [UInt8], _ start: Int) -> Bool {
    if start > 0, isLetter(name[start - 1]) || name[start - 1].isDigit { return false }
    var reader = TextReader(Array(name[start...]))
    let length = reader.rest.count
    let first = reader
    let hasMonth = takeDayOfMonth(&reader)
    if !hasMonth {
      reader = first
      guard reader.number(1...2) != nil else { return false }
    }
    let isJoined = takeConnector(&reader) != nil
    reader.skip(" _")
    // A number alone is a day only beside one that is joined to it.
    guard let next = reader.rest.first, hasMonth || isJoined && next.isDigit else { return false }
    return writtenDay(name, start + length - reader.rest.count) != nil
  }

  /// True where a day with a year ends, and behind it is the last day of a range, which has none.
  private static func rangeGoesOn(_ name: [UInt8], _ end: Int) -> Bool {
    var reader = TextReader(Array(name[end...]))
    guard let connector = takeConnector(&reader) else { return false }
    let last = reader
    if takeDayOfMonth(&reader) { return true }
    reader = last
    // What follows a hyphen may be a time.
    guard connector == .word, reader.number(1...2) != nil, let between = reader.rest.first,
      "-_.".utf8.contains(between), reader.take(between)
    else { return false }
    return reader.number(1...2) != nil
  }

  /// Takes a day such as `Oct 7` or `7 October`; false where there is none.
  private static func takeDayOfMonth(_ reader: inout TextReader) -> Bool {
    if reader.rest.first?.isDigit == true {
      guard reader.number(1...2) != nil else { return false }
      reader.skip(" _-.")
      return reader.month() != nil
    }
    guard reader.month() != nil else { return false }
    reader.skip(" _-.")
    return reader.number(1...2) != nil
  }

  private enum RangeConnector {
    case dash, word
  }

  /// Takes what is between the days of a range, with the spaces around it; nil for none.
  private static func takeConnector(_ reader: inout TextReader) -> RangeConnector? {
    reader.skip(" _")
    defer { reader.skip(" _") }
    let length = reader.rest.count
    // The bytes of dashes are in no other sign of a file's name that matters.
    reader.skip("-\u{2013}\u{2014}")
    if reader.rest.count < length { return .dash }
    let isWord =
      reader.take(word: "to") || reader.take(word: "through") || reader.take(word: "thru")
    return isWord ? .word : nil
  }

  // MARK: - The time of day

  /// A time such as `080000` in seconds, and how many numbers it has.
  ///
  /// It may be `08-00-00`, `08.00` or `8.00 PM`, too; four digits are a time only where a letter says so,
  /// and else any number.
  private static func time(
    _ reader: inout TextReader,
    isMarked: Bool
  ) -> (second: Int, parts: Int)? {
    let digits = reader.digits()
    var numbers: [Int] = []
    if digits.count == 6 || digits.count == 4 && isMarked {
      numbers = stride(from: 0, to: digits.count, by: 2).map {
        TextReader.value(digits[$0..<($0 + 2)])
      }
    } else if (1...2).contains(digits.count) {
      numbers = [TextReader.value(digits)]
      guard let separator = reader.rest.first, ":.-_h".utf8.contains(separator) else { return nil }
      while numbers.count < 3, reader.take(separator) {
        guard let number = reader.number(2...2) else { break }
        numbers.append(number)
      }
    }
    guard numbers.count >= 2, !(reader.rest.first?.isDigit ?? false) else { return nil }
    reader.skip(" ")
    let isMorning = reader.take(word: "am")
    if isMorning || reader.take(word: "pm") {
      guard (1...12).contains(numbers[0]) else { return nil }
      numbers[0] = numbers[0] % 12 + (isMorning ? 0 : 12)
    }
    guard numbers[0] < 24, numbers[1] < 60, numbers.count < 3 || numbers[2] < 60 else { return nil }
    let seconds = numbers.count > 2 ? numbers[2] : 0
    return (numbers[0] * 3600 + numbers[1] * 60 + seconds, numbers.count)
  }
}
