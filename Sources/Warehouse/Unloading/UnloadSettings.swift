public import StageKit

/// What is to be extracted from the warehouse, and how.
public struct UnloadSettings: Sendable {
  /// The schema of tables that name none, and of a query.
  public var schema = "sms"
  /// Tables and views, as `name` or `schema.name`.
  public var tables: [String] = []
  /// A query in the place of tables.
  public var query: String?
  /// The name of the stream; nil for that of the table.
  public var stream: String?
  /// The fields that identify a record; empty for the primary key.
  public var key: [String] = []
  /// The column that says what has changed.
  public var replicationKey: String?
  /// The first value of that column that counts, where the state has no bookmark.
  public var since: String?
  /// How long before the end of the last run a run begins.
  public var overlap = Duration.seconds(60)
  /// The file with the state of earlier runs.
  public var statePath: String?
  /// The file with a Singer catalog, which says what is selected.
  public var catalogPath: String?
  /// True for tables as the observations that made them, for another warehouse.
  public var writesObservations = false
  /// True for records without envelopes.
  public var isBare = false
  /// The part of the records that is written; nil for all of them.
  public var shard: Shard?
  /// How long to wait for a lock; zero for ever.
  public var lockTimeout = LoadSettings().lockTimeout
  /// How long a statement may run; zero for ever.
  public var statementTimeout = LoadSettings().statementTimeout

  /// Makes the defaults.
  public init() {}
}
