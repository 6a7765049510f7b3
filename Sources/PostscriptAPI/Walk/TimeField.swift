public import StageKit

/// The field whose times order the walk and bound its windows.
public enum TimeField: String, Sendable, CaseIterable {
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

extension TimeField: OptionValue {
  /// Reads `updated_at` or `created_at`.
  public init(optionText: String) throws(InvalidValue) {
    guard let field = TimeField(rawValue: optionText) else {
      throw InvalidValue("is neither updated_at nor created_at")
    }
    self = field
  }

  /// The field's name.
  public var optionText: String? { rawValue }
  /// Both names.
  public static var choices: [String] { allCases.map(\.rawValue) }
}
