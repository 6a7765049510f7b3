public import StageKit

/// The form in which settings are printed.
public enum PolicyFormat: String, OptionValue, CaseIterable {
  /// Tables for people.
  case text
  /// One JSON object.
  case json
}
