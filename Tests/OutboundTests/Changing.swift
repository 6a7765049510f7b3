import TestSupport
import Wire

/// A folder in which `transform-changes` runs again and again, as it would every day.
struct Changing {
  let work: Workspace

  /// One run over updates, each as the members behind its person, and a STATE after each of the
  /// given counts of them.
  func run(
    _ updates: [String],
    statesAfter: [Int]? = nil,
    _ arguments: [String] = []
  ) throws -> Outcome {
    let marks = Set(statesAfter ?? [updates.count])
    var lines: [String] = marks.contains(0) ? [Self.state] : []
    for (index, update) in updates.enumerated() {
      lines.append(
        #"{"type":"RECORD","stream":"postscript_subscriber_updates","record":{"store_id":"s",\#(update)}}"#
      )
      if marks.contains(index + 1) { lines.append(Self.state) }
    }
    let command = Command(
      path: BuiltProducts.program("transform-changes"),
      ["--snapshot", "snapshot", "--accepted", "accepted"] + arguments
    )
    return try work.run(command, input: .text(lines.map { $0 + "\n" }.joined()))
  }

  static let state = #"{"type":"STATE","value":{"n":1}}"#

  /// An update of a person's properties.
  static func update(_ person: Int, _ properties: String, at time: String? = nil) -> String {
    let updated = time.map { #""updated_at":"\#($0)","# } ?? ""
    return #""person":"+1202555\#(1000 + person)",\#(updated)"properties":{\#(properties)}"#
  }

  /// Notes what a Singer target writes once it has accepted everything before the n-th STATE.
  func accept(_ outcome: Outcome, states: Int = 1) throws {
    let all = try outcome.lines.map { try JSONValue(parsing: $0) }
      .filter { $0["type"]?.string == "STATE" }.compactMap { $0["value"] }
    try work.write("accepted", all.prefix(states).map { $0.text + "\n" }.joined())
  }

  /// Persons and properties that a run has written.
  static func written(_ outcome: Outcome) throws -> [String] {
    try outcome.orThrow().lines.map { try JSONValue(parsing: $0) }
      .filter { $0["type"]?.string == "RECORD" }.compactMap { $0["record"] }
      .map { "\($0["person"]?.string?.suffix(1) ?? "?") \($0["properties"]?.text ?? "")" }
  }
}

/// Runs a test in a folder without a snapshot yet.
func withChanges(_ body: (Changing) throws -> Void) throws {
  try withWorkspace { try body(Changing(work: $0)) }
}
