import TestSupport

/// A warehouse for one test, of which `report` is asked.
struct Asking {
  let workspace: Workspace
  let database: Database

  /// Makes the tables, fills streams by SQL, and derives everything from them.
  func load(_ sql: String) throws {
    try workspace.run(.built("load-postgres", "migrate").with(environment: database.environment))
      .orThrow()
    try database.execute(sql)
    try workspace.run(.built("load-postgres", "refresh").with(environment: database.environment))
      .orThrow()
  }

  /// What `report` does with some arguments.
  func report(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    let command = Command(
      path: BuiltProducts.program("report"),
      arguments,
      environment: database.environment.merging(environment) { $1 }
    )
    return try workspace.run(command)
  }

  /// The rows of one part of an answer as texts, without its head; they hold no commas.
  func rows(_ question: String, _ part: String, _ options: [String] = []) throws -> [[String]] {
    let arguments = [question, "--part", part, "--format", "csv"] + options
    let lines = try report(arguments).orThrow().lines.dropFirst()
    return lines.map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }
}

/// Runs a test with a database of its own.
func withAsking(_ body: (Asking) throws -> Void) throws {
  try withDatabase { workspace, database in
    try body(Asking(workspace: workspace, database: database))
  }
}
