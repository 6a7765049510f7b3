/// Finds the value of every setting: command line, then environment, configuration file, default.
struct SettingResolver<Options: Sendable> {
  let rows: [OptionSpec<Settings<Options>>]
  let arguments: CommandLineArguments
  let environment: Environment
  let operandSetting: String?
  private var configuration = ConfigurationFile()
  /// Secrets that were read.
  private(set) var secrets: [Secret] = []

  init(
    rows: [OptionSpec<Settings<Options>>],
    arguments: CommandLineArguments,
    environment: Environment,
    operandSetting: String?
  ) {
    self.rows = rows
    self.arguments = arguments
    self.environment = environment
    self.operandSetting = operandSetting
  }

  /// The operands of the command line, else those of the configuration file.
  var operandTexts: [String] {
    guard arguments.operands.isEmpty, let setting = operandSetting else {
      return arguments.operands
    }
    return configuration.texts(setting) ?? []
  }

  /// Reads the configuration file, where one is named, and refuses settings in it that no program has.
  mutating func readConfiguration() throws(StageError) {
    guard let index = rows.firstIndex(where: { $0.role == .configuration }),
      let (texts, source) = try texts(index, rows[index]), let path = texts.last
    else { return }
    _ = source
    configuration = try ConfigurationFile(path: path, file(path))
    var known = rows.filter { $0.role == .setting }.flatMap {
      $0.kind == .secret ? [$0.setting, $0.setting + "_file"] : [$0.setting]
    }
    if let setting = operandSetting { known.append(setting) }
    try configuration.check(known: known, SisterSettings.names)
  }

  /// Reads every setting into the options.
  mutating func resolve(into settings: inout Settings<Options>) throws(StageError) {
    for (index, row) in rows.enumerated() where !row.role.isInformation {
      guard let (texts, source) = try texts(index, row) else {
        if row.isRequired { throw row.missing }
        continue
      }
      if row.kind == .secret { secrets += texts.map { Secret($0) } }
      do {
        try row.read(&settings, texts)
      } catch {
        throw row.facts.failure(error, texts, source)
      }
    }
  }

  /// The texts of the source that wins, split into values; nil where no source has any.
  private func texts(
    _ index: Int,
    _ row: OptionSpec<Settings<Options>>
  ) throws(StageError) -> ([String], SettingSource)? {
    if row.kind == .secret { return try secret(index, row) }
    if let texts = arguments.texts[index] {
      return (try row.facts.split(texts, .commandLine), .commandLine)
    }
    if let name = row.environment, let text = environment.variable(name), !text.isEmpty {
      let source = SettingSource.variable(name)
      return (try row.facts.split([text], source), source)
    }
    if let texts = configuration.texts(row.setting) {
      let source = SettingSource.configuration(configuration.path, row.setting)
      if texts.count > 1, !row.takesSeveral {
        throw source.error(name: row.name, "takes one value, not \(texts.count)")
      }
      return (try row.facts.split(texts, source), source)
    }
    return nil
  }

  private func secret(
    _ index: Int,
    _ row: OptionSpec<Settings<Options>>
  ) throws(StageError) -> ([String], SettingSource)? {
    if let path = arguments.texts[index]?.last { return ([try secretText(path)], .commandLine) }
    if let name = row.environment {
      let source = SettingSource.variable(name)
      if let text = environment.variable(name), !text.isEmpty { return ([text], source) }
      if let path = environment.variable(name + "_FILE"), !path.isEmpty {
        return ([try secretText(path)], source)
      }
    }
    let source = SettingSource.configuration(configuration.path, row.setting)
    if let text = configuration.texts(row.setting)?.last { return ([text], source) }
    if let path = configuration.texts(row.setting + "_file")?.last {
      return ([try secretText(path)], source)
    }
    return nil
  }

  /// The text of a file without the line break at its end.
  private func secretText(_ path: String) throws(StageError) -> String {
    var bytes = try file(path)
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
      bytes.removeLast()
    }
    guard !bytes.isEmpty else { throw StageError(.config, "\(path): holds no secret") }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func file(_ path: String) throws(StageError) -> [UInt8] {
    do { return try environment.file(path) } catch { throw StageError(describing: error) }
  }
}

/// Where a setting was found.
enum SettingSource {
  case commandLine
  case variable(String)
  case configuration(String, String)

  /// An error about a setting, with the place that a user has to change.
  func error(name: String, _ problem: String) -> StageError {
    switch self {
    case .commandLine: StageError(.usage, "\(name): \(problem)")
    case .variable(let variable): StageError(.config, "\(variable): \(problem)")
    case .configuration(let path, let key): StageError(.config, "\(path): \(key): \(problem)")
    }
  }
}

extension OptionFacts {
  var takesSeveral: Bool { kind == .repeated || kind == .list }

  /// Splits comma-separated texts where the option's kind or the source asks for it.
  fileprivate func split(
    _ texts: [String],
    _ source: SettingSource
  ) throws(StageError) -> [String] {
    var splits = kind == .list
    if kind == .repeated, case .variable = source { splits = true }
    guard splits else { return texts }
    var items: [String] = []
    for text in texts {
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let item = part.drop { $0 == " " }
        guard !item.isEmpty else {
          throw source.error(name: name, "\(Excerpt.quoted(text)) has an empty item")
        }
        items.append(String(item))
      }
    }
    return items
  }

  /// The error for a value that cannot be read.
  func failure(_ error: any Error, _ texts: [String], _ source: SettingSource) -> StageError {
    if let error = error as? StageError { return error }
    let reason = (error as? InvalidValue)?.reason ?? "\(error)"
    guard kind != .secret else { return source.error(name: name, "the secret \(reason)") }
    let shown = texts.map { Excerpt.quoted($0) }.joined(separator: ", ")
    return source.error(name: name, "\(shown) \(reason)")
  }

  /// The error for a required setting that nothing gives.
  fileprivate var missing: StageError {
    let variable = environment.map { " (or \($0))" } ?? ""
    return StageError(.usage, "\(argumentName) \(placeholder ?? "") is required\(variable)")
  }
}
