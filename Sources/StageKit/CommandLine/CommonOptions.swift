/// The options that every program has.
public struct CommonOptions: Sendable {
  /// How log lines are written.
  public var logFormat = LogFormat.text
  /// The least urgent lines that are still written.
  public var logLevel = LogLevel.info
  /// When a live line is shown.
  public var progress = ProgressMode.auto
  /// The file that takes bad records; without one the first bad record ends the run.
  public var rejects: String?
  /// How many rejects are tolerated; nil for any number.
  public var maxRejects: RejectLimit?
  /// The engine's name for the run; nil for the one that its environment says.
  public var runID: String?
  /// The file that settings are read from.
  public var config: String?
  /// A text about the program that was asked for instead of a run.
  var information: Information?
  /// The form of `--about`; nil where it is not named.
  var aboutFormat: AboutFormat?

  /// Makes the defaults.
  public init() {}

  /// A text about the program.
  enum Information: Sendable, Equatable {
    case help
    case version
    case about
    case manual
    case completions(Shell)
  }

  /// The rows of programs that read or write records.
  static let all: [OptionSpec<CommonOptions>] = records + logs + information

  /// The rows of programs that don't.
  static let withoutRecords: [OptionSpec<CommonOptions>] = logs + information

  private static let records: [OptionSpec<CommonOptions>] = [
    .value(
      "--rejects",
      "FILE",
      \.rejects,
      help: "Append bad records to FILE, one JSON object per line, and go on. Without it the "
        + "first bad record ends the run with exit code 65.",
      completion: .file
    ),
    .value(
      "--max-rejects",
      "N|N%",
      \.maxRejects,
      help: "End the run with exit code 65 when more than N records, or more than N percent "
        + "of them, are bad."
    ),
    .value(
      "--progress",
      "WHEN",
      \.progress,
      help: "Show a live line on stderr: auto (where stderr is a terminal), always or never."
    ),
  ].under(heading: "Common options")

  private static let logs: [OptionSpec<CommonOptions>] = [
    .value("--log-format", "FORMAT", \.logFormat, help: "Write logs and summary as text or json."),
    .value(
      "--log-level",
      "LEVEL",
      \.logLevel,
      help: "Leave out logs below LEVEL: error, warning, info or debug."
    ),
    .value(
      "--run-id",
      "ID",
      \.runID,
      help: "Your engine's name for this run, for the summary in JSON and the warehouse's "
        + "etl_runs; without it that of Airflow or Slurm, where one of them runs this."
    ),
    OptionSpec.value(
      "--config",
      "FILE",
      \.config,
      help: "Read settings from FILE: a JSON object whose keys are the names of the options. "
        + "An option and an environment variable win over it.",
      completion: .file
    ).with(role: .configuration),
  ].under(heading: "Common options")

  /// A program that has a `--format` of its own takes that one.
  private static let aboutFormat = OptionSpec<CommonOptions>(
    OptionFacts(
      name: "--format",
      placeholder: "FORMAT",
      help: "The format of --about: json.",
      choices: AboutFormat.choices,
      role: .hiddenInformation
    ),
    read: { options, texts in
      options.aboutFormat = try AboutFormat(optionText: texts[texts.count - 1])
    }
  )

  private static let information: [OptionSpec<CommonOptions>] = [
    .information("--help", help: "Show this help and exit.", .help),
    .information("--version", help: "Show the version and exit.", .version),
    aboutFormat,
    .information("--about", help: "Describe all settings as JSON and exit.", .about),
    OptionSpec.information("--man", help: "Write the man page and exit.", .manual)
      .with(role: .hiddenInformation),
    .completions,
  ].under(heading: "Common options")
}

extension OptionSpec<CommonOptions> {
  /// A flag that asks for a text.
  fileprivate static func information(
    _ name: String,
    help: String,
    _ text: CommonOptions.Information
  ) -> Self {
    OptionSpec(
      OptionFacts(
        name: name,
        kind: .flag(negatable: false),
        help: help,
        settingType: .boolean,
        role: .information
      ),
      read: { options, _ in options.information = text }
    )
  }

  fileprivate static var completions: Self {
    OptionSpec(
      OptionFacts(
        name: "--completions",
        placeholder: "SHELL",
        help: "Write completions for SHELL and exit.",
        choices: Shell.choices,
        role: .hiddenInformation
      ),
      read: { options, texts in
        options.information = .completions(try Shell(optionText: texts[texts.count - 1]))
      }
    )
  }

  fileprivate func with(role: OptionRole) -> Self { with { $0.role = role } }
}

/// A shell that completions can be written for.
public enum Shell: String, OptionValue, CaseIterable {
  /// The Bourne-again shell.
  case bash
  /// The Z shell.
  case zsh
  /// The friendly interactive shell.
  case fish
}
