public import Wire

/// Reads the subscribers of a stretch of time whole while they change: a pure value that says what
/// to ask for next and takes in what was answered.
///
/// The stretch is cut into windows that tile it. Each window is read from its lower bound upwards by
/// time, never by position (see ``WalkWindow``), so a row that moves while it is read can only have
/// got a later time: it is met again further on, in this run or the next. Windows are split at
/// their middle as long as there is room for more requests under way, and their rows are handed
/// out in the order of time: everything before ``frontier`` is complete.
///
/// When the end is reached, the walk goes on to the present, since rows that moved during the walk
/// lie there. It then begins a minute before that end: a change is dated before it is committed, so that
/// rows may still have come in after a second was read (see ``settling``). At last the rows that the
/// list has in the stretch are counted: more than were handed out means that rows came in behind the
/// walk, which then is made once more. Rows that bear a time which the API's own clock has yet to
/// reach are counted, too: no bound can include them.
public struct SubscriberWalk: Sendable {
  /// What to read.
  public struct Range: Sendable, Equatable {
    /// The field that bounds and orders.
    public var field: TimeField
    /// The first instant, or nil for the beginning.
    public var since: Timestamp?
    /// The instant after the last, or nil for the present.
    public var until: Timestamp?

    /// Makes a range.
    public init(_ field: TimeField, since: Timestamp? = nil, until: Timestamp? = nil) {
      self.field = field
      self.since = since
      self.until = until
    }
  }

  /// A request of the walk, to be handed back with its answer.
  public struct Ticket: Sendable, Hashable {
    /// The page to ask for.
    public let query: ListQuery
    let purpose: Purpose
    enum Purpose: Hashable {
      case window(Int)
      case crowd(Int)
      case timeless
      case audit
      case future
    }
  }

  /// How long before the moment of reading the past counts as settled by default, in seconds.
  public static let usualSettling: Int64 = 60
  /// How far the present may run ahead of the walk before it goes on, in seconds.
  private static let catchUp: Int64 = 5
  /// How often the walk goes on to the present, so that it ends however fast the list changes.
  private static let catchUpLimit = 5

  /// What is read.
  public let range: Range
  /// How long before the moment of reading the past counts as settled, in seconds: later seconds may
  /// still get rows from transactions that commit late, so they are read again.
  ///
  /// How late that can be isn't published.
  public let settling: Int64
  private var windows: WalkWindows
  private var end: Int64?
  private var clock: WalkClock
  private var audit = WalkAudit()
  private var catchUps = 0
  /// A time that the server had reached before any of the present windows was read.
  private var readSince: Int64
  private var repeats = RepeatedRows()
  /// The look for rows without a time, where there may be some.
  private var timeless: TimelessProbe?
  private var isProbed = false
  /// The look for rows whose time has yet to come, at the end.
  private var future: FutureProbe?
  /// About how many rows the range had at the start; nil before the first answer.
  public private(set) var expectedRows: Int?
  /// The instant before which everything has been handed out; nil while nothing is known.
  public private(set) var frontier: Timestamp?
  /// Whether all has been read and handed out.
  public private(set) var isFinished = false
  /// How often the whole walk had to be made again.
  public var repetitions: Int { audit.repetitions }

  /// Whether the list holds rows without a time in the walk's field, which this walk can't find.
  ///
  /// A walk by the other field finds them. Until then there is no ``frontier``, since the run after
  /// a bookmark asks for later rows only.
  public var hasTimelessRows: Bool { timeless?.found ?? false }

  /// The rows whose time the API's own clock has yet to reach, once the walk is finished: they are
  /// left out until then.
  public var rowsAhead: RowsAhead? { future?.found }

