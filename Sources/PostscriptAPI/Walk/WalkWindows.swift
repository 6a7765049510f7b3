/// The windows that tile what is still to be read of a stretch of time, in the order of time.
///
/// They are read side by side; a window is split at its middle as long as there is room for more
/// requests under way.
struct WalkWindows: Sendable {
  /// How many bytes of rows a window may hold that is not the first, and all of them together.
  private static let windowBytes = 384 << 10
  private static let totalBytes = 8 << 20

  private var windows: [WalkWindow] = []
  private var nextNumber = 0

  /// Begins with one window.
  init(from: Int64?, end: Int64) { restart(from: from, end: end) }

  /// Begins anew with one window; answers to earlier requests are then of no more interest.
  mutating func restart(from: Int64?, end: Int64) {
    windows = [WalkWindow(nextNumber, from: from, end: end)]
    nextNumber += 1
  }

  /// True once all has been read and handed out.
  var isEmpty: Bool { windows.isEmpty }

  /// Moves the end of the only window to where the present turns out to be.
  mutating func setEnd(_ end: Int64) { windows[0].end = end }

  // MARK: Asking

  /// The next request to make, where one can be made now.
  mutating func nextTicket(by field: TimeField) -> SubscriberWalk.Ticket? {
    let hasRoom = windows.dropFirst().reduce(0) { $0 + $1.bytes } < Self.totalBytes
    for place in windows.indices {
      if let ticket = ticket(at: place, hasRoom: hasRoom, field) { return ticket }
    }
    // Near its end the walk runs out of work: then smaller windows are better than idleness.
    let isIdle = windows.count(where: \.isAwaited) < 4
    guard hasRoom, let place = windows.firstIndex(where: { $0.isSplittable(isIdle: isIdle) })
    else { return nil }
    split(at: place)
    return ticket(at: place + 1, hasRoom: hasRoom, field)
  }

  private mutating func ticket(
    at place: Int,
    hasRoom: Bool,
    _ field: TimeField
  ) -> SubscriberWalk.Ticket? {
    let window = windows[place]
    guard !window.isDone else { return nil }
    // What can't be handed out yet is held in memory.
    guard place == 0 || (hasRoom && window.bytes < Self.windowBytes) else { return nil }
    if window.crowd != nil {
      guard let page = windows[place].crowd?.nextPage() else { return nil }
      let query = ListQuery(
        field: field,
        from: window.from,
        through: window.end,
        order: .phone,
        page: page
      )
      return SubscriberWalk.Ticket(query: query, purpose: .crowd(window.number))
    }
    guard !window.isAwaited else { return nil }
    windows[place].isAwaited = true
    let through = window.end == .max ? nil : window.end
    return SubscriberWalk.Ticket(
      query: ListQuery(field: field, from: window.from, through: through),
      purpose: .window(window.number)
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
    insert(at: place + 1, from: middle, end: end, estimate: half)
  }

  private mutating func insert(at place: Int, from: Int64, end: Int64, estimate: Double) {
    windows.insert(WalkWindow(nextNumber, from: from, end: end, estimate: estimate), at: place)
    nextNumber += 1
  }

  // MARK: Taking in

  /// Takes in a page of the window of a number, asked for up to a second.
  mutating func take(
    _ page: SubscriberPage,
    _ rows: [WalkRow],
    of number: Int,
    asked: Int64
  ) throws(WalkFault) {
    guard let place = windows.firstIndex(where: { $0.number == number }) else { return }
    windows[place].isAwaited = false
    if try windows[place].take(page, rows, asked: asked) { isolateCrowd(at: place) }
  }

  /// Takes in a page of the crowded second that the window of a number is.
  mutating func takeCrowd(
    _ page: SubscriberPage,
    _ rows: [WalkRow],
    of number: Int,
    asked: Int
  ) throws(WalkFault) {
    guard let place = windows.firstIndex(where: { $0.number == number }) else { return }
    let fresh = try windows[place].crowd?.take(page, asked: asked, rows) ?? []
    let window = windows[place]
    windows[place].keep(fresh.filter { WalkWindow.isIn($0, window.from, window.end) })
    windows[place].isDone = window.crowd?.isDone ?? true
  }

  /// Separates a second that fills more than a page from what follows it.
  private mutating func isolateCrowd(at place: Int) {
    guard let from = windows[place].from else { return }
    let rest = windows[place].end
    if rest > from + 1 {
      insert(at: place + 1, from: from + 1, end: rest, estimate: windows[place].estimate)
    }
    windows[place].end = from + 1
    windows[place].estimate = 0
    windows[place].crowd = CrowdedSecond()
  }

  // MARK: Handing out

  /// Takes the rows of the first window, and the window itself once it is done.
  ///
  /// - Returns: the rows, the second before which everything has been taken then, nil while there
  ///   is no bound, and whether that was the window's end; nil where no window is left.
  mutating func takeFirst() -> (rows: [WalkRow], reached: Int64?, isDone: Bool)? {
    guard let first = windows.first else { return nil }
    guard first.isDone else {
      windows[0].takeRows()
      return (first.rows, first.from, false)
    }
    windows.removeFirst()
    return (first.rows, first.end, true)
  }
}
