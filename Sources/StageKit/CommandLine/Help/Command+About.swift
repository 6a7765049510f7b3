internal import Wire

extension Command {
  /// The text of `--about`: the settings as JSON Schema, in the shape of the Singer SDK's.
  var aboutText: String {
    JSONValue.object([
      ("name", .string(name)),
      ("description", .string(summary)),
      ("version", .string(Version.current)),
      ("capabilities", .array(allCapabilities.map { .string($0) })),
      (
        "settings",
        .object([
          ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
          ("type", .string("object")),
          ("properties", .object(properties)),
          (
            "required",
            // What a subcommand requires, the program does not.
            .array(
              rows.filter { $0.isRequired && $0.role == .setting }
                .map { JSONValue.string($0.setting) }
            )
          ),
          ("additionalProperties", .bool(false)),
        ])
      ),
      ("rejects", .array(rejectCodes.map(\.about))),
      ("exit_codes", .array(allExitCodes.map { $0.about(meaning(of: $0)) })),
    ]).indented() + "\n"
  }

  /// What a runner of Singer's can ask of the program, as far as its options say it.
  private var allCapabilities: [String] {
    let told = ["catalog", "discover", "state"]
    return told.filter { name in rows.contains { $0.name == "--" + name } } + ["about"]
      + capabilities
  }

  /// The settings as properties of a JSON Schema, those of the operands last.
  private var properties: [(key: String, value: JSONValue)] {
    let own = settingRows.map { (key: $0.setting, value: $0.property(for: defaults)) }
    guard let setting = operands.setting, operands.range.upperBound > 1 else { return own }
    let list = JSONValue.object([
      ("type", .array([.string("array"), .string("null")])),
      ("items", .object([("type", .string("string"))])),
      ("description", .string(operands.help)),
    ])
    return own + [(setting, list)]
  }

  /// The codes that the program and its subcommands can end with, each once.
  private var allExitCodes: [ExitCode] {
    let possible = Set(exitCodes + subcommands.flatMap(\.exitCodes))
    return ExitCode.allCases.filter { possible.contains($0) }
  }

  /// The settings of the program and of its subcommands, each once.
  private var settingRows: [OptionSpec<Settings<Options>>] {
    var found: [OptionSpec<Settings<Options>>] = []
    for row in rows + subcommands.flatMap(\.rows)
    where row.role == .setting && !found.contains(where: { $0.name == row.name }) {
      found.append(row)
    }
    return found
  }
}

extension ExitCode {
  /// The code, its meaning, and whether the same again may end otherwise.
  fileprivate func about(_ meaning: String) -> JSONValue {
    .object([
      ("code", .number(String(rawValue))), ("meaning", .string(meaning)), ("retry", .bool(mayPass)),
    ])
  }
}

extension RejectCode {
  /// The code and its meaning.
  fileprivate var about: JSONValue {
    .object([("code", .string(rawValue)), ("meaning", .string(meaning))])
  }
}

extension OptionSpec {
  /// The setting as a property of a JSON Schema, with its option and its variable.
  fileprivate func property(for options: Options) -> JSONValue {
    let item = JSONValue.string(facts.settingType.rawValue)
    var members: [(key: String, value: JSONValue)] = []
    if facts.takesSeveral {
      var items: [(key: String, value: JSONValue)] = [("type", item)]
      if !facts.choices.isEmpty {
        items.append(("enum", .array(facts.choices.map { .string($0) })))
      }
      members = [("type", .array([.string("array"), .string("null")])), ("items", .object(items))]
    } else {
      members = [("type", facts.isRequired ? item : .array([item, .string("null")]))]
      if !facts.choices.isEmpty {
        let values = facts.choices.map { JSONValue.string($0) }
        members.append(("enum", .array(facts.isRequired ? values : values + [.null])))
      }
    }
    if facts.settingType == .integer {
      if let least = facts.range?.least { members.append(("minimum", .number(least))) }
      if let greatest = facts.range?.greatest { members.append(("maximum", .number(greatest))) }
    }
    members.append(("description", .string(facts.help)))
    if let text = describe(options) { members.append(("default", typed(text))) }
    if facts.kind == .secret { members += [("secret", .bool(true)), ("writeOnly", .bool(true))] }
    members.append(("option", .string(facts.argumentName)))
    if let environment = facts.environment { members.append(("env", .string(environment))) }
    return .object(members)
  }

  private func typed(_ text: String) -> JSONValue {
    if facts.takesSeveral { return .array(text.split(separator: ",").map { .string(String($0)) }) }
    return switch facts.settingType {
    case .string: .string(text)
    case .integer: .number(text)
    case .boolean: .bool(text == "true")
    }
  }
}
