import Wire

/// The days that a figure is of: one day, a range such as `Apr 16 2025 - Oct 16 2025`, or a month
/// such as `08/2025`.
struct CivilPeriod: Equatable {
  /// The first day, since 1970-01-01.
  let first: Int
  /// The last day, which is part of it.
  let last: Int

  /// True for more than one day: figures are then a total.
  var isLong: Bool { last > first }

  /// Reads a text, whose days the parser reads.
  init(_ text: [UInt8], _ parser: inout CivilTimeParser) throws(ValueProblem) {
    if let month = Self.month(text) {
      self = month
      return
    }
    guard let (from, until) = Self.ends(text) else {
      first = try parser.parse(text).days
      last = first
      return
    }
    first = try parser.parse(from).days
    last = try parser.parse(until).days
    guard first <= last else { throw .noSuchDay }
  }

  /// The two ends of a range, with a hyphen or a dash in spaces between them, or `to`.
  private static func ends(_ text: [UInt8]) -> (from: [UInt8], until: [UInt8])? {
    for separator in [" - ", " \u{2013} ", " \u{2014} ", " to "] {
      let between = Array(separator.utf8)
      guard text.count > between.count else { continue }
      for start in 0..<(text.count - between.count)
      where text[start..<(start + between.count)].elementsEqual(between) {
        return (Array(text[..<start]), Array(text[(start + between.count)...]))
      }
    }
    return nil
  }

  /// Reads `08/2025`, `2025-08` or `August 2025`; nil for any other text.
  private static func month(_ text: [UInt8]) -> CivilPeriod? {
    var reader = TextReader(text)
    var month = reader.month()
    let isNamed = month != nil
    if isNamed { reader.skip(" ,-") }
    guard let first = reader.number(1...4) else { return nil }
    var year = first
    if !isNamed {
      guard reader.take(UInt8(ascii: "/")) || reader.take(UInt8(ascii: "-")),
        let second = reader.number(1...4)
      else { return nil }
      (month, year) = first > 12 ? (second, first) : (first, second)
    }
    guard reader.isAtEnd, year >= 1000, let month else { return nil }
    return Self.month(year, month)
  }

  /// The month that begins with the first day.
  ///
  /// - Throws: ``ValueProblem/notAMonth`` where that is no first of a month.
  var month: CivilPeriod {
    get throws(ValueProblem) {
      let date = CivilDate(daysSinceEpoch: first)
      guard date.day == 1, let month = Self.month(date.year, date.month) else { throw .notAMonth }
      return month
    }
  }

  private static func month(_ year: Int, _ month: Int) -> CivilPeriod? {
    guard let begin = CivilDate(year: year, month: month, day: 1),
      let next = CivilDate(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
    else { return nil }
    return CivilPeriod(first: begin.daysSinceEpoch, last: next.daysSinceEpoch - 1)
  }

  private init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }
}
