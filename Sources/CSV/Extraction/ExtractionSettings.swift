import StageKit

/// What a user says about an extraction beside profile and files.
public struct ExtractionSettings: Sendable {
  /// The store that records belong to; nil for `default`, and for none in a generic stream.
  public var store: String?
  /// The currency where the export has none, three capital letters.
  public var currency: String?
  /// The platform, where the profile leaves it open.
  public var sourceSystem: String?
  /// The zone of times without an offset.
  public var zone: LocalTimeZone?
  /// The order of day and month, where it is not known.
  public var dateOrder = DateOrder.auto
  /// The first instant or day that counts.
  public var since: String?
  /// The first instant or day that counts no more.
  public var until: String?
  /// The day of figures whose export has no date.
  public var date: String?
  /// True for records without envelopes.
  public var isBare = false
  /// The character between fields.
  public var delimiter = UInt8(ascii: ",")

  /// Makes the defaults.
  public init() {}
}
