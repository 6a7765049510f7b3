/// Knows the rows of the last, unsettled minute, so that reading them again doesn't hand them out
/// again: only what changed or came in meanwhile is new.
struct RepeatedRows: Sendable {
  /// How many rows it remembers: after an edit of very many at once, the rest is handed out twice,
  /// which does no harm, rather than held in memory.
  static let limit = 65_536

  private var previous: [String: Int] = [:]
  private var current: [String: Int] = [:]

  /// The last minute is read again.
  mutating func beginRound() {
    previous = current
    current = [:]
  }

  /// The rows that were not handed out before in the same version.
  mutating func fresh(_ rows: [WalkRow], settled: Int64) -> [WalkRow] {
    rows.filter { row in
      let version = row.record.text.hashValue
      if row.second ?? .max >= settled, current.count < RepeatedRows.limit {
        current[row.record.id] = version
      }
      return previous[row.record.id] != version
    }
  }
}
