import PostscriptAPI
import Wire

/// Decides where the walk begins, and which bookmark its progress amounts to.
struct BookmarkPlan {
  /// Where the walk begins; nil for the beginning of time.
  let from: Timestamp?
  private let coveredSince: Timestamp?
  private let old: Bookmark?
  /// Whether this run moves the bookmark: a backfill doesn't.
  private let moves: Bool

  init(_ options: ExtractOptions, _ bookmark: Bookmark?) {
    let isBackfill = options.since != nil && options.until != nil
    moves = options.by == .updated && !isBackfill
    if moves {
      (from, coveredSince) = Bookmark.start(bookmark, since: options.since)
    } else {
      (from, coveredSince) = (options.since, nil)
    }
    old = bookmark
  }

  /// The bookmark for what was handed out so far, or nil where it doesn't move.
  func soFar(_ walk: SubscriberWalk) -> Bookmark? {
    guard let frontier = walk.frontier, let settled = walk.settledEnd else { return nil }
    return bookmark(min(frontier, settled))
  }

  /// The bookmark after the whole walk.
  func final(_ walk: SubscriberWalk) -> Bookmark? { walk.settledEnd.flatMap { bookmark($0) } }

  private func bookmark(_ updated: Timestamp) -> Bookmark? {
    guard moves else { return nil }
    // Going on from an old bookmark never takes it back.
    var updated = updated
    if let old, from == old.updated { updated = max(updated, old.updated) }
    if let coveredSince { updated = max(updated, coveredSince) }
    return Bookmark(since: coveredSince, updated: updated)
  }
}
