extension Command {
  /// The text of `--man`: a page for section 1 of the manual, in roff's man macros.
  var manualText: String {
    var page = ".TH \(Roff.escaped(name.uppercased())) 1 \"\" "
    page += "\"postscript-etl \(Version.current)\" \"postscript-etl\"\n"
    page += ".SH NAME\n\(Roff.escaped("\(name) - \(summary)"))\n"
    page += ".SH SYNOPSIS\n.B \(Roff.escaped(name))\n\(Roff.escaped(synopsis))\n"
    for subcommand in subcommands {
      page += ".br\n.B \(Roff.escaped("\(name) \(subcommand.name)"))\n"
      page += "\(Roff.escaped(subcommand.synopsis))\n"
    }
    if !description.isEmpty { page += ".SH DESCRIPTION\n" + Roff.paragraphs(description) }
    if !operands.help.isEmpty {
      page += ".SH OPERANDS\n" + Roff.entry(operands.placeholder, operands.help)
    }
    page += ".SH OPTIONS\n" + optionEntries
    for subcommand in subcommands { page += subcommandSection(subcommand) }
    return page + environmentSection + exitSection + rejectSection + exampleSection
  }

  private var optionEntries: String {
    optionGroups.map { heading, rows in
      ".SS \(Roff.escaped(heading))\n"
        + rows.map { Roff.entry($0.usage, $0.explanation(for: defaults)) }.joined()
    }.joined()
  }

  private func subcommandSection(_ subcommand: Self) -> String {
    ".SH \(Roff.escaped(subcommand.name.uppercased()))\n"
      + Roff.paragraphs("\(subcommand.summary)\n\(subcommand.description)")
      + (subcommand.operands.help.isEmpty
        ? "" : Roff.entry(subcommand.operands.placeholder, subcommand.operands.help))
      + subcommand.optionGroups.filter { $0.heading != "Common options" }.map { heading, rows in
        ".SS \(Roff.escaped(heading))\n"
          + rows.map { Roff.entry($0.usage, $0.explanation(for: subcommand.defaults)) }.joined()
      }.joined()
  }

  private var environmentSection: String {
    var text = ".SH ENVIRONMENT\n"
    for row in rows {
      guard let variable = row.environment else { continue }
      let secret = "The secret itself; \(variable)_FILE names a file that holds it."
      text += Roff.entry(variable, row.kind == .secret ? secret : "See \(row.name).")
    }
    return text + variables.map { Roff.entry($0.name, $0.meaning) }.joined()
  }

  private var exitSection: String {
    ".SH EXIT STATUS\n" + exitCodes.map { Roff.entry("\($0.rawValue)", meaning(of: $0)) }.joined()
  }

  private var rejectSection: String {
    guard !rejectCodes.isEmpty else { return "" }
    return ".SH REJECT CODES\n"
      + rejectCodes.map { Roff.entry($0.rawValue, $0.meaning) }.joined()
  }

  private var exampleSection: String {
    guard !examples.isEmpty else { return "" }
    return ".SH EXAMPLES\n"
      + examples.map { example in
        ".PP\n\(Roff.escaped(example.sentence)):\n.PP\n.nf\n.RS\n"
          + "\(Roff.escaped(example.command))\n.RE\n.fi\n"
      }.joined()
  }
}

/// The typesetting language of manual pages.
enum Roff {
  /// Text that means itself: no request at the start of a line, hyphens that can be copied.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\n": result += " "
      case "'", ".": result += result.isEmpty ? "\\&\(character)" : String(character)
      default: result.append(character)
      }
    }
    return result
  }

  /// A term and its explanation.
  static func entry(_ term: String, _ text: String) -> String {
    ".TP\n.B \(escaped(term))\n\(escaped(text))\n"
  }

  /// Paragraphs that are separated by line breaks.
  static func paragraphs(_ text: String) -> String {
    text.split(separator: "\n").map { ".PP\n\(escaped(String($0)))\n" }.joined()
  }
}
