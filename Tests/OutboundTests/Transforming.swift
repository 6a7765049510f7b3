import TestSupport
import Wire

/// Runs `transform-events` on bare records of one stream.
struct Transforming {
  let outcome: Outcome
  /// The lines of its rejects file; empty where it was given none.
  let rejects: String

  /// Runs it; the mapping is the name of one, or its JSON.
  init(
    _ mapping: String,
    _ stream: String,
    _ records: [String],
    _ arguments: String...,
    environment: [String: String] = [:]
  ) throws {
    (outcome, rejects) = try withWorkspace { work in
      var name = mapping
      if mapping.hasPrefix("{") { name = try work.write("mapping.json", mapping) }
      let command = Command(
        path: BuiltProducts.program("transform-events"),
        ["--mapping", name, "--stream", stream] + arguments,
        environment: environment
      )
      let outcome = try work.run(command, input: .text(records.map { $0 + "\n" }.joined()))
      return (outcome, work.has("rejects") ? try work.read("rejects") : "")
    }
  }

  /// The records that were written.
  func records() throws -> [JSONValue] {
    try outcome.orThrow().lines.map { try JSONValue(parsing: $0) }
      .filter { $0["type"]?.string == "RECORD" }.compactMap { $0["record"] }
  }
}
