public import StageKit

/// Which of several records with one key is kept.
public enum Keep: String, OptionValue, CaseIterable {
  /// The one that came first; it is written at once.
  case first
  /// The last one, by `--order-by` or by arrival; records are written at each STATE.
  case last
}

/// How duplicates are recognised and which of them is kept.
public struct DeduplicationSettings: Sendable {
  /// The options of every stage that reads messages.
  public var wire = WireOptions()
  /// Which record of a key is kept.
  public var keep = Keep.first
  /// The field whose largest value is last; nil for the order of arrival.
  public var orderBy: String?
  /// The file that shows both sides of each conflict.
  public var conflictsPath: String?
  /// The folder for temporary files.
  public var temporaryFolder = "/tmp"

  /// Makes the defaults.
  public init() {}
}
