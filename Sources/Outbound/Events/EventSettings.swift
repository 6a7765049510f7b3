public import StageKit

/// For which system an event is meant, where its source says so.
public enum EventTarget: String, OptionValue, CaseIterable {
  /// Those for Postscript, or for both.
  case postscript
  /// Those for Klaviyo, or for both.
  case klaviyo
}

/// How records become events and updates.
public struct EventSettings: Sendable {
  /// The `store_id` of every record.
  public var store = "default"
  /// The country of phone numbers without a country code.
  public var country = Country()
  /// The zone of times without an offset from UTC; nil where those are rejects.
  public var timezone: LocalTimeZone?
  /// The most items of an array that become properties.
  public var maxItems = 10
  /// For which target events are written.
  public var target = EventTarget.postscript
  /// The options of every stage that reads messages.
  public var wire = WireOptions()

  /// Makes the defaults.
  public init() {}
}
