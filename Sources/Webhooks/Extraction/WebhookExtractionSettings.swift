public import StageKit

/// What of a spool is extracted, and how it is written.
public struct WebhookExtractionSettings: Sendable {
  /// The folder of the spool.
  public var spool = ""
  /// The file with the state of earlier runs; nil for none.
  public var statePath: String?
  /// The file with a Singer catalog, which says which fields are selected; nil for all.
  public var catalogPath: String?
  /// The `store_id` of every record.
  public var store = "default"
  /// Whether files that an earlier run has extracted whole are removed.
  public var removesExtracted = false
  /// True for records without envelopes.
  public var isBare = false
  /// The part of the records that is written; nil for all of them.
  public var shard: Shard?

  /// Makes the defaults.
  public init() {}
}
