public import Wire

/// Subscribers that bear a time which the API's own clock has yet to reach, so that no run can read
/// them until then.
public struct RowsAhead: Sendable, Equatable {
  /// How many there are.
  public let count: Int
  /// The id of the one whose time comes first.
  public let id: String
  /// That time.
  public let time: Timestamp
}

/// Looks, at the end of a walk, for rows that bear a time after the API's own clock: the first page
/// from there on tells which, the last one how many.
struct FutureProbe: Sendable {
  /// The first second that the clock had not reached when the look began.
  let from: Int64
  private(set) var isDone = false
  /// What was found, if anything.
  private(set) var found: RowsAhead?
  private var isAwaited = false
  private var page = 1
  private var pageSize = 0
  /// How many rows of the first page the clock has reached in the meantime.
  private var reached = 0
  private var first: (id: String, time: Timestamp)?

  init(from: Int64) { self.from = from }

  /// The page to ask for now, or nil where an answer must come first.
  mutating func nextPage() -> Int? {
    guard !isDone, !isAwaited else { return nil }
    isAwaited = true
    return page
  }

  /// Takes in a page, given the second that the API's clock has reached with it.
  mutating func take(
    _ answer: SubscriberPage,
    _ rows: [WalkRow],
    field: TimeField,
    present: Int64
  ) {
    isAwaited = false
    if page == 1 {
      let ahead = rows.filter { $0.second.map { $0 > present } ?? false }
      guard let row = ahead.first, let time = row.record.time(field) else {
        isDone = true
        return
      }
      first = (row.record.id, time)
      pageSize = answer.count
      reached = rows.count - ahead.count
      if answer.total > 1 {
        page = answer.total
        return
      }
    }
    let count = (max(answer.total, 1) - 1) * pageSize + answer.count - reached
    if let first { found = RowsAhead(count: count, id: first.id, time: first.time) }
    isDone = true
  }
}
