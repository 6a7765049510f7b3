import StageKit
import Testing

/// Ranges belong to an option's row: parser, help and `--about` know them.
@Suite("Ranges")
struct RangeTests {
  private struct Port: Sendable {
    var port = 0
    var count = 1
    var low = 1
    var high = 2
  }

  private let command = Command<Port>(
    "listen",
    summary: "listen",
    initial: Port(),
    options: [
      .value("--port", "PORT", \.port, in: 0...65_535, help: "The port."),
      .value("--count", "N", \.count, in: 1..., help: "How many."),
      .value("--low", "N", \.low, help: "The low end."),
      .value("--high", "N", \.high, help: "The high end."),
    ],
    check: { options throws(StageError) in
      guard options.low < options.high else {
        throw StageError(.usage, "--low must be below --high")
      }
    }
  )

  private func interpret(
    _ arguments: [String],
    variables: [String: String] = [:]
  ) throws(StageError) -> Invocation<Port> {
    try command.interpret(
      arguments,
      in: Environment(variable: { variables[$0] }, file: { _ in [] })
    )
  }

  @Test(
    "a value outside of its range is refused by the parser",
    arguments: [
      (["--port", "65536"], "--port: \"65536\" is not from 0 to 65535"),
      (["--port", "-1"], "--port: \"-1\" is not from 0 to 65535"),
      (["--count", "0"], "--count: \"0\" is not 1 or more"),
      (["--low", "2"], "--low must be below --high"),
    ]
  )
  func outside(arguments: [String], message: String) {
    let error = #expect(throws: StageError.self) { try interpret(arguments) }
    #expect(error?.code == .usage)
    #expect(error?.message == message)
  }

  @Test("both ends of a range are inside")
  func ends() throws {
    for port in [0, 65_535] {
      guard case .run(let run) = try interpret(["--port", "\(port)"]) else {
        Issue.record("no run")
        continue
      }
      #expect(run.options.port == port)
    }
  }

  @Test("a variable outside of its range is a fault of the configuration")
  func variable() {
    let error = #expect(throws: StageError.self) {
      try interpret([], variables: ["POSTSCRIPT_ETL_PORT": "70000"])
    }
    #expect(error?.code == .config)
    #expect(error?.message == "POSTSCRIPT_ETL_PORT: \"70000\" is not from 0 to 65535")
  }

  @Test("help and about show ranges")
  func shown() throws {
    guard case .show(let help) = try interpret(["--help"]),
      case .show(let about) = try interpret(["--about"])
    else {
      Issue.record("a run in place of a text")
      return
    }
    #expect(help.contains("The port. [from 0 to 65535; default: 0]"))
    #expect(help.contains("How many. [1 or more; default: 1]"))
    let settings = about.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
    #expect(settings.contains("\"minimum\": 0,"))
    #expect(settings.contains("\"maximum\": 65535,"))
    #expect(settings.contains("\"minimum\": 1,"))
  }

  @Test("each exit code has its meaning, and only a program that commits says so")
  func exitCodes() throws {
    #expect(Set(ExitCode.allCases.map(\.meaning)).count == ExitCode.allCases.count)
    let quiet = Command<Port>(
      "quiet",
      summary: "be quiet",
      initial: Port(),
      options: [],
      exitCodes: [.interrupted, .terminated],
      handlesRecords: false
    )
    let environment = Environment(variable: { _ in nil }, file: { _ in [] })
    guard case .show(let without) = try quiet.interpret(["--help"], in: environment),
      case .show(let with) = try interpret(["--help"])
    else {
      Issue.record("a run in place of a text")
      return
    }
    #expect(without.hasSuffix("  130  stopped by SIGINT\n  143  stopped by SIGTERM\n"))
    #expect(with.contains("  130  stopped by SIGINT at the last committed point\n"))
  }
}