  /// Plans a walk.
  ///
  /// The time of this machine counts until a server says its own.
  public init(
    _ range: Range,
    now: Timestamp,
    settling: Int64 = SubscriberWalk.usualSettling
  ) {
    self.range = range
    self.settling = settling
    clock = WalkClock(WalkRow.second(of: now))
    readSince = clock.present
    windows = WalkWindows(
      from: range.since.map { WalkRow.second(of: $0) },
      end: Self.second(after: range.until) ?? .max
    )
    frontier = range.since
  }

  /// The settled end of what was read: a bookmark that leaves nothing behind.
  ///
  /// Nil while nothing is known, or where no clock tells and no row has come.
  public var settledEnd: Timestamp? {
    guard let second = settledSecond else { return nil }
    let time = Timestamp(microseconds: second * 1_000_000)
    // A bound within a second: the rest of that second was read, but isn't handed out.
    return range.until.map { min($0, time) } ?? time
  }

  /// The second up to which nothing can come in any more, of what the present windows cover.
  private var settledSecond: Int64? {
    end.flatMap { clock.safe(min($0, readSince - settling), settling: settling) }
  }

  private var startSecond: Int64? { range.since.map { WalkRow.second(of: $0) } }
  private var untilSecond: Int64? { Self.second(after: range.until) }

  /// The second after the last that begins before an instant, or nil.
  private static func second(after until: Timestamp?) -> Int64? {
    until.map { until in
      let second = WalkRow.second(of: until)
      return second * 1_000_000 < until.microseconds ? second + 1 : second
    }
  }

  // MARK: Asking

  /// The next request to make, where one can be made now.
  ///
  /// To be called while there is room for a request under way.
  public mutating func nextTicket() -> Ticket? {
    if isFinished { return nil }
    if let page = timeless?.nextPage() {
      return Ticket(query: ListQuery(field: range.field, page: page), purpose: .timeless)
    }
    guard windows.isEmpty else { return windows.nextTicket(by: range.field) }
    if let from = future?.from {
      guard let page = future?.nextPage() else { return nil }
      let through = untilSecond.map { $0 - 1 }
      return Ticket(
        query: ListQuery(field: range.field, from: from, through: through, page: page),
        purpose: .future
      )
    }
    guard let page = audit.nextPage() else { return nil }
    return Ticket(
      query: ListQuery(field: range.field, from: startSecond, through: audit.through, page: page),
      purpose: .audit
    )
  }

  // MARK: Taking in

  /// Takes in the answer to a request.
  ///
  /// Given are the time of the server's clock, where the answer has one, and that of this machine.
  ///
  /// - Throws: ``WalkFault`` where the list can't be relied on.
  public mutating func receive(
    _ ticket: Ticket,
    _ page: SubscriberPage,
    serverTime: Timestamp?,
    observed: Timestamp
  ) throws(WalkFault) {
    clock.take(
      serverTime: serverTime.map { WalkRow.second(of: $0) },
      machine: WalkRow.second(of: observed)
    )
    if !isProbed { setEnd(page) }
    audit.see(page)
    let rows = page.objects.records.map { WalkRow($0, field: range.field, observed: observed) }
    clock.see(rows)
    switch ticket.purpose {
    case .timeless:
      try timeless?.take(page, asked: ticket.query.page, rows)
      if timeless?.isDone == true, windows.isEmpty { goOnOrAudit() }
    case .audit: try takeAudit(page, ticket.query.page)
    case .future:
      future?.take(page, rows, field: range.field, present: clock.present)
      isFinished = future?.isDone ?? true
    case .window(let number):
      try windows.take(page, rows, of: number, asked: ticket.query.through ?? .max)
    case .crowd(let number):
      try windows.takeCrowd(page, rows, of: number, asked: ticket.query.page)
    }
  }

  /// Learns from the first answer where the present is, and about how many rows there are.
  private mutating func setEnd(_ page: SubscriberPage) {
    isProbed = true
    expectedRows = page.total > 1 ? page.total * page.count : page.count
    readSince = clock.reached
    let present = clock.present + 1
    let last = min(untilSecond ?? present, present)
    end = max(last, startSecond ?? last)
    if let end { windows.setEnd(end) }
    if range.since == nil, range.until == nil, page.total > 1 {
      timeless = TimelessProbe(lastPage: page.total)
    }
  }

