/// What a program takes behind its options.
public struct OperandSpec<Options>: Sendable {
  /// What represents one in the help, for example `FILE`.
  let placeholder: String
  /// How many are accepted.
  let range: ClosedRange<Int>
  /// What they mean, as a sentence.
  let help: String
  /// What a shell offers.
  let completion: OptionCompletion
  /// Takes as many texts as the range allows.
  let read: @Sendable (inout Options, [String]) -> Void

  /// No operands.
  public static var none: Self {
    OperandSpec(placeholder: "", range: 0...0, help: "", completion: .none, read: { _, _ in })
  }

  /// One text that must be given.
  public static func one(
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, String> & Sendable,
    help: String,
    completion: OptionCompletion = .none
  ) -> Self {
    OperandSpec(placeholder: placeholder, range: 1...1, help: help, completion: completion) {
      options,
      texts in options[keyPath: path] = texts[0]
    }
  }

  /// One or more texts.
  public static func several(
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, [String]> & Sendable,
    help: String
  ) -> Self {
    OperandSpec(placeholder: placeholder, range: 1...Int.max, help: help, completion: .none) {
      options,
      texts in options[keyPath: path] = texts
    }
  }

  /// Any number of texts, which a configuration file can also name, as the plural of the placeholder.
  public static func any(
    _ placeholder: String,
    _ path: any WritableKeyPath<Options, [String]> & Sendable,
    help: String
  ) -> Self {
    OperandSpec(placeholder: placeholder, range: 0...Int.max, help: help, completion: .none) {
      options,
      texts in options[keyPath: path] = texts
    }
  }

  /// Any number of files, which a configuration file can also name, as `files`.
  public static func files(
    _ path: any WritableKeyPath<Options, [String]> & Sendable,
    help: String
  ) -> Self {
    OperandSpec(placeholder: "FILE", range: 0...Int.max, help: help, completion: .file) {
      options,
      texts in options[keyPath: path] = texts
    }
  }

  var synopsis: String {
    if range.upperBound == 0 { return "" }
    let dots = range.upperBound > 1 ? "..." : ""
    return range.lowerBound == 0 ? "[\(placeholder)]\(dots)" : "\(placeholder)\(dots)"
  }

  /// The key of the configuration file that gives the operands: `files` for `FILE`; nil where they
  /// are no names of anything, and so belong to the command line alone.
  var setting: String? {
    range.upperBound == 0 || !placeholder.allSatisfy(\.isLetter)
      ? nil : placeholder.lowercased() + (range.upperBound > 1 ? "s" : "")
  }
}
