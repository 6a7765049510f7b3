import StageKit
import Wire

/// A range of time that one file covers, and whether its first and last day may be cut.
struct CoveredRange {
  var from: CoverageBound
  var until: CoverageBound
  /// True where the first day's other records may lie outside the export.
  var isCutAtStart = false
  /// The same of the last day.
  var isCutAtEnd = false
  /// True where the records have days and no times.
  var isByDay = false

  /// A piece of a range of which all days are complete, or none is.
  struct Piece: Equatable {
    let from: CoverageBound
    let until: CoverageBound
    let isComplete: Bool
  }

  private static let secondsOfDay = 86_400

  /// Bounds that somebody gave, so that nothing is cut.
  init(from: CoverageBound, until: CoverageBound, isByDay: Bool) {
    self.from = from
    self.until = until
    self.isByDay = isByDay
  }

  /// From the first to the last day of records that have days.
  init?(days: ClosedRange<Int>?) {
    guard let days else { return nil }
    from = .day(CivilDate(daysSinceEpoch: days.lowerBound))
    until = .day(CivilDate(daysSinceEpoch: days.upperBound + 1))
    isCutAtStart = true
    isCutAtEnd = true
    isByDay = true
  }

  /// From the first to the last second of records, of which some may have a day only.
  ///
  /// The bounds are instants, so that what they cut is a part of a day without more words.
  init?(seconds: ClosedRange<Int>?, days: ClosedRange<Int>?) {
    guard let seconds else { return nil }
    var first = seconds.lowerBound
    var last = seconds.upperBound
    if let days {
      first = min(first, days.lowerBound * Self.secondsOfDay)
      last = max(last, days.upperBound * Self.secondsOfDay)
    }
    from = Self.instant(first)
    until = Self.instant(last + 1)
  }

  private static func instant(_ seconds: Int) -> CoverageBound {
    .instant(Timestamp(microseconds: Int64(seconds) * 1_000_000))
  }

  /// The part of the range inside a window; nil where nothing is.
  func within(_ since: CoverageBound?, _ until: CoverageBound?) -> CoveredRange? {
    var range = self
    if let since, Self.seconds(since) > Self.seconds(from) {
      range.from = since
      range.isCutAtStart = false
    }
    if let until, Self.seconds(until) < Self.seconds(self.until) {
      range.until = until
      range.isCutAtEnd = false
    }
    return Self.seconds(range.from) < Self.seconds(range.until) ? range : nil
  }

  /// A bound as seconds since 1970, as if days were UTC's: for comparisons only.
  static func seconds(_ bound: CoverageBound) -> Int {
    switch bound {
    case .day(let day): day.daysSinceEpoch * secondsOfDay
    case .instant(let time): Int(time.microseconds / 1_000_000)
    }
  }

  /// The range in pieces: days of which a record was lost, and days that may be cut, are apart from
  /// those that are complete.
  func pieces(without lostDays: Set<Int>) -> [Piece] {
    var incomplete = lostDays
    let lower = Self.seconds(from)
    let upper = Self.seconds(until)
    if isCutAtStart { incomplete.insert(CivilDate.day(ofSecond: lower)) }
    if isCutAtEnd { incomplete.insert(CivilDate.day(ofSecond: upper - 1)) }
    var pieces: [Piece] = []
    var start = from
    for day in incomplete.sorted()
    where CivilDate.day(ofSecond: lower) <= day && day <= CivilDate.day(ofSecond: upper - 1) {
      let first = day * Self.secondsOfDay
      let begin = first <= lower ? from : bound(first)
      let end = first + Self.secondsOfDay >= upper ? until : bound(first + Self.secondsOfDay)
      if start != begin { pieces.append(Piece(from: start, until: begin, isComplete: true)) }
      pieces.append(Piece(from: begin, until: end, isComplete: false))
      start = end
    }
    if start != until { pieces.append(Piece(from: start, until: until, isComplete: true)) }
    return pieces
  }

  private func bound(_ seconds: Int) -> CoverageBound {
    isByDay
      ? .day(CivilDate(daysSinceEpoch: CivilDate.day(ofSecond: seconds))) : Self.instant(seconds)
  }
}
