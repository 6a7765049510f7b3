import Wire

/// What became of the rows of a stream in a merge, or in all merges of a run.
public struct MergeCounts: Sendable, Equatable {
  /// Rows that went into the staging table.
  public internal(set) var staged = 0
  /// Rows with a new key.
  public internal(set) var inserted = 0
  /// Rows whose content was written over an older one.
  public internal(set) var updated = 0
  /// Rows that the table had already, with the same content.
  public internal(set) var unchanged = 0
  /// Rows left out because the table has a newer version.
  public internal(set) var older = 0
  /// Rows taken away by a full refresh that no longer held them.
  public internal(set) var deleted = 0
  /// Keys of which records of one time say different things, so that their content decides.
  public internal(set) var contradictions = 0
  /// One of these keys, as its fields and their values.
  public internal(set) var contradiction: String?

  /// What to say of totals of messages that newer ones have displaced; nil where there are none.
  public internal(set) var displaced: String?

  /// Rows left out because a later one of the same merge had the same key.
  public var deduplicated: Int { staged - written }

  /// Rows that were dealt with, each key once.
  public var written: Int { inserted + updated + unchanged + older }

  static func += (left: inout MergeCounts, right: MergeCounts) {
    left.staged += right.staged
    left.inserted += right.inserted
    left.updated += right.updated
    left.unchanged += right.unchanged
    left.older += right.older
    left.deleted += right.deleted
    left.contradictions += right.contradictions
    left.contradiction = left.contradiction ?? right.contradiction
    left.displaced = right.displaced ?? left.displaced
  }

  /// The counts by name, for logs and for the table of runs.
  var named: [(name: String, value: Int)] {
    [
      ("inserted", inserted), ("updated", updated), ("unchanged", unchanged), ("older", older),
      ("deduplicated", deduplicated), ("deleted", deleted),
    ]
  }

  /// The counts as a JSON object.
  var json: JSONValue { .object(named.map { ($0.name, .number(String($0.value))) }) }
}
