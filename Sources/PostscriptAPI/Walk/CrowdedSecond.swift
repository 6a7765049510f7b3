/// Reads one second that holds more subscribers than fit on a page, as after an import or a bulk
/// edit: a pure value that says which pages to ask for and takes them in.
///
/// Time bounds can't cut a second, so its pages must be read as pages, though rows move between
/// them. What can happen in a second that is over: rows leave (an edit gives them a later time), so
/// that rows behind them move towards the first page; none comes in. Therefore pages are read from
/// the last to the first: a row that moves is then met twice, or again, never missed. Several pages
/// are read at once (a block), which is as good if nothing left in the meantime; the number of rows,
/// taken from the last page before and after, tells. If something did leave, the block is read
/// again with half as many pages at once; one page at a time needs no such proof.
struct CrowdedSecond: Sendable {
  private enum Phase: Sendable, Equatable {
    /// Find out how many pages there are.
    case measure
    /// Read the last page alone, which also tells the number of rows.
    case lastPage
    /// Read the last page for the number of rows before a block.
    case count
    /// Read a block: pages still to be asked for, and pages awaited.
    case block(toAsk: [Int], awaited: Set<Int>)
    /// Read the last page to see whether something left during the block.
    case verify
    /// Read the last page to see whether more rows are there than were seen.
    case audit
    case done
  }

  private static let widest = 16
  private static let attemptLimit = 50

  private var phase = Phase.measure
  private var isAwaited = false
  private var pageSize = 0
  private var pages = 1
  private var rowCount = 0
  /// The lowest page that has been read for good: all rows that are unread lie below it.
  private var readFrom = 1
  private var width = CrowdedSecond.widest
  /// How often the last page was not where it was expected, or a count was too large, since
  /// something was last read for good.
  private var attempts = 0
  private var seen = IDSet()

  /// Whether the second has been read whole.
  var isDone: Bool { phase == .done }

  /// A page to ask for now, or nil where answers must come first.
  mutating func nextPage() -> Int? {
    if case .block(var toAsk, var awaited) = phase {
      guard let page = toAsk.popLast() else { return nil }
      awaited.insert(page)
      phase = .block(toAsk: toAsk, awaited: awaited)
      return page
    }
    guard !isAwaited, phase != .done else { return nil }
    isAwaited = true
    return phase == .measure ? 1 : pages
  }

  /// Takes in a page that was asked for, and gives the rows on it that were not seen before.
  mutating func take(
    _ page: SubscriberPage,
    asked: Int,
    _ rows: [WalkRow]
  ) throws(WalkFault) -> [WalkRow] {
    switch phase {
    case .block(let toAsk, var awaited):
      awaited.remove(asked)
      phase = .block(toAsk: toAsk, awaited: awaited)
      if toAsk.isEmpty && awaited.isEmpty { endBlock() }
    case .measure:
      isAwaited = false
      pageSize = page.count
      pages = max(page.total, 1)
      phase = pages == 1 ? .done : .lastPage
      // Of several pages the first is to be read last.
      if pages > 1 { return [] }
    default:
      isAwaited = false
      if max(page.total, 1) == asked {
        try takeCount((asked - 1) * pageSize + page.count)
      } else {
        // The last page has moved: it must be found before rows can be counted.
        pages = max(page.total, 1)
        try countAttempt()
      }
    }
    // Objects without an id count too, since the number of rows includes them.
    for bad in page.objects.bad { _ = seen.insert(hash: bad.text.hashValue) }
    return rows.filter { seen.insert($0.record.id) }
  }

  private mutating func takeCount(_ count: Int) throws(WalkFault) {
    let before = rowCount
    rowCount = count
    // Pages that are no more need not be asked for.
    readFrom = min(readFrom, pages + 1)
    switch phase {
    case .lastPage:
      readFrom = pages
      beginBlock()
    case .verify where count == before:
      readFrom -= width
      width *= 2
      attempts = 0
      beginBlock()
      // Nothing has changed since the first page was read, so that this count is the last.
      if phase == .audit, seen.count >= count { phase = .done }
    case .verify where count < before:
      width = max(width / 2, 1)
      beginBlock()
    case .audit where seen.count >= count: phase = .done
    case .count: beginBlock()
    default:
      // More rows than there were: something came in whose place is unknown.
      try countAttempt()
      phase = .measure
      width = CrowdedSecond.widest
    }
  }

  /// Plans the pages below those that have been read.
  private mutating func beginBlock() {
    guard readFrom > 1 else {
      phase = .audit
      return
    }
    width = min(width, readFrom - 1, CrowdedSecond.widest)
    // The last of the list is asked for first: the highest page.
    phase = .block(toAsk: Array(readFrom - width..<readFrom), awaited: [])
  }

  private mutating func endBlock() {
    guard width == 1 else {
      phase = .verify
      return
    }
    readFrom -= 1
    width = 2
    attempts = 0
    phase = readFrom > 1 ? .count : .audit
  }

  private mutating func countAttempt() throws(WalkFault) {
    attempts += 1
    guard attempts <= CrowdedSecond.attemptLimit else {
      throw .unstable("one second holds many subscribers, and they keep changing")
    }
  }
}
