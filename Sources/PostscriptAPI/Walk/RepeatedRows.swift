/// Knows the rows of the last, unsettled minute, so that reading them again doesn't hand them out
/// again: only what has changed or come in since is new.
struct RepeatedRows: Sendable {
  /// How many rows it remembers: after an edit of very many at once, the rest is handed out twice,
  /// which does no harm, rather than held in memory.
  static let limit = 65_536

  /// What is known of a row.
  enum Finding {
    /// It was handed out in this version.
    case repeated
    /// It was handed out in another version, which isn't settled.
    case changed
    /// It wasn't handed out, or in a version that is settled.
    case other
  }

  private struct RowVersion {
    let hash: Int
    let second: Int64
  }

  private var known: [String: RowVersion] = [:]
  /// Whether there were more rows than it remembers.
  private(set) var isFull = false

  /// Rows are read again from a second on; what lies before it is of no more interest.
  mutating func readAgain(from second: Int64) {
    known = known.filter { $0.value.second >= second }
  }

  /// Takes notice of a row that is about to be handed out, where rows are unsettled from a second
  /// on.
  mutating func find(_ row: WalkRow, settled: Int64) -> Finding {
    if known.isEmpty, let second = row.second, second < settled { return .other }
    let id = row.record.id
    let second = row.second ?? .max
    let before = known[id]
    guard second >= settled || before != nil else { return .other }
    let version = RowVersion(hash: row.record.text.hashValue, second: second)
    if before != nil || known.count < RepeatedRows.limit {
      known[id] = version
    } else {
      isFull = true
    }
    guard let before else { return .other }
    if before.hash == version.hash { return .repeated }
    return before.second >= settled ? .changed : .other
  }
}
