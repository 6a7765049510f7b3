public import StageKit
public import Wire

/// What a user says about an extraction beside profile and files.
public struct CSVExtractionSettings: Sendable {
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
  public var since: TimeBound?
  /// The first instant or day that counts no more.
  public var until: TimeBound?
  /// Which time the files cover.
  public var covers = CoverageSetting.unstated
  /// True where files may lack records of the time that they cover.
  public var isPartial = false
  /// The day of figures whose export has no date.
  public var date: String?
  /// When the source was observed; nil for the time at which each file was last changed.
  public var asOf: Timestamp?
  /// The types of columns of a generic stream; the others are text.
  public var types: [String: ValueType] = [:]
  /// True for records without envelopes.
  public var isBare = false
  /// What stands before the decimals of numbers.
  public var decimal = DecimalSign.point
  /// The character between fields.
  public var delimiter = Delimiter.comma
  /// The file with a Singer catalog, which says what is selected; nil for everything.
  public var catalogPath: String?
  /// The file with the state of earlier runs; nil for none.
  public var statePath: String?

  /// True where a file that has not changed has nothing new: records of a range of days, or what was
  /// observed at a certain time, may be others in the next run.
  var goesByFiles: Bool { asOf == nil && since == nil && until == nil }

  /// Makes the defaults.
  public init() {}
}
