public import StageKit

/// What becomes of a property that has no value any more.
public enum DeletedProperty: String, OptionValue, CaseIterable {
  /// It is set to an empty text, since Postscript passes over null.
  case empty
  /// It keeps its last value.
  case leave
}

/// How changes are found.
public struct ChangeSettings: Sendable {
  /// The file of the accepted state.
  public var snapshotPath = ""
  /// The file with what the loader wrote to its standard output; nil for nothing accepted.
  public var acceptedPath: String?
  /// The loader's rejects of the last run; nil for none.
  public var notAcceptedPath: String?
  /// What becomes of a property that has no value any more.
  public var deleted = DeletedProperty.leave
  /// True where the present is taken as accepted, and nothing is written.
  public var isBaseline = false
  /// The options of every stage that reads messages.
  public var wire = WireOptions()

  /// Makes the defaults.
  public init() {}
}
