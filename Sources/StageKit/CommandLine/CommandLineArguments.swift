/// The contents of a command line, sorted by option but not yet read.
struct CommandLineArguments {
  /// The texts given for each row of the table, by the row's position.
  private(set) var texts: [Int: [String]] = [:]
  /// What comes after or between the options.
  private(set) var operands: [String] = []

  /// Sorts arguments by the rows of a table.
  ///
  /// `--name value` and `--name=value` mean the same; `--` ends the options; `-` is an operand.
  ///
  /// - Throws: exit code 64 where an option isn't known, lacks its value or takes none.
  init<Options>(_ arguments: [String], rows: [OptionSpec<Options>]) throws(StageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      }
      if argument == "-h" {
        try take("--help", nil, rows, &rest)
      } else if argument.hasPrefix("--") {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        try take(String(parts[0]), parts.count > 1 ? String(parts[1]) : nil, rows, &rest)
      } else if argument.hasPrefix("-"), argument.utf8.count > 1 {
        throw StageError(
          .usage,
          "\(Excerpt.quoted(argument)) is not an option; a file of that name is ./"
            + argument
        )
      } else {
        operands.append(argument)
      }
    }
  }

  private mutating func take<Options>(
    _ name: String,
    _ attached: String?,
    _ rows: [OptionSpec<Options>],
    _ rest: inout ArraySlice<String>
  ) throws(StageError) {
    for (index, row) in rows.enumerated() {
      switch row.kind {
      case .flag(let negatable):
        if negatable, attached == nil, name == row.negatedName {
          texts[index, default: []].append("false")
          return
        }
        guard name == row.name else { continue }
        texts[index, default: []].append(attached ?? "true")
        return
      case .secret:
        if name == row.name { throw row.secretOnCommandLine }
        guard name == row.argumentName else { continue }
      case .value, .repeated, .list:
        guard name == row.name else { continue }
      }
      if row.isOnce, texts[index] != nil {
        throw StageError(.usage, "\(name) is given twice, and there can be only one")
      }
      var value = attached
      if value == nil { value = try Self.value(of: name, row, &rest) }
      if let value { texts[index, default: []].append(value) }
      return
    }
    throw Self.unknown(name, rows)
  }

  private static func value<Options>(
    of name: String,
    _ row: OptionSpec<Options>,
    _ rest: inout ArraySlice<String>
  ) throws(StageError) -> String {
    let placeholder = row.placeholder ?? "VALUE"
    guard let next = rest.popFirst() else {
      throw StageError(.usage, "\(name) needs a value: \(name) \(placeholder)")
    }
    guard !next.hasPrefix("--") else {
      throw StageError(
        .usage,
        "\(name) needs a value: \(name) \(placeholder) (if \(Excerpt.quoted(next)) is the value, "
          + "write \(name)=\(placeholder))"
      )
    }
    return next
  }

  /// The error for an unknown name; it never shows a value, which might be a secret.
  private static func unknown<Options>(
    _ name: String,
    _ rows: [OptionSpec<Options>]
  ) -> StageError {
    let names = rows.flatMap { [$0.argumentName] + ($0.negatedName.map { [$0] } ?? []) }
    let guess = NearestName.of(name, in: names).map { "; did you mean \($0)?" } ?? ""
    return StageError(.usage, "unknown option \(Excerpt.quoted(name))\(guess)")
  }
}

extension OptionFacts {
  /// The name on the command line: `--api-key-file` for the secret `--api-key`.
  var argumentName: String { kind == .secret ? name + "-file" : name }

  /// The form that switches a negatable flag off.
  var negatedName: String? {
    kind == .flag(negatable: true) ? "--no-" + name.dropFirst(2) : nil
  }

  /// The error for a secret on the command line, without its text.
  fileprivate var secretOnCommandLine: StageError {
    let variable = environment.map { "set \($0) or " } ?? ""
    return StageError(
      .usage,
      "\(name) is not accepted on the command line, where every user of the machine can read it: "
        + "\(variable)use \(argumentName) FILE"
    )
  }
}
