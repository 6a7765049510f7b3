import PostscriptSimulator
import StageKit
import TestSupport
import Wire

/// Runs the pipelines that send, as in a shell, against the simulator of a test.
struct PushRun {
  let run: SendRun
  let pipeline: String
  /// Where the sync log is loaded; none where it stays in the folder.
  var database: Database?

  /// Runs a command of the pipeline.
  @discardableResult
  func callAsFunction(
    _ arguments: String...,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try run.workspace.run(command(arguments, environment))
  }

  /// The command line, to be started.
  func command(
    _ arguments: [String],
    _ environment: [String: String] = [:]
  ) -> TestSupport.Command {
    var variables = [
      "POSTSCRIPT_API_KEY": KeyRing.standardKey, "POSTSCRIPT_ETL_BASE_URL": run.simulator.baseURL,
      "POSTSCRIPT_ETL_RATE": "100000",
    ]
    if let database { variables.merge(database.environment) { $1 } }
    return TestSupport.Command(
      path: BuiltProducts.pipeline(pipeline),
      arguments,
      environment: variables.merging(environment) { $1 }
    )
  }

  /// What happened at a customer's order, as an app that edits orders records it.
  static func edit(
    _ id: String,
    _ event: String = "Order Editing Saved",
    phone: String? = "+12025550146",
    at time: String = Clock.now.text
  ) -> String {
    JSONValue.object([
      ("id", .string(id)), ("event", .string(event)), ("occurred_at", .string(time)),
      ("phone", phone.map { .string($0) } ?? .null), ("order_id", .string("O\(id)")),
    ]).text + "\n"
  }
}
