/// A stretch of time whose subscribers are read page by page.
///
/// Only the first page of a list is ever trusted to be followed by what comes next: after each
/// page the lower bound moves up to the second of the page's last row, and the first page from
/// there is asked for. So nothing depends on a row's place in a list that shifts.
struct WalkWindow: Sendable {
  /// Its identity while the walk lasts.
  let number: Int
  /// The next second to read, everything before it having been read; nil for no bound yet.
  var from: Int64?
  /// The second after the last.
  var end: Int64
  /// About how many pages are still to be read, where that is known.
  var estimate: Double
  /// Whether an answer is awaited.
  var isAwaited = false
  /// Whether all of it has been read.
  var isDone = false
  /// What was read and not handed out yet.
  var rows: [WalkRow] = []
  /// How many bytes those are.
  var bytes = 0
  /// How many answers in a row brought nothing that belongs here.
  var blanks = 0
  /// The reading of a single second that fills more than a page.
  var crowd: CrowdedSecond?

  init(_ number: Int, from: Int64?, end: Int64, estimate: Double = 1) {
    self.number = number
    self.from = from
    self.end = end
    self.estimate = estimate
  }

  /// Whether the unread rest is long enough to be split: below that many pages a split costs more, in
  /// pages that are not full, than it gains.
  func isSplittable(isIdle: Bool) -> Bool {
    guard let from, !isDone, crowd == nil else { return false }
    return estimate >= (isIdle ? 3 : 8) && end - from >= 2
  }

  /// Forgets the rows that were handed out.
  mutating func takeRows() {
    rows = []
    bytes = 0
  }

  mutating func keep(_ more: some Sequence<WalkRow>) {
    for row in more {
      rows.append(row)
      bytes += row.record.text.count
    }
  }

  /// Takes in the first page of the list from ``from`` on.
  ///
  /// Given is the second after the last that was asked for, since a split may have moved ``end``.
  ///
  /// The answer is whether a single second fills the page, which must be read in another way.
  /// - Throws: ``WalkFault`` where answers keep making no sense.
  mutating func take(
    _ page: SubscriberPage,
    _ rows: [WalkRow],
    asked: Int64
  ) throws(WalkFault)
    -> Bool
  {
    let seconds = rows.compactMap(\.second).filter { $0 <= asked }
    guard WalkWindow.areInOrder(seconds, from: from) else { return try blank() }
    let isWhole = page.total <= 1
    guard let last = seconds.last, !isWhole, last < end else {
      // Either this page holds all there is, or it reaches beyond the window's end.
      guard isWhole || !seconds.isEmpty else { return try blank() }
      keep(rows.filter { WalkWindow.isIn($0, from, end) })
      isDone = true
      return false
    }
    blanks = 0
    estimate = Double(page.total - 1)
    if asked != .max, asked > end, asked > last {
      estimate *= Double(end - last) / Double(asked - last)
    }
    guard let from, last <= from else {
      keep(rows.filter { WalkWindow.isIn($0, from, last) })
      self.from = last
      return false
    }
    return true
  }

  /// An answer that isn't what was asked for, as when rows change between being found and being
  /// shown: ask again.
  private mutating func blank() throws(WalkFault) -> Bool {
    blanks += 1
    guard blanks < WalkWindow.blankLimit else {
      throw .wrongList(
        "\(blanks) answers in a row didn't hold the rows asked for in the order asked for"
      )
    }
    return false
  }

  private static let blankLimit = 10

  /// Whether a row belongs to a stretch; one without a time belongs to whichever shows it.
  static func isIn(_ row: WalkRow, _ from: Int64?, _ end: Int64) -> Bool {
    guard let second = row.second else { return true }
    return second >= from ?? second && second < end
  }

  /// Everything rests on the list's order and lower bound, so they are verified.
  private static func areInOrder(_ seconds: [Int64], from: Int64?) -> Bool {
    guard let first = seconds.first else { return true }
    return first >= from ?? first && zip(seconds, seconds.dropFirst()).allSatisfy { $0 <= $1 }
  }
}
