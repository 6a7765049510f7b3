/// One row of a program's option table.
///
/// The table is the single source of the parser, the environment variables, the configuration
/// file, `--help`, `--about`, the man page and the shell completions. Rows are made by
/// `value`, `flag`, `repeated`, `list` and
/// `secret`.
public struct OptionSpec<Options>: Sendable {
  /// The option's name with its dashes, for example `--profile`.
  public let name: String
  /// What stands for the value in the help, for example `NAME`; nil for a flag.
  public let placeholder: String?
  /// What the option does, one or more sentences without a line break.
  public let help: String
  /// The heading under which the help lists the option.
  public internal(set) var heading: String
  /// The environment variable that gives the value where the command line does not; nil for the
  /// few options that only make sense on the command line.
  public internal(set) var environment: String?
  /// How often a value can be given, and where it may come from.
  public let kind: OptionKind
  /// The accepted texts, where there are few.
  public let choices: [String]
  /// What a shell offers for the value.
  public let completion: OptionCompletion
  /// True where the program cannot run without a value.
  public let isRequired: Bool
  /// The type in `--about`.
  public let settingType: SettingType
  /// What the option is for; only a setting can stand in a configuration file.
  public internal(set) var role = OptionRole.setting
  /// Reads the texts of the source that won, of which there is at least one.
  let read: @Sendable (inout Options, [String]) throws -> Void
  /// The text of the value that options hold; on the initial options, the default.
  let describe: @Sendable (Options) -> String?

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

  /// The same row for options that hold these options, so that groups of rows can be shared.
  public func within<Whole>(
    _ path: any WritableKeyPath<Whole, Options> & Sendable
  ) -> OptionSpec<Whole> {
    OptionSpec<Whole>(
      name: name,
      placeholder: placeholder,
      help: help,
      heading: heading,
      environment: environment,
      kind: kind,
      choices: choices,
      completion: completion,
      isRequired: isRequired,
      settingType: settingType,
      role: role,
      read: { [read] whole, texts in try read(&whole[keyPath: path], texts) },
      describe: { [describe] whole in describe(whole[keyPath: path]) }
    )
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

extension Sequence {
  /// The same rows for options that hold these options.
  public func within<Part, Whole>(
    _ path: any WritableKeyPath<Whole, Part> & Sendable
  ) -> [OptionSpec<Whole>] where Element == OptionSpec<Part> {
    map { $0.within(path) }
  }

  /// The same rows under another heading of the help.
  public func under<Part>(heading: String) -> [OptionSpec<Part>] where Element == OptionSpec<Part> {
    map { row in
      var row = row
      row.heading = heading
      return row
    }
  }
}
