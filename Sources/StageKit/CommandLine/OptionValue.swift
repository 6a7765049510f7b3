/// A type that an option's value can have.
///
/// A type that wants to be an option says how to read its text and how to write it (for the
/// default in `--help`).
public protocol OptionValue: Sendable {
  /// Reads the text of an option, an environment variable or a configuration file.
  init(optionText: String) throws(InvalidValue)
  /// The text from which the same value would be read; nil where there is no value.
  var optionText: String? { get }
  /// The texts that are accepted, where there are few; for the help and for completion.
  static var choices: [String] { get }
  /// The type in `--about`, in the terms of JSON Schema.
  static var settingType: SettingType { get }
}

/// The type of a setting, in the terms of JSON Schema.
public enum SettingType: String, Sendable {
  /// Any text.
  case string
  /// A whole number.
  case integer
  /// True or false.
  case boolean
}

extension OptionValue {
  /// No list of accepted texts.
  public static var choices: [String] { [] }
  /// Text, unless a type says otherwise.
  public static var settingType: SettingType { .string }
}

extension String: OptionValue {
  /// Takes the text as it is; an empty one is what a shell makes of a variable that is not set.
  public init(optionText: String) throws(InvalidValue) {
    guard !optionText.isEmpty else { throw InvalidValue("is empty") }
    self = optionText
  }
  /// The text itself; an empty one counts as none.
  public var optionText: String? { isEmpty ? nil : self }
}

extension Int: OptionValue {
  /// Reads a whole number.
  public init(optionText: String) throws(InvalidValue) {
    guard let number = Int(optionText) else { throw InvalidValue("is not a whole number") }
    self = number
  }
  /// The digits.
  public var optionText: String? { String(self) }
  /// A whole number.
  public static var settingType: SettingType { .integer }
}

extension Bool: OptionValue {
  /// Reads `true`, `yes`, `on`, `1`, `false`, `no`, `off` or `0`, in either case.
  public init(optionText: String) throws(InvalidValue) {
    switch optionText.lowercased() {
    case "true", "yes", "on", "1": self = true
    case "false", "no", "off", "0": self = false
    default: throw InvalidValue("is neither true nor false")
    }
  }
  /// The word `true` or `false`.
  public var optionText: String? { self ? "true" : "false" }
  /// True or false.
  public static var settingType: SettingType { .boolean }
}

extension Optional: OptionValue where Wrapped: OptionValue {
  /// Reads the wrapped type.
  public init(optionText: String) throws(InvalidValue) {
    self = try Wrapped(optionText: optionText)
  }
  /// The wrapped value's text, or nil.
  public var optionText: String? { flatMap(\.optionText) }
  /// The wrapped type's texts.
  public static var choices: [String] { Wrapped.choices }
  /// The wrapped type's own.
  public static var settingType: SettingType { Wrapped.settingType }
}

extension OptionValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  /// Reads one of the cases by its raw value.
  public init(optionText: String) throws(InvalidValue) {
    guard let value = Self(rawValue: optionText) else {
      let nearest = NearestName.of(optionText, in: Self.choices)
      let guess = nearest.map { "; did you mean \($0)?" } ?? ""
      throw InvalidValue("is not one of \(Self.choices.joined(separator: ", "))\(guess)")
    }
    self = value
  }
  /// The raw value.
  public var optionText: String? { rawValue }
  /// The raw values of all cases.
  public static var choices: [String] { allCases.map(\.rawValue) }
}
