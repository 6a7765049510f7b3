/// One row of a program's option table.
///
/// The table is the single source of the parser, the environment variables, the configuration
/// file, `--help`, `--about`, the man page and the shell completions. Rows are made by `value`,
/// `flag`, `repeated`, `list` and `secret`; what a row says of its option can be read as if it
/// were its own: `row.name`.
@dynamicMemberLookup
public struct OptionSpec<Options>: Sendable {
  /// What is said of the option.
  public private(set) var facts: OptionFacts
  /// Reads the texts of the source that won, of which there is at least one.
  let read: @Sendable (inout Options, [String]) throws -> Void
  /// The text of the value that options hold; on the initial options, the default.
  let describe: @Sendable (Options) -> String?

  init(
    _ facts: OptionFacts,
    read: @escaping @Sendable (inout Options, [String]) throws -> Void,
    describe: @escaping @Sendable (Options) -> String? = { _ in nil }
  ) {
    self.facts = facts
    self.read = read
    self.describe = describe
  }

  /// A fact about the option.
  public subscript<Fact>(dynamicMember path: KeyPath<OptionFacts, Fact>) -> Fact {
    facts[keyPath: path]
  }

  /// The same row with other facts.
  func with(_ change: (inout OptionFacts) -> Void) -> Self {
    var row = self
    change(&row.facts)
    return row
  }

  /// The same row, of which a second one on the command line is an error and does not replace the first.
  public var once: Self { with { $0.isOnce = true } }

  /// The same row for options that hold these options, so that groups of rows can be shared.
  public func within<Whole>(
    _ path: any WritableKeyPath<Whole, Options> & Sendable
  ) -> OptionSpec<Whole> {
    OptionSpec<Whole>(
      facts,
      read: { [read] whole, texts in try read(&whole[keyPath: path], texts) },
      describe: { [describe] whole in describe(whole[keyPath: path]) }
    )
  }
}

/// What a source gave for an option, so that it can be applied to other options than those read.
public struct OptionChange<Options>: Sendable {
  let read: @Sendable (inout Options) throws -> Void

  /// Sets the option as it was given.
  public func apply(to options: inout Options) throws { try read(&options) }
}

extension OptionSpec {
  /// The same row, which also remembers what was given.
  public func recorded<Whole>(
    in path: any WritableKeyPath<Whole, Options> & Sendable,
    _ changes: any WritableKeyPath<Whole, [OptionChange<Options>]> & Sendable
  ) -> OptionSpec<Whole> {
    OptionSpec<Whole>(
      facts,
      read: { [read] whole, texts in
        try read(&whole[keyPath: path], texts)
        whole[keyPath: changes].append(OptionChange { try read(&$0, texts) })
      },
      describe: { [describe] whole in describe(whole[keyPath: path]) }
    )
  }
}

extension Sequence {
  /// The same rows for options that hold these options.
  public func within<Part, Whole>(
    _ path: any WritableKeyPath<Whole, Part> & Sendable
  ) -> [OptionSpec<Whole>] where Element == OptionSpec<Part> {
    map { $0.within(path) }
  }

  /// The same rows under another heading of the help.
  public func under<Part>(heading: String) -> [OptionSpec<Part>] where Element == OptionSpec<Part> {
    map { row in row.with { $0.heading = heading } }
  }
}
