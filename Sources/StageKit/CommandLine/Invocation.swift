/// What a command line asks for.
public enum Invocation<Options: Sendable>: Sendable {
  /// A text for standard output, such as the help.
  case show(String)
  /// A run of the program.
  case run(Run)

  /// Everything a run needs to know.
  public struct Run: Sendable {
    /// The program's own options and operands.
    public let options: Options
    /// The options that every program has.
    public let common: CommonOptions
    /// The subcommand that was given, or nil.
    public let subcommand: String?
    /// Texts that must never be shown.
    public let secrets: [Secret]
  }
}

extension Command {
  /// Reads a command line, the environment and the configuration file that they name.
  ///
  /// The command line wins over a variable, a variable over the configuration file,
  /// and that over the default. An empty variable counts as not set.
  ///
  /// - Parameters:
  ///   - arguments: what follows the program's name.
  ///   - environment: where variables and files are found.
  /// - Returns: a text to show, or everything a run needs to know.
  /// - Throws: ``StageError`` with exit code 64 for the command line, 78 for a variable or the
  ///   configuration file, 66 for a file that cannot be read.
  public func interpret(
    _ arguments: [String],
    in environment: Environment
  ) throws(StageError) -> Invocation<Options> {
    guard let subcommand = subcommands.first(where: { arguments.starts(with: $0.words) }) else {
      try checkGroup(arguments)
      return try interpret(arguments, in: environment, root: self, subcommand: nil)
    }
    return try subcommand.interpret(
      Array(arguments.dropFirst(subcommand.words.count)),
      in: environment,
      root: self,
      subcommand: subcommand.name
    )
  }

  /// The words of the name.
  var words: [String] { name.split(separator: " ").map(String.init) }

  /// Refuses the first word of a group of subcommands without one of their second words.
  private func checkGroup(_ arguments: [String]) throws(StageError) {
    guard let word = arguments.first else { return }
    let group = subcommands.map(\.words).filter { $0.count > 1 && $0[0] == word }
    let asksForHelp = arguments.dropFirst().first.map { ["-h", "--help"].contains($0) } ?? false
    guard !group.isEmpty, !asksForHelp else { return }
    let seconds = group.map { $0[1] }
    let needs = "\(word) needs one of \(seconds.joined(separator: ", "))"
    guard arguments.count > 1 else { throw StageError(.usage, needs) }
    let guess = NearestName.of(arguments[1], in: seconds).map { "; did you mean \($0)?" } ?? ""
    throw StageError(.usage, "\(needs), not \(Excerpt.quoted(arguments[1]))\(guess)")
  }

  private func interpret(
    _ arguments: [String],
    in environment: Environment,
    root: Self,
    subcommand: String?
  ) throws(StageError) -> Invocation<Options> {
    let rows = self.rows
    let given = try CommandLineArguments(arguments, rows: rows)
    if let text = try information(given, rows, root: root) { return .show(text) }
    var resolver = SettingResolver(
      rows: rows,
      arguments: given,
      environment: environment,
      operandSetting: operands.setting
    )
    try resolver.readConfiguration()
    var settings = Settings(own: initial)
    try resolver.resolve(into: &settings)
    if settings.common.maxRejects != nil, settings.common.rejects == nil {
      throw StageError(.usage, "--max-rejects needs --rejects FILE, where the bad records go")
    }
    operands.read(&settings.own, try checked(resolver.operandTexts, root))
    try check(settings.own)
    return .run(
      Invocation<Options>.Run(
        options: settings.own,
        common: settings.common,
        subcommand: subcommand,
        secrets: resolver.secrets
      )
    )
  }

  /// The text that was asked for, or nil; nothing else is looked at then.
  private func information(
    _ given: CommandLineArguments,
    _ rows: [OptionSpec<Settings<Options>>],
    root: Self
  ) throws(StageError) -> String? {
    var settings = Settings(own: initial)
    for (index, row) in rows.enumerated() where row.role.isInformation {
      guard let texts = given.texts[index] else { continue }
      do { try row.read(&settings, texts) } catch {
        throw row.facts.failure(error, texts, .commandLine)
      }
      guard let wanted = settings.common.information else { continue }
      switch wanted {
      case .help: return helpText(of: root)
      case .version: return "\(root.name) \(Version.current)\n"
      case .about: return root.aboutText
      case .manual: return root.manualText
      case .completions(let shell): return root.completions(for: shell)
      }
    }
    guard settings.common.aboutFormat == nil else {
      throw StageError(.usage, "--format goes with --about")
    }
    return nil
  }

  private func checked(_ operands: [String], _ root: Self) throws(StageError) -> [String] {
    if let extra = operands.dropFirst(self.operands.range.upperBound).first {
      if subcommands.contains(where: { $0.words[0] == extra }) {
        throw StageError(
          .usage,
          "\(extra) must come first: \(root.name) \(extra) [OPTION]..."
        )
      }
      let names = subcommands.map { $0.words[0] }
      let guess = NearestName.of(extra, in: names).map { "; did you mean \($0)?" } ?? ""
      throw StageError(.usage, "unexpected operand \(Excerpt.quoted(extra))\(guess)")
    }
    guard operands.count >= self.operands.range.lowerBound else {
      throw StageError(.usage, "\(self.operands.placeholder) is missing")
    }
    return operands
  }
}
