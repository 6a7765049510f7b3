extension Command {
  /// The text of `--completions`: a script for a shell.
  func completions(for shell: Shell) -> String {
    switch shell {
    case .bash: bashCompletions
    case .zsh: zshCompletions
    case .fish: fishCompletions
    }
  }

  /// One shell function's name for the program: bash allows no dash everywhere, so none is used.
  private var functionName: String { "_" + name.map { $0 == "-" ? "_" : $0 } }

  /// The rows of the program and its subcommands that a user types, each once.
  private var typedRows: [OptionSpec<Settings<Options>>] {
    var found: [OptionSpec<Settings<Options>>] = []
    for row in rows + subcommands.flatMap(\.rows)
    where row.role != .hiddenInformation && !found.contains(where: { $0.name == row.name }) {
      found.append(row)
    }
    return found
  }

  private var bashCompletions: String {
    let words = typedRows.flatMap { [$0.argumentName] + ($0.negatedName.map { [$0] } ?? []) }
    let commands = firstWords.joined(separator: " ")
    let files = operands.completion == .file ? "-f " : ""
    return """
      # bash completion for \(name)
      \(functionName)() {
        local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]}
        # bash takes --option=value apart at the equals sign.
        if [[ $word == = ]]; then
          word=
        elif [[ $option == = && COMP_CWORD -gt 2 ]]; then
          option=${COMP_WORDS[COMP_CWORD-2]}
        fi
        case $option in
      \(bashValueCases)\(bashGroupCases)  esac
        case $word in
          -*) mapfile -t COMPREPLY < <(compgen -W '\(words.joined(separator: " "))' -- "$word") ;;
          *) mapfile -t COMPREPLY < <(compgen \(files)-W '\(commands)' -- "$word") ;;
        esac
      }
      complete -o filenames -F \(functionName) \(name)

      """
  }

  private var bashValueCases: String {
    typedRows.filter { $0.placeholder != nil }.map { row in
      let source =
        switch row.completion {
        case .file: "-f"
        case .folder: "-d"
        case .none: "-W '\(row.choices.joined(separator: " "))'"
        }
      return "    \(row.argumentName)) "
        + "mapfile -t COMPREPLY < <(compgen \(source) -- \"$word\"); return ;;\n"
    }.joined()
  }

  private var bashGroupCases: String {
    groups.map { group in
      "    \(group.word)) mapfile -t COMPREPLY < <(compgen -W "
        + "'\(group.commands.map(\.second).joined(separator: " "))' -- \"$word\"); return ;;\n"
    }.joined()
  }

  /// The first words of the subcommands, each once.
  private var firstWords: [String] {
    var words: [String] = []
    for subcommand in subcommands {
      let word = subcommand.words[0]
      if !words.contains(word) { words.append(word) }
    }
    return words
  }

  /// The subcommands of two words, by the first.
  private var groups: [(word: String, commands: [(second: String, summary: String)])] {
    firstWords.compactMap { word in
      let commands = subcommands.filter { $0.words.count > 1 && $0.words[0] == word }
      return commands.isEmpty ? nil : (word, commands.map { ($0.words[1], $0.summary) })
    }
  }

  private var zshCompletions: String {
    var specs: [String] = []
    for row in typedRows {
      let text = Self.zshQuoted(row.help)
      let times = row.takesSeveral ? "*" : ""
      specs.append("'\(times)\(row.argumentName)\(row.zshSuffix)[\(text)]\(row.zshAction)'")
      if let negated = row.negatedName { specs.append("'\(negated)[\(text)]'") }
    }
    if !subcommands.isEmpty {
      specs.append("'1::command:(\(firstWords.joined(separator: " ")))'")
    }
    for group in groups {
      let words = group.commands.map(\.second).joined(separator: " ")
      specs.append("'2::\(group.word):(\(words))'")
    }
    if operands.completion == .file { specs.append("'*:\(operands.placeholder):_files'") }
    return "#compdef \(name)\n_arguments \\\n  " + specs.joined(separator: " \\\n  ") + "\n"
  }

  private var fishCompletions: String {
    var text = "# fish completion for \(name)\n"
    if operands.completion != .file { text += "complete -c \(name) -f\n" }
    for subcommand in subcommands where subcommand.words.count == 1 {
      text += "complete -c \(name) -n __fish_use_subcommand -a \(subcommand.name)"
      text += " -d '\(Self.fishQuoted(subcommand.summary))'\n"
    }
    for group in groups {
      text += "complete -c \(name) -n __fish_use_subcommand -a \(group.word)\n"
      for command in group.commands {
        text += "complete -c \(name) -n '__fish_seen_subcommand_from \(group.word)'"
        text += " -a \(command.second) -d '\(Self.fishQuoted(command.summary))'\n"
      }
    }
    for row in typedRows {
      text += "complete -c \(name) -l \(row.argumentName.dropFirst(2))"
      if row.placeholder != nil { text += row.completion == .none ? " -x" : " -r -F" }
      if !row.choices.isEmpty { text += " -a '\(row.choices.joined(separator: " "))'" }
      text += " -d '\(Self.fishQuoted(row.help))'\n"
      if let negated = row.negatedName {
        text += "complete -c \(name) -l \(negated.dropFirst(2))\n"
      }
    }
    return text
  }

  /// Text inside single quotes and square brackets of a zsh specification.
  private static func zshQuoted(_ text: String) -> String {
    var result = ""
    for character in firstSentence(text) {
      switch character {
      case "'": result += "'\\''"
      case "[", "]", ":", "\\": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }

  private static func fishQuoted(_ text: String) -> String {
    var result = ""
    for character in firstSentence(text) {
      if character == "'" || character == "\\" { result += "\\" }
      result.append(character)
    }
    return result
  }

  private static func firstSentence(_ text: String) -> String {
    var words: [Substring] = []
    for word in text.split(separator: " ") {
      words.append(word)
      if word.hasSuffix(".") { break }
    }
    return words.joined(separator: " ")
  }
}

extension OptionFacts {
  fileprivate var zshSuffix: String { placeholder == nil ? "" : "=" }

  fileprivate var zshAction: String {
    guard let placeholder else { return "" }
    let label = String(placeholder.map { $0 == ":" ? "-" : $0 })
    switch completion {
    case .file: return ":\(label):_files"
    case .folder: return ":\(label):_files -/"
    case .none:
      return choices.isEmpty
        ? ":\(label): " : ":\(label):(\(choices.joined(separator: " ")))"
    }
  }
}
