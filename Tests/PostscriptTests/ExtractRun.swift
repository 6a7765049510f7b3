import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// Runs `extract-postscript` against a simulator of the test's own.
struct ExtractRun {
  let workspace: Workspace
  let simulator: Simulator

  /// Starts a simulator for a test, and stops it afterwards.
  static func with<Result>(
    _ settings: SimulatorSettings,
    _ body: (ExtractRun) throws -> Result
  ) throws -> Result {
    let simulator = try #require(Simulator(settings))
    defer { simulator.stop() }
    return try withWorkspace { workspace in
      try body(ExtractRun(workspace: workspace, simulator: simulator))
    }
  }

  /// The command, with the working key; a test of something else than pace asks fast.
  func command(
    _ arguments: [String],
    key: String? = KeyRing.standardKey,
    rate: Int = 100_000,
    environment: [String: String] = [:]
  ) -> Command {
    var variables = environment
    if let key { variables["POSTSCRIPT_API_KEY"] = key }
    return Command(
      path: BuiltProducts.program("extract-postscript"),
      ["--base-url", simulator.baseURL, "--rate", "\(rate)"] + arguments,
      environment: variables
    )
  }

  /// Runs it to its end.
  func run(
    _ arguments: String...,
    key: String? = KeyRing.standardKey,
    rate: Int = 100_000,
    input: Input = .none,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try workspace.run(
      command(arguments, key: key, rate: rate, environment: environment),
      input: input
    )
  }

  /// The subscribers as the simulator has them now, by id.
  func table() throws -> [String: JSONValue] {
    let lines = simulator.withShop { $0.subscribersAsLines() }.split(separator: 0x0A)
    var table: [String: JSONValue] = [:]
    for line in lines {
      let value = try Array(line).withView { try JSONValue(parsing: $0) }
      table[value["id"]?.string ?? ""] = value
    }
    return table
  }
}

extension SimulatorSettings {
  /// Settings without a limit, changed as a test needs them.
  static func changed(_ change: (inout SimulatorSettings) -> Void) -> SimulatorSettings {
    var settings = SimulatorSettings()
    settings.rateLimit = 0
    change(&settings)
    return settings
  }
}

/// The messages that a run has written.
struct Messages {
  /// The records of each stream, in order.
  var records: [String: [JSONValue]] = [:]
  /// The values of the STATE messages, in order.
  var states: [JSONValue] = []
  /// The types of the messages, in order.
  var types: [String] = []

  /// The messages before and with the last STATE, which are all that a loader commits, of what a
  /// killed program has written.
  static func committed(of outcome: Outcome) throws -> Messages {
    let lines = outcome.output.split(separator: 0x0A)
    let state = Array(#"{"type":"STATE""#.utf8)
    let last = lines.lastIndex { $0.starts(with: state) && $0.last == 0x7D }
    return try Messages(lines.prefix(last.map { $0 + 1 } ?? 0))
  }

  init(_ outcome: Outcome) throws { try self.init(outcome.output.split(separator: 0x0A)) }

  private init(_ lines: some Sequence<ArraySlice<UInt8>>) throws {
    for line in lines {
      let message = try Array(line).withView { try JSONValue(parsing: $0) }
      types.append(message["type"]?.string ?? "")
      if let record = message["record"], let stream = message["stream"]?.string {
        records[stream, default: []].append(record)
      }
      if message["type"]?.string == "STATE", let value = message["value"] { states.append(value) }
    }
  }

  /// The latest record of each id of a stream, without its store.
  func latest(_ stream: String) -> [String: JSONValue] {
    var latest: [String: JSONValue] = [:]
    for record in records[stream] ?? [] {
      let fields = (record.members ?? []).filter { $0.key != "store_id" }
      latest[record["id"]?.string ?? ""] = .object(fields)
    }
    return latest
  }
}
