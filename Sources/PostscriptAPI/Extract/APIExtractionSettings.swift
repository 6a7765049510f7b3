public import StageKit

public import Wire

/// What is to be extracted from the API, and how it is written.
public struct APIExtractionSettings: Sendable {
  /// The streams; empty for those that need no ids.
  public var streams: [APIStream] = []
  /// The first time of change or creation that counts.
  public var since: Timestamp?
  /// The first time that counts no more.
  public var until: Timestamp?
  /// The time that the two bounds mean.
  public var by = TimeField.updated
  /// How many seconds late a change may show in the list.
  public var overlap = Int(SubscriberWalk.usualSettling)
  /// The file with the state of earlier runs; nil for none.
  public var statePath: String?
  /// The file with a Singer catalog, which says what is selected; nil for everything.
  public var catalogPath: String?
  /// The `store_id` of every record.
  public var store = "default"
  /// The number that people text, in E.164; nil for no links.
  public var shopNumber: String?
  /// True for records without envelopes.
  public var isBare = false
  /// The part of the records that is written; nil for all of them.
  public var shard: Shard?

  /// Makes the defaults.
  public init() {}
}
