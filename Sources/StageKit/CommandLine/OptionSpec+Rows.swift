extension OptionSpec {
  /// A row for one value that goes to a property.
  ///
  /// The default shown in the help is what the property holds at first. The environment variable
  /// is `POSTSCRIPT_ETL_` and the name, unless a usual one exists and is given.
  public static func value<Value: OptionValue>(
    _ name: String,
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, Value> & Sendable,
    help: String,
    environment: String? = nil,
    required: Bool = false,
    completion: OptionCompletion = .none
  ) -> Self {
    OptionSpec(
      name: name,
      placeholder: placeholder,
      help: help,
      heading: "",
      environment: environment ?? self.environment(of: name),
      kind: .value,
      choices: Value.choices,
      completion: completion,
      isRequired: required,
      settingType: Value.settingType,
      read: { options, texts in
        options[keyPath: path] = try Value(optionText: texts[texts.count - 1])
      },
      describe: { $0[keyPath: path].optionText }
    )
  }

  /// A row for one value that a closure reads; it throws ``InvalidValue``.
  public static func value(
    _ name: String,
    _ placeholder: String,
    default text: String? = nil,
    help: String,
    choices: [String] = [],
    environment: String? = nil,
    required: Bool = false,
    completion: OptionCompletion = .none,
    read: @escaping @Sendable (inout Options, String) throws -> Void
  ) -> Self {
    OptionSpec(
      name: name,
      placeholder: placeholder,
      help: help,
      heading: "",
      environment: environment ?? self.environment(of: name),
      kind: .value,
      choices: choices,
      completion: completion,
      isRequired: required,
      settingType: .string,
      read: { options, texts in try read(&options, texts[texts.count - 1]) },
      describe: { _ in text }
    )
  }

  /// A row for a switch; a negatable one has a `--no-` form too, for a default of true.
  public static func flag(
    _ name: String,
    _ path: any WritableKeyPath<Options, Bool> & Sendable,
    help: String,
    environment: String? = nil,
    negatable: Bool = false
  ) -> Self {
    OptionSpec(
      name: name,
      placeholder: nil,
      help: help,
      heading: "",
      environment: environment ?? self.environment(of: name),
      kind: .flag(negatable: negatable),
      choices: [],
      completion: .none,
      isRequired: false,
      settingType: .boolean,
      read: { options, texts in
        options[keyPath: path] = try Bool(optionText: texts[texts.count - 1])
      },
      describe: { $0[keyPath: path].optionText }
    )
  }

  /// A row for any number of values, one per mention.
  public static func repeated<Value: OptionValue>(
    _ name: String,
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, [Value]> & Sendable,
    help: String,
    environment: String? = nil,
    required: Bool = false,
    completion: OptionCompletion = .none
  ) -> Self {
    several(
      name,
      placeholder,
      path,
      help,
      .repeated,
      environment ?? self.environment(of: name),
      required,
      completion
    )
  }

  /// A row for comma-separated values, such as the fields of a key.
  public static func list<Value: OptionValue>(
    _ name: String,
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, [Value]> & Sendable,
    help: String,
    environment: String? = nil,
    required: Bool = false
  ) -> Self {
    several(
      name,
      placeholder,
      path,
      help,
      .list,
      environment ?? self.environment(of: name),
      required,
      .none
    )
  }

  private static func several<Value: OptionValue>(
    _ name: String,
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, [Value]> & Sendable,
    _ help: String,
    _ kind: OptionKind,
    _ environment: String,
    _ required: Bool,
    _ completion: OptionCompletion
  ) -> Self {
    OptionSpec(
      name: name,
      placeholder: placeholder,
      help: help,
      heading: "",
      environment: environment,
      kind: kind,
      choices: Value.choices,
      completion: completion,
      isRequired: required,
      settingType: Value.settingType,
      read: { options, texts in
        options[keyPath: path] = try texts.map { try Value(optionText: $0) }
      },
      describe: { options in
        let texts = options[keyPath: path].compactMap(\.optionText)
        return texts.isEmpty ? nil : texts.joined(separator: ",")
      }
    )
  }

  /// A row for a secret, named without its source, for example `--api-key`.
  ///
  /// It is read from the environment variable, from the file that `--api-key-file` (or the
  /// variable with `_FILE` behind it) names, or from the configuration file. `--api-key` itself is
  /// refused, since every user of the machine sees the command line.
  public static func secret(
    _ name: String,
    _ path: any WritableKeyPath<Options, Secret?> & Sendable,
    help: String,
    environment: String? = nil,
    required: Bool = false
  ) -> Self {
    OptionSpec(
      name: name,
      placeholder: "FILE",
      help: help,
      heading: "",
      environment: environment ?? self.environment(of: name),
      kind: .secret,
      choices: [],
      completion: .file,
      isRequired: required,
      settingType: .string,
      read: { options, texts in options[keyPath: path] = Secret(texts[texts.count - 1]) },
      describe: { _ in nil }
    )
  }
}
