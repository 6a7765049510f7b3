import PostscriptSimulator
import StageKit
import TestSupport
import Testing
import Wire

/// Runs `load-postscript` against a simulator of the test's own.
struct SendRun {
  let workspace: Workspace
  let simulator: Simulator

  /// Starts a simulator for a test, and stops it afterwards.
  static func with<Result>(
    _ settings: SimulatorSettings = settings { _ in },
    _ body: (SendRun) throws -> Result
  ) throws -> Result {
    let simulator = try #require(Simulator(settings))
    defer { simulator.stop() }
    return try withWorkspace { try body(SendRun(workspace: $0, simulator: simulator)) }
  }

  /// The settings of a small shop without a limit, changed as a test needs them.
  static func settings(_ change: (inout SimulatorSettings) -> Void) -> SimulatorSettings {
    var settings = SimulatorSettings()
    settings.subscribers = 40
    settings.rateLimit = 0
    change(&settings)
    return settings
  }

  /// The command; a test of something else than pace sends fast.
  func command(
    _ arguments: [String],
    rate: Int = 100_000,
    environment: [String: String] = [:]
  ) -> TestSupport.Command {
    let key = ["POSTSCRIPT_API_KEY": KeyRing.standardKey]
    return TestSupport.Command(
      path: BuiltProducts.program("load-postscript"),
      ["--base-url", simulator.baseURL, "--rate", "\(rate)", "--journal", "journal"] + arguments,
      environment: key.merging(environment) { $1 }
    )
  }

  /// Sends lines, with a STATE behind them.
  func send(
    _ lines: [String],
    _ arguments: String...,
    rate: Int = 100_000,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try workspace.run(
      command(arguments, rate: rate, environment: environment),
      input: .text((lines + [Self.state]).map { $0 + "\n" }.joined())
    )
  }

  static let state = #"{"type":"STATE","value":{"done":1}}"#

  /// An event; further members of the record replace those that are usual.
  static func event(_ id: String, _ members: [(String, JSONValue)]) -> String {
    record(
      "postscript_events",
      [
        ("type", .string("Order_Saved")), ("external_id", .string(id)),
        ("occurred_at", .string(Clock.now.text)),
      ],
      members
    )
  }

  static func update(_ members: [(String, JSONValue)]) -> String {
    record("postscript_subscriber_updates", [], members)
  }

  static func record(
    _ stream: String,
    _ usual: [(String, JSONValue)],
    _ members: [(String, JSONValue)]
  ) -> String {
    let kept = usual.filter { one in !members.contains { $0.0 == one.0 } }
    return JSONValue.object([
      ("type", .string("RECORD")), ("stream", .string(stream)),
      ("record", .object((kept + members).map { ($0.0, $0.1) })),
    ]).text
  }

  static func properties(_ members: (String, JSONValue)...) -> (String, JSONValue) {
    ("properties", .object(members.map { ($0.0, $0.1) }))
  }

  /// The subscribers as the simulator has them now.
  func subscribers() throws -> [JSONValue] { try administer("subscribers") }

  /// One of them by the phone number.
  func subscriber(_ phone: String) throws -> JSONValue {
    try #require(try subscribers().first { $0["phone_number"]?.string == phone })
  }

  /// The first subscribers who have a phone number, and a condition.
  func phones(where condition: (JSONValue) -> Bool = { _ in true }) throws -> [String] {
    try subscribers().filter(condition).compactMap { $0["phone_number"]?.string }
  }

  /// Asks the administration, and gives its lines.
  @discardableResult
  func administer(_ target: String) throws -> [JSONValue] {
    let reply = simulator.withShop { shop in
      shop.administer(Request("GET", "/_simulator/" + target))
    }
    #expect(reply.status == 200, "\(target): \(String(decoding: reply.body, as: UTF8.self))")
    return try reply.body.split(separator: 0x0A).map { line in
      try Array(line).withView { try JSONValue(parsing: $0) }
    }
  }

  /// Plans faults for the requests whose address or body holds a text.
  func plan(_ faults: [FaultKind], target: String? = nil, body: String? = nil) {
    simulator.withShop { shop in
      var condition = RequestCondition()
      condition.target = target
      condition.body = body
      shop.plan(faults, condition)
    }
  }

  /// How often each external id was accepted.
  func acceptances() throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for row in try administer("event_counts") {
      counts[row["external_id"]?.string ?? ""] = row["count"]?.integer
    }
    return counts
  }

  /// The requests that were made, but for those that only read.
  func writes() -> [LogEntry] {
    simulator.withShop { shop in shop.log.filter { $0.method != "GET" } }
  }

  /// The states that the journal has for an event, in order.
  func journal(_ label: String) throws -> [String] {
    try workspace.read("journal").split(separator: "\n").compactMap { line in
      let entry = try JSONValue(parsing: String(line.dropFirst(17)))
      return entry["label"]?.string == label ? entry["state"]?.string : nil
    }
  }

  /// The codes and reasons in the rejects file.
  func rejects() throws -> [(code: String, reason: String)] {
    try workspace.read("rejects").split(separator: "\n").map { line in
      let reject = try JSONValue(parsing: String(line))
      return (reject["code"]?.string ?? "", reject["reason"]?.string ?? "")
    }
  }
}
