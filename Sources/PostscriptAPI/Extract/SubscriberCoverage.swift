import StageKit
import Wire

/// What a walk has seen of the time that it covers.
struct SubscriberCoverage {
  /// The earliest change that a subscriber bears; where a walk has no start, its coverage begins there.
  private var earliest: Timestamp?
  /// When the walk began: what changed later may be missing.
  private let began = Clock.now

  /// Takes in a subscriber.
  mutating func add(_ row: WalkRow) {
    guard let changed = row.record.time(.updated) else { return }
    earliest = min(earliest ?? changed, changed)
  }

  /// A state that also says which time the walk covers, where that is any.
  ///
  /// A walk by creation covers no time of changes, which are what the stream's days are.
  func stated(
    in state: JSONValue,
    _ range: SubscriberWalk.Range,
    until end: Timestamp?,
    store: String,
    isComplete: Bool
  ) -> JSONValue {
    guard range.field == .updated, let from = range.since ?? earliest, let end, from < end else {
      return state
    }
    let coverage = Coverage(
      store: store,
      sourceSystem: "postscript",
      from: .instant(from),
      until: .instant(end),
      observedAt: began,
      isComplete: isComplete
    )
    let bookmarks = state["bookmarks"] ?? .object([])
    let own = (bookmarks["postscript_subscribers"] ?? .object([]))
      .setting("covers", .array([coverage.json]))
    return state.setting("bookmarks", bookmarks.setting("postscript_subscribers", own))
  }
}