  // MARK: Handing out

  /// The rows that come next in the order of time, as many as are there.
  public mutating func takeRows() -> [WalkRow] {
    var rows: [WalkRow] = []
    guard isProbed else { return rows }
    while true {
      // Now, since going on begins a new round of repeats.
      let settled = settledSecond ?? .min
      guard let first = windows.takeFirst() else { break }
      for row in first.rows where isFresh(row, settled) && isWanted(row) { rows.append(row) }
      advanceFrontier(to: first.reached)
      guard first.isDone else { break }
      if windows.isEmpty { goOnOrAudit() }
    }
    return rows
  }

  /// Whether a row wasn't handed out yet in this version; counts it, where that is so.
  private mutating func isFresh(_ row: WalkRow, _ settled: Int64) -> Bool {
    let finding = repeats.find(row, settled: settled)
    return finding != .repeated && audit.count(row, finding)
  }

  private mutating func advanceFrontier(to second: Int64?) {
    guard let second, timeless?.isDone ?? true, !hasTimelessRows else { return }
    let time = Timestamp(microseconds: second * 1_000_000)
    frontier = max(frontier ?? time, time)
  }

  /// Whether a row lies within the bounds as the user gave them, to the microsecond.
  private func isWanted(_ row: WalkRow) -> Bool {
    guard let time = row.record.time(range.field) else { return true }
    return time >= range.since ?? time && (range.until.map { time < $0 } ?? true)
  }

  // MARK: At the end

  /// The whole range has been handed out: goes on to the present, or counts.
  private mutating func goOnOrAudit() {
    guard let end else { return }
    let present = min(clock.present + 1, untilSecond ?? .max)
    // Who changed while the list was read lies at its end, however short that was; nobody does where
    // the range ended before.
    let isOpen = end > readSince - settling
    let isBehind = present - end > Self.catchUp
    if isBehind || (isOpen && catchUps == 0), catchUps < Self.catchUpLimit {
      catchUps += 1
      goOn(to: present)
      return
    }
    guard timeless?.isDone ?? true else { return }
    guard let settled = settledSecond, settled - 1 > startSecond ?? .min,
      audit.begin(through: settled - 1, repeats)
    else { return lookAhead() }
  }

  /// Looks for rows whose time has yet to come, where the range has no end before them; then the walk
  /// is finished.
  private mutating func lookAhead() {
    let from = clock.present + 1
    guard from < untilSecond ?? .max else {
      isFinished = true
      return
    }
    future = FutureProbe(from: from)
  }

  /// Reads from the settled end of what was read to the present.
  private mutating func goOn(to present: Int64) {
    var from = settledSecond ?? present
    if let startSecond { from = max(from, startSecond) }
    windows.restart(from: from, end: present)
    repeats.readAgain(from: from)
    // What lies behind is complete only when it has been read again.
    if frontier != nil { frontier = Timestamp(microseconds: from * 1_000_000) }
    readSince = clock.reached
    end = present
  }

  /// Finishes where the list has no more rows than were handed out; else the walk is made again.
  private mutating func takeAudit(_ page: SubscriberPage, _ asked: Int) throws(WalkFault) {
    switch audit.take(page, asked: asked, repeats) {
    case .unknown: break
    case .complete: lookAhead()
    case .missing(let listed, let handedOut):
      guard audit.repetitions == 0, let end else {
        throw .unstable(
          "the list has \(listed) subscribers where \(handedOut) were read, time after time"
        )
      }
      audit.repeatWalk()
      frontier = range.since
      readSince = clock.reached
      repeats = RepeatedRows()
      windows.restart(from: startSecond, end: end)
    }
  }
}
