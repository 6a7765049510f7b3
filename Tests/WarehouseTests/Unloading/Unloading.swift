import TestSupport
import Wire

/// A database with tables to extract, and the extractor before it.
struct Unloading {
  let workspace: Workspace
  let database: Database

  /// The extractor with its options, connected to the database.
  func extractor(_ arguments: [String]) -> Command {
    Command(
      path: BuiltProducts.program("extract-postgres"),
      arguments,
      environment: database.environment
    )
  }

  /// Extracts; the outcome may be a failure.
  func extract(_ arguments: String...) throws -> Outcome {
    try workspace.run(extractor(arguments), timeout: 120)
  }

  /// The messages of a run that must succeed.
  func messages(_ arguments: String...) throws -> [JSONValue] {
    try workspace.run(extractor(arguments), timeout: 120).orThrow().lines.map {
      try JSONValue(parsing: $0)
    }
  }
}

extension [JSONValue] {
  /// The records among messages.
  var records: [JSONValue] { filter { $0["type"]?.string == "RECORD" }.compactMap { $0["record"] } }
  /// The value of the last message, which is a STATE.
  var state: JSONValue? { last?["type"]?.string == "STATE" ? last?["value"] : nil }
}

/// Runs a test with its own database, in which some SQL was run.
func withTables(_ sql: String, _ body: (Unloading) throws -> Void) throws {
  try withDatabase { workspace, database in
    try database.execute("create schema sms; set search_path = sms;" + sql)
    try body(Unloading(workspace: workspace, database: database))
  }
}
