/// Looks whether the list holds rows that have no time in the walk's field, which no bound on it can
/// ever select: a database puts them behind all others, so one look at the end of the list tells.
struct TimelessProbe: Sendable {
  private(set) var isDone = false
  /// Whether there are such rows.
  private(set) var found = false
  private var isAwaited = false
  private var page: Int
  private var attempts = 0
  private static let attemptLimit = 50

  /// Begins at the page that is likely the last.
  init(lastPage: Int) { page = lastPage }

  /// The page to ask for now, or nil where an answer must come first.
  mutating func nextPage() -> Int? {
    guard !isDone, !isAwaited else { return nil }
    isAwaited = true
    return page
  }

  /// Takes in a page.
  mutating func take(_ answer: SubscriberPage, asked: Int, _ rows: [WalkRow]) throws(WalkFault) {
    isAwaited = false
    page = max(answer.total, 1)
    guard asked != page else {
      found = rows.contains { $0.second == nil }
      isDone = true
      return
    }
    attempts += 1
    guard attempts < TimelessProbe.attemptLimit else {
      throw .unstable("the end of the list keeps moving")
    }
  }
}
