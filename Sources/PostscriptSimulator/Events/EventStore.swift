import Wire

/// The events that were accepted, in the order in which they were.
struct EventStore: Sendable {
  private(set) var all: [AcceptedEvent] = []
  /// The first that is not matched yet.
  private var unmatched = 0
  private var ids: [String: String] = [:]

  /// The id that the event of an external id was given, where there was one.
  func id(ofExternal external: String) -> String? { ids[external] }

  /// Keeps an event.
  mutating func add(_ event: AcceptedEvent) {
    all.append(event)
    if let external = event.externalID, ids[external] == nil { ids[external] = event.id }
  }

  /// Matches the events that were accepted up to an instant.
  mutating func match(
    through time: Int64,
    _ find: (JSONValue) -> (by: AcceptedEvent.MatchedBy, subscriber: String?)
  ) {
    while unmatched < all.count, all[unmatched].accepted <= time {
      (all[unmatched].matchedBy, all[unmatched].subscriber) = find(all[unmatched].body)
      unmatched += 1
    }
  }

  /// How often each external id was accepted, and as which numbers first and last.
  var counts: [JSONValue] {
    var places: [String: Int] = [:]
    var rows: [(id: String, count: Int, first: Int, last: Int)] = []
    for event in all {
      guard let id = event.externalID else { continue }
      if let place = places[id] {
        rows[place].count += 1
        rows[place].last = event.number
      } else {
        places[id] = rows.count
        rows.append((id, 1, event.number, event.number))
      }
    }
    return rows.map { row in
      .object([
        ("external_id", .string(row.id)), ("count", .number(String(row.count))),
        ("first", .number(String(row.first))), ("last", .number(String(row.last))),
      ])
    }
  }

  /// The definitions, each once.
  var definitions: [String] { Set(all.map(\.definition)).sorted() }
}
