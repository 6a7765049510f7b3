public import Wire

/// Decides where the walk begins, and which bookmark its progress amounts to.
public struct BookmarkPlan: Sendable {
  /// Where the walk begins; nil for the beginning of time.
  public let from: Timestamp?
  private let coveredSince: Timestamp?
  private let old: SubscriberBookmark?
  private let store: String?
  /// Whether this run moves the bookmark: a backfill doesn't, nor does one by creation.
  public let moves: Bool

  /// Plans a run.
  ///
  /// - Parameters:
  ///   - range: what is asked for; both bounds together are a backfill.
  ///   - bookmark: how far earlier runs came, or nil.
  ///   - store: the store that the run is for.
  public init(_ range: SubscriberWalk.Range, _ bookmark: SubscriberBookmark?, store: String? = nil)
  {
    let isBackfill = range.since != nil && range.until != nil
    moves = range.field == .updated && !isBackfill
    if moves {
      (from, coveredSince) = SubscriberBookmark.start(bookmark, since: range.since)
    } else {
      (from, coveredSince) = (range.since, nil)
    }
    old = bookmark
    self.store = store
  }

  /// The bookmark for what was handed out so far, or nil where it doesn't move.
  public func soFar(_ walk: SubscriberWalk) -> SubscriberBookmark? {
    guard let frontier = walk.frontier, let settled = walk.settledEnd else { return nil }
    return bookmark(min(frontier, settled))
  }

  /// The bookmark after the whole walk, or nil where it doesn't move.
  public func final(_ walk: SubscriberWalk) -> SubscriberBookmark? {
    walk.settledEnd.flatMap { bookmark($0) }
  }

  private func bookmark(_ updated: Timestamp) -> SubscriberBookmark? {
    guard moves else { return nil }
    // Going on from an old bookmark never takes it back.
    var updated = updated
    if let old, from == old.updated { updated = max(updated, old.updated) }
    if let coveredSince { updated = max(updated, coveredSince) }
    return SubscriberBookmark(since: coveredSince, updated: updated, store: store)
  }
}
