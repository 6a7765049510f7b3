/// A program, or a subcommand of one: its name, its option table and the texts of its help.
///
/// One value of this type is the single source of the parser, `--help`, `--about`, the man page
/// and the shell completions. ``main(_:)`` runs it.
public struct Command<Options: Sendable>: Sendable {
  /// What users type: a word, or several for one of a group of subcommands, such as `settings show`.
  public let name: String
  /// What the program does, in less than a line.
  public let summary: String
  /// What a user has to know, as paragraphs without line breaks; separated by empty lines.
  public let description: String
  /// What the program takes behind its options.
  public let operands: OperandSpec<Options>
  /// The options before anything was read: the defaults.
  public let initial: Options
  /// The program's own option table.
  public let options: [OptionSpec<Options>]
  /// Examples for the help.
  public let examples: [CommandExample]
  /// The exit codes that the program can end with.
  public let exitCodes: [ExitCode]
  /// The codes of the rejects that it can give, in the order of their list.
  public let rejectCodes: [RejectCode]
  /// What Singer's runners can ask of it beside what its options tell them, in Singer's words.
  public let capabilities: [String]
  /// The environment variables that it reads beside those of its options, with their meaning.
  public let variables: [(name: String, meaning: String)]
  /// False for a program without records, which has no `--rejects`, no live line and no point that
  /// it commits.
  public let handlesRecords: Bool
  /// Checks options that depend on each other; it throws exit code 64.
  public let check: @Sendable (Options) throws(StageError) -> Void
  /// What can stand first instead of an option, such as `migrate` or `settings show`.
  public let subcommands: [Command<Options>]

  /// Describes a program.
  public init(
    _ name: String,
    summary: String,
    description: String = "",
    operands: OperandSpec<Options> = .none,
    initial: Options,
    options: [OptionSpec<Options>],
    examples: [CommandExample] = [],
    exitCodes: [ExitCode] = ExitCode.ofEveryStage,
    rejectCodes: [RejectCode] = [],
    capabilities: [String] = [],
    variables: [(name: String, meaning: String)] = [],
    handlesRecords: Bool = true,
    check: @escaping @Sendable (Options) throws(StageError) -> Void = { _ in },
    subcommands: [Command<Options>] = []
  ) {
    self.name = name
    self.summary = summary
    self.description = description
    self.operands = operands
    self.initial = initial
    self.options = options
    self.examples = examples
    self.exitCodes = exitCodes
    self.rejectCodes = RejectCode.allCases.filter(rejectCodes.contains)
    self.capabilities = capabilities
    self.variables = variables
    self.handlesRecords = handlesRecords
    self.check = check
    self.subcommands = subcommands
  }

  /// The common rows of this command; a row of its own goes before one of the same name.
  var commonRows: [OptionSpec<CommonOptions>] {
    let rows = handlesRecords ? CommonOptions.all : CommonOptions.withoutRecords
    return rows.filter { row in !options.contains { $0.name == row.name } }
  }

  /// All rows: the program's own, then the common ones.
  var rows: [OptionSpec<Settings<Options>>] {
    options.within(\Settings<Options>.own) + commonRows.within(\Settings<Options>.common)
  }

  /// What an exit code means for this command: without records, nothing is committed.
  func meaning(of code: ExitCode) -> String {
    let stops = code == .interrupted || code == .terminated
    return code.meaning + (stops && handlesRecords ? " at the last committed point" : "")
  }

  /// What `--help` shows behind the name.
  var synopsis: String {
    operands.synopsis.isEmpty ? "[OPTION]..." : "[OPTION]... \(operands.synopsis)"
  }
}

/// A command line for the help, with what it does.
public struct CommandExample: Sendable {
  /// What it does, as a sentence.
  public let text: String
  /// The command line.
  public let command: String

  /// Makes an example.
  public init(_ text: String, _ command: String) {
    self.text = text
    self.command = command
  }

  /// The sentence without the punctuation that ends it: the help puts a colon there.
  var sentence: String {
    text.hasSuffix(":") || text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}

/// The program's own options and the common ones, as the parser fills them.
struct Settings<Options: Sendable>: Sendable {
  var own: Options
  var common = CommonOptions()
}
