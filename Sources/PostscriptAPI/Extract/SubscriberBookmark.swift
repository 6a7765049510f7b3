public import Wire

/// How far the subscribers have been extracted: the part of a STATE that belongs to them.
///
/// `{"bookmarks":{"postscript_subscribers":{"updated_at":"…","since":"…","store_id":"…"}}}` says
/// that everything of that store that changed from `since` on (or ever, where it is missing) and
/// before `updated_at` is out. Other parts of a state stay as they are.
public struct SubscriberBookmark: Sendable, Equatable {
  /// The start of what is out; nil for the beginning of time.
  public var since: Timestamp?
  /// The end of what is out.
  public var updated: Timestamp
  /// The store that it belongs to; nil where the state doesn't say.
  public var store: String?

  /// Makes a bookmark.
  public init(since: Timestamp?, updated: Timestamp, store: String? = nil) {
    self.since = since
    self.updated = updated
    self.store = store
  }

  /// Finds the bookmark in a state: the value of a STATE, or a whole STATE message.
  ///
  /// - Returns: nil where there is none.
  /// - Throws: ``UnexpectedAnswer`` where there is one that can't be read.
  public init?(in state: JSONValue) throws(UnexpectedAnswer) {
    let value = state["type"]?.string == "STATE" ? state["value"] : state
    guard let own = value?["bookmarks"]?["postscript_subscribers"], own != .null,
      let updated = own["updated_at"], updated != .null
    else { return nil }
    self.updated = try SubscriberBookmark.time(updated, "updated_at")
    store = own["store_id"]?.string
    since =
      if let since = own["since"], since != .null {
        try SubscriberBookmark.time(since, "since")
      } else { nil }
  }

  private static func time(_ value: JSONValue, _ name: String) throws(UnexpectedAnswer) -> Timestamp
  {
    guard let text = value.string, let time = text.withView({ Timestamp($0, assumingUTC: true) })
    else {
      throw UnexpectedAnswer("\(name) of the bookmark of postscript_subscribers is no time")
    }
    return time
  }

  /// A state with this bookmark in it, and everything else as it was.
  public func placed(in state: JSONValue) -> JSONValue {
    let value = state["type"]?.string == "STATE" ? state["value"] ?? .object([]) : state
    var own: [(key: String, value: JSONValue)] = [("updated_at", .string(updated.text))]
    if let since { own.append(("since", .string(since.text))) }
    if let store { own.append(("store_id", .string(store))) }
    let bookmarks = (value["bookmarks"] ?? .object([]))
      .setting("postscript_subscribers", .object(own))
    return value.setting("bookmarks", bookmarks)
  }

  /// Where a run begins, and what it will have covered from.
  ///
  /// A start before that of the bookmark goes back to it: what lies between was never extracted.
  public static func start(
    _ bookmark: SubscriberBookmark?,
    since: Timestamp?
  ) -> (from: Timestamp?, coveredSince: Timestamp?) {
    guard let bookmark else { return (since, since) }
    if let since, let covered = bookmark.since, since < covered { return (since, since) }
    return (bookmark.updated, bookmark.since)
  }
}
