import StageKit

/// Options with one of every kind.
struct SampleOptions: Sendable, Equatable {
  var profile = "generic"
  var mode = SampleMode.fast
  var days = 7
  var window = Duration.seconds(604_800)
  var tags: [String] = []
  var color = true
  var strict = false
  var key: Secret?
  var fields: [String] = []
  var all = false
  var files: [String] = []
}

enum SampleMode: String, OptionValue, CaseIterable {
  case fast
  case careful
}

/// A program with one option of every kind and a subcommand.
let sample = Command<SampleOptions>(
  "sample",
  summary: "show one option of every kind",
  description: "Does nothing.\nIts second paragraph is long enough to be broken between two of its "
    + "words, since a terminal has eighty columns.",
  operands: .files(\.files, help: "Files to read."),
  initial: SampleOptions(),
  options: [
    .value("--profile", "NAME", \.profile, help: "The profile."),
    .value("--mode", "MODE", \.mode, help: "How to go about it."),
    .value("--days", "N", \.days, help: "How many days."),
    .value("--click-window", "SPAN", \.window, help: "Clicks count so long."),
    .repeated("--exclude-tag", "TAG", \.tags, help: "Leave out orders with TAG."),
    .flag("--color", \.color, help: "In colour.", negatable: true),
    .flag("--strict", \.strict, help: "No mercy, and it's [final]: none."),
    .secret("--api-key", \.key, help: "The key.", environment: "SAMPLE_API_KEY"),
    .list("--fields", "A,B", \.fields, help: "The fields."),
  ],
  examples: [CommandExample("Read every file", "sample --profile orders *.csv")],
  variables: [("TZ", "not read at all")],
  subcommands: [
    Command(
      "refresh",
      summary: "compute it anew",
      initial: SampleOptions(),
      options: [.flag("--all", \.all, help: "Everything.")],
      handlesRecords: false
    )
  ]
)

/// Reads a command line with made-up variables and files.
func interpret(
  _ arguments: [String],
  variables: [String: String] = [:],
  files: [String: String] = [:],
  _ command: Command<SampleOptions> = sample
) throws(StageError) -> Invocation<SampleOptions> {
  let environment = Environment(
    variable: { variables[$0] },
    file: { path in
      guard let text = files[path] else { throw StageError(.noInput, "cannot open \(path)") }
      return Array(text.utf8)
    }
  )
  return try command.interpret(arguments, in: environment)
}

/// The run that a command line asks for.
func run(
  _ arguments: [String],
  variables: [String: String] = [:],
  files: [String: String] = [:]
) throws(StageError) -> Invocation<SampleOptions>.Run {
  switch try interpret(arguments, variables: variables, files: files) {
  case .run(let run): return run
  case .show(let text): throw StageError(.software, "shows: \(text)")
  }
}

/// The text that a command line asks for.
func shown(_ arguments: String...) throws(StageError) -> String {
  switch try interpret(arguments) {
  case .run: throw StageError(.software, "runs")
  case .show(let text): return text
  }
}

/// The error that a command line gives, or nil.
func failure(
  _ arguments: [String],
  variables: [String: String] = [:],
  files: [String: String] = [:]
) -> StageError? {
  do {
    _ = try interpret(arguments, variables: variables, files: files)
    return nil
  } catch {
    return error
  }
}

/// Keeps log lines for a test to look at.
final class MemorySink: LogSink {
  var isTerminal: Bool
  let columns = 80
  private(set) var text = ""

  init(isTerminal: Bool = false) { self.isTerminal = isTerminal }

  func write(_ text: String) { self.text += text }

  var lines: [String] { text.split(separator: "\n").map(String.init) }
}
