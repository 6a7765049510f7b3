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
      OptionFacts(
        name: name,
        placeholder: placeholder,
        help: help,
        environment: environment ?? OptionFacts.environment(of: name),
        choices: Value.choices,
        completion: completion,
        isRequired: required,
        settingType: Value.settingType
      ),
      read: { options, texts in
        options[keyPath: path] = try Value(optionText: texts[texts.count - 1])
      },
      describe: { $0[keyPath: path].optionText }
    )
  }

  /// The row of `--state`, the file with the Singer state from which an extractor goes on.
  public static func state<Value: OptionValue>(
    _ path: any WritableKeyPath<Options, Value> & Sendable
  ) -> Self {
    value(
      "--state",
      "FILE",
      path,
      help: "Continue where the Singer state in FILE ends; a file that is missing or empty means "
        + "the beginning.",
      completion: .file
    )
  }

  /// The row of `--catalog`, the file with the Singer catalog that says what an extractor extracts.
  public static func catalog<Value: OptionValue>(
    _ path: any WritableKeyPath<Options, Value> & Sendable
  ) -> Self {
    value(
      "--catalog",
      "FILE",
      path,
      help: "Extract the streams and fields that a Singer catalog selects, as runners write it "
        + "from what --discover says.",
      completion: .file
    )
  }

  /// A row for one value of a range, which is `a...b` or `a...`.
  public static func value<Value: OptionValue & Comparable>(
    _ name: String,
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, Value> & Sendable,
    in range: some RangeExpression<Value> & Sendable,
    help: String
  ) -> Self {
    value(name, placeholder, path, help: help).limited(to: range) { $0[keyPath: path] }
  }

  /// A row for one value of a range that need not be given.
  public static func value<Value: OptionValue & Comparable>(
    _ name: String,
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, Value?> & Sendable,
    in range: some RangeExpression<Value> & Sendable,
    help: String
  ) -> Self {
    value(name, placeholder, path, help: help).limited(to: range) { $0[keyPath: path] }
  }

  private func limited<Value: OptionValue & Comparable>(
    to range: some RangeExpression<Value> & Sendable,
    _ value: @escaping @Sendable (Options) -> Value?
  ) -> Self {
    let limits = OptionRange(range)
    return OptionSpec(
      with { $0.range = limits }.facts,
      read: { [read] options, texts in
        try read(&options, texts)
        if let value = value(options), !range.contains(value) {
          throw InvalidValue("is not \(limits.text)")
        }
      },
      describe: describe
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
    value(name, "", path, help: help, environment: environment).with {
      $0.kind = .flag(negatable: negatable)
      $0.placeholder = nil
    }
  }

  /// A row for any number of values, one per mention.
  public static func repeated<Value: OptionValue>(
    _ name: String,
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, [Value]> & Sendable,
    help: String,
    required: Bool = false,
    completion: OptionCompletion = .none
  ) -> Self {
    list(name, placeholder, path, help: help).with {
      $0.kind = .repeated
      $0.isRequired = required
      $0.completion = completion
    }
  }

  /// A row for comma-separated values, such as the fields of a key.
  public static func list<Value: OptionValue>(
    _ name: String,
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, [Value]> & Sendable,
    help: String
  ) -> Self {
    OptionSpec(
      OptionFacts(
        name: name,
        kind: .list,
        placeholder: placeholder,
        help: help,
        environment: OptionFacts.environment(of: name),
        choices: Value.choices,
        settingType: Value.settingType
      ),
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
    environment: String
  ) -> Self {
    OptionSpec(
      OptionFacts(
        name: name,
        kind: .secret,
        placeholder: "FILE",
        help: help,
        environment: environment,
        completion: .file
      ),
      read: { options, texts in options[keyPath: path] = Secret(texts[texts.count - 1]) }
    )
  }
}
