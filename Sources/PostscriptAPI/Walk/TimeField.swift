public import StageKit

/// The field whose times order the walk and bound its windows.
public enum TimeField: String, OptionValue, CaseIterable {
  /// When subscribers last changed: for keeping a copy up to date.
  case updated = "updated_at"
  /// When subscribers were created: for backfills, since it never changes, so that no subscriber
  /// leaves its window.
  case created = "created_at"
}

extension TimeField {
  /// The other one.
  public var other: TimeField { self == .updated ? .created : .updated }
}
