extension Command {
  /// The text of `--help`, for 80 columns.
  func helpText(of root: Self) -> String {
    let path = name == root.name ? name : "\(root.name) \(name)"
    var text = TextLayout.wrapped("\(path): \(summary)") + "\n"
    text += "Usage: \(path) \(synopsis)\n"
    if !subcommands.isEmpty { text += "       \(path) COMMAND [OPTION]...\n" }
    if !description.isEmpty { text += "\n" + TextLayout.paragraphs(description) }
    text += operandHelp + subcommandHelp + optionHelp + exampleHelp + variableHelp
    text += "\nExit codes:\n"
    for code in exitCodes {
      text += TextLayout.entry("\(code.rawValue)", meaning(of: code), column: 7)
    }
    return text
  }

  private var operandHelp: String {
    guard !operands.help.isEmpty else { return "" }
    return "\nOperands:\n" + TextLayout.entry(operands.placeholder, operands.help)
  }

  private var subcommandHelp: String {
    guard !subcommands.isEmpty else { return "" }
    return "\nCommands:\n"
      + subcommands.map { TextLayout.entry($0.name, $0.summary) }.joined()
  }

  private var optionHelp: String {
    var text = ""
    for (heading, rows) in optionGroups {
      text += "\n\(heading):\n"
      for row in rows { text += TextLayout.entry(row.usage, row.explanation(for: defaults)) }
    }
    return text
  }

  private var exampleHelp: String {
    guard !examples.isEmpty else { return "" }
    return "\nExamples:\n"
      + examples.map { example in
        TextLayout.wrapped(example.sentence + ":", indent: 2) + "    \(example.command)\n"
      }.joined(separator: "\n")
  }

  private var variableHelp: String {
    var text = "\nEnvironment variables, where the command line does not give the option:\n"
    for row in rows {
      guard let variable = row.environment else { continue }
      let file = row.kind == .secret ? ", or \(variable)_FILE for \(row.argumentName)" : ""
      let meaning = row.kind == .secret ? "the secret itself\(file)" : row.name
      text += TextLayout.entry(variable, meaning, column: 37)
    }
    for variable in variables {
      text += TextLayout.entry(variable.name, variable.meaning, column: 37)
    }
    return text
  }

  var defaults: Settings<Options> { Settings(own: initial) }

  /// The rows that people see, by heading, in the order of the table.
  var optionGroups: [(heading: String, rows: [OptionSpec<Settings<Options>>])] {
    var groups: [(heading: String, rows: [OptionSpec<Settings<Options>>])] = []
    for row in rows where row.role != .hiddenInformation {
      let heading = row.heading.isEmpty ? "Options" : row.heading
      if let index = groups.firstIndex(where: { $0.heading == heading }) {
        groups[index].rows.append(row)
      } else {
        groups.append((heading, [row]))
      }
    }
    return groups
  }
}

extension OptionFacts {
  /// The option as it is typed, for example `--profile NAME`.
  var usage: String {
    switch kind {
    case .flag(let negatable) where negatable: "--[no-]" + name.dropFirst(2)
    case .flag: name == "--help" ? "-h, --help" : name
    default: "\(argumentName) \(placeholder ?? "")"
    }
  }
}

extension OptionSpec {
  /// The help, with what the kind and the default add to it.
  func explanation(for options: Options) -> String {
    var notes: [String] = []
    let known = facts.choices.filter { !facts.help.contains($0) }
    if !known.isEmpty { notes.append("one of: \(facts.choices.joined(separator: ", "))") }
    if facts.kind == .repeated { notes.append("can be repeated") }
    if let range = facts.range { notes.append(range.text) }
    if facts.isRequired { notes.append("required") }
    if let text = describe(options), facts.placeholder != nil || text == "true" {
      notes.append("default: \(text)")
    }
    return notes.isEmpty ? facts.help : "\(facts.help) [\(notes.joined(separator: "; "))]"
  }
}
