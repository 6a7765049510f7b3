/// What is said of an option, whatever holds its value.
public struct OptionFacts: Sendable {
  /// The option's name with its dashes, for example `--profile`.
  public let name: String
  /// How often a value can be given, and where it may come from.
  public var kind = OptionKind.value
  /// What represents the value in the help, for example `NAME`; nil for a flag.
  public var placeholder: String?
  /// What the option does, one or more sentences without a line break.
  public var help: String
  /// The heading under which the help lists the option.
  public var heading = ""
  /// The environment variable that gives the value where the command line does not; nil for the
  /// few options that only make sense on the command line.
  public var environment: String?
  /// The accepted texts, where there are few.
  public var choices: [String] = []
  /// The accepted numbers, where not all of the type are.
  public var range: OptionRange?
  /// What a shell offers for the value.
  public var completion = OptionCompletion.none
  /// True where the program cannot run without a value.
  public var isRequired = false
  /// True where a second one on the command line is an error.
  public var isOnce = false
  /// The type in `--about`.
  public var settingType = SettingType.string
  /// What the option is for; only a setting can be part of a configuration file.
  public var role = OptionRole.setting

  /// The key of the configuration file and of `--about`, for example `max_rejects`.
  public var setting: String { Self.setting(of: name) }

  /// The setting that belongs to an option's name.
  static func setting(of name: String) -> String {
    String(name.drop { $0 == "-" }.map { $0 == "-" ? "_" : $0 })
  }

  /// The environment variable that belongs to an option's name by rule.
  static func environment(of name: String) -> String {
    "POSTSCRIPT_ETL_" + setting(of: name).uppercased()
  }
}

/// The least and the greatest value that an option takes, both included.
public struct OptionRange: Sendable {
  /// The text of the least value; nil for any.
  public let least: String?
  /// The text of the greatest value; nil for any.
  public let greatest: String?

  /// The bounds of a `ClosedRange` or a `PartialRangeFrom`.
  init<Value: OptionValue & Comparable>(_ range: some RangeExpression<Value>) {
    if let range = range as? ClosedRange<Value> {
      (least, greatest) = (range.lowerBound.optionText, range.upperBound.optionText)
    } else if let range = range as? PartialRangeFrom<Value> {
      (least, greatest) = (range.lowerBound.optionText, nil)
    } else {
      preconditionFailure("the range of an option is closed, or has a lower bound alone")
    }
  }

  /// The range as the help shows it.
  var text: String {
    if let greatest { "from \(least ?? "") to \(greatest)" } else { "\(least ?? "") or more" }
  }
}

/// What an option is for.
public enum OptionRole: Sendable, Equatable {
  /// It changes what a run does.
  case setting
  /// It names the file that settings come from.
  case configuration
  /// It asks for a text about the program instead of a run.
  case information
  /// The same, but for packagers, so `--help` does not list it.
  case hiddenInformation

  /// True for options that ask for a text.
  var isInformation: Bool { self == .information || self == .hiddenInformation }
}

/// How often an option's value can be given, and where it may come from.
public enum OptionKind: Sendable, Equatable {
  /// Present or not; a negatable one can also be switched off, as `--no-name`.
  case flag(negatable: Bool)
  /// One value; the last one given counts.
  case value
  /// Any number of values, one per mention; comma-separated in an environment variable.
  case repeated
  /// Comma-separated values, in any number of mentions.
  case list
  /// A value from the environment or a file, never from the command line.
  case secret
}

/// What a shell offers where an option's value is typed.
public enum OptionCompletion: Sendable, Equatable {
  /// Nothing but the choices, if there are any.
  case none
  /// Names of files.
  case file
  /// Names of folders.
  case folder
}
