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
/// When the end is reached, the walk goes on to the present, since rows that moved meanwhile lie
/// there. It then begins a minute before that end: a change is dated before it is committed, so that
/// rows may still have come in after a second was read (see ``settling``). At last the rows that the
/// list has in the stretch are counted: more than were handed out means that rows came in behind the
/// walk, which then is made once more.
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
    let kind: Kind
    enum Kind: Hashable {
      case window(Int)
      case crowd(Int)
      case timeless
      case audit
    }
  }

  /// How long before the moment of reading the past counts as settled by default, in seconds.
  public static let usualSettling: Int64 = 60
  /// How far the present may run ahead of the walk before it goes on, in seconds.
  static let catchUp: Int64 = 5
  /// How often the walk goes on to the present, so that it ends however fast the list changes.
  static let catchUpLimit = 5
  /// How many bytes of rows a window may hold that is not the first, and all of them together.
  static let windowBytes = 384 << 10
  static let totalBytes = 8 << 20

  /// What is read.
  public let range: Range
  /// How long before the moment of reading the past counts as settled, in seconds: later seconds may
  /// still get rows from transactions that commit late, so they are read again.
  ///
  /// How late that can be isn't published.
  public let settling: Int64
  var windows: [WalkWindow] = []
  var nextNumber = 1
  var end: Int64?
  var clock: WalkClock
  var audit = WalkAudit()
  var catchUps = 0
  /// A time that the server had reached before any of the present windows was read.
  var readSince: Int64
  var repeats = RepeatedRows()
  /// The look for rows without a time, where there may be some.
  var timeless: TimelessProbe?
  var isProbed = false
  /// About how many rows the range had at the start; nil before the first answer.
  public private(set) var expectedRows: Int?
  /// The instant before which everything has been handed out; nil while nothing is known.
  public internal(set) var frontier: Timestamp?
  /// Whether all has been read and handed out.
  public private(set) var isFinished = false
  /// How often the whole walk had to be made again.
  public var repetitions: Int { audit.repetitions }

  /// Whether the list holds rows without a time in the walk's field, which this walk can't find.
  ///
  /// A walk by the other field finds them. Until then there is no ``frontier``, since the run after
  /// a bookmark asks for later rows only.
  public var hasTimelessRows: Bool { timeless?.found ?? false }

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
    windows = [WalkWindow(0, from: startSecond, end: untilSecond ?? .max)]
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
  var settledSecond: Int64? {
    end.flatMap { clock.safe(min($0, readSince - settling), settling: settling) }
  }

  var startSecond: Int64? { range.since.map { WalkRow.second(of: $0) } }

  /// The second after the last one asked for by the user, or nil.
  var untilSecond: Int64? {
    range.until.map { until in
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
    if let ticket = timelessTicket() { return ticket }
    if windows.isEmpty { return auditTicket() }
    let hasRoom = windows.dropFirst().reduce(0) { $0 + $1.bytes } < SubscriberWalk.totalBytes
    for place in windows.indices {
      if let ticket = ticket(at: place, hasRoom: hasRoom) { return ticket }
    }
    // Near its end the walk runs out of work: then smaller windows are better than idleness.
    let isIdle = windows.count(where: \.isAwaited) < 4
    guard hasRoom, let place = windows.firstIndex(where: { $0.isSplittable(isIdle: isIdle) })
    else { return nil }
    split(at: place)
    return ticket(at: place + 1, hasRoom: hasRoom)
  }

  private mutating func ticket(at place: Int, hasRoom: Bool) -> Ticket? {
    let window = windows[place]
    guard !window.isDone else { return nil }
    // What can't be handed out yet is held in memory.
    guard place == 0 || (hasRoom && window.bytes < SubscriberWalk.windowBytes) else { return nil }
    if window.crowd != nil {
      guard let page = windows[place].crowd?.nextPage() else { return nil }
      return Ticket(
        query: ListQuery(
          field: range.field,
          from: window.from,
          through: window.end,
          order: .phone,
          page: page
        ),
        kind: .crowd(window.number)
      )
    }
    guard !window.isAwaited else { return nil }
    windows[place].isAwaited = true
    let through = window.end == .max ? nil : window.end
    return Ticket(
      query: ListQuery(field: range.field, from: window.from, through: through),
      kind: .window(window.number)
    )
  }

  /// Cuts the unread rest of a window in two.
  private mutating func split(at place: Int) {
    guard let from = windows[place].from else { return }
    let end = windows[place].end
    let middle = from + (end - from) / 2
    let half = windows[place].estimate / 2
    windows[place].end = middle
    windows[place].estimate = half
    windows.insert(WalkWindow(nextNumber, from: middle, end: end, estimate: half), at: place + 1)
    nextNumber += 1
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
    if page.number < page.total { audit.pageSize = max(audit.pageSize, page.count) }
    audit.note(page.objects.bad)
    let rows = page.objects.records.map { WalkRow($0, field: range.field, observed: observed) }
    clock.see(rows)
    switch ticket.kind {
    case .timeless: try takeTimeless(page, ticket.query.page, rows)
    case .audit: try takeAudit(page, ticket.query.page)
    case .window(let number):
      guard let place = windows.firstIndex(where: { $0.number == number }) else { return }
      windows[place].isAwaited = false
      let asked = ticket.query.through ?? .max
      if try windows[place].take(page, rows, asked: asked) { isolateCrowd(at: place) }
    case .crowd(let number):
      guard let place = windows.firstIndex(where: { $0.number == number }) else { return }
      let fresh = try windows[place].crowd?.take(page, asked: ticket.query.page, rows) ?? []
      let window = windows[place]
      windows[place].keep(fresh.filter { WalkWindow.isIn($0, window.from, window.end) })
      windows[place].isDone = window.crowd?.isDone ?? true
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
    if let end { windows[0].end = end }
    if range.since == nil, range.until == nil, page.total > 1 {
      timeless = TimelessProbe(lastPage: page.total)
    }
  }

  /// Parts a second that fills more than a page from what follows it.
  private mutating func isolateCrowd(at place: Int) {
    guard let from = windows[place].from else { return }
    let rest = windows[place].end
    if rest > from + 1 {
      windows.insert(
        WalkWindow(nextNumber, from: from + 1, end: rest, estimate: windows[place].estimate),
        at: place + 1
      )
      nextNumber += 1
    }
    windows[place].end = from + 1
    windows[place].estimate = 0
    windows[place].crowd = CrowdedSecond()
  }

  // MARK: Handing out

  /// The rows that come next in the order of time, as many as are there.
  public mutating func takeRows() -> [WalkRow] {
    var rows: [WalkRow] = []
    while let first = windows.first, isProbed {
      // Now, since going on begins a new round of repeats.
      let settled = settledSecond ?? .min
      for row in first.rows where isFresh(row, settled) && isWanted(row) { rows.append(row) }
      windows[0].rows = []
      windows[0].bytes = 0
      guard first.isDone else {
        advanceFrontier(to: first.from)
        break
      }
      advanceFrontier(to: first.end)
      windows.removeFirst()
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

  mutating func finish() { isFinished = true }
}
