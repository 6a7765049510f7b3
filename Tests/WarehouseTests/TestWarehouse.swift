import TestSupport

/// A database of one test's own, and the loader before it.
struct TestWarehouse {
  let workspace: Workspace
  let database: Database

  /// The loader with its options, connected to the database.
  func loader(_ arguments: [String] = []) -> Command {
    Command(
      path: BuiltProducts.program("load-postgres"),
      arguments,
      environment: database.environment
    )
  }

  /// Loads messages, one per line.
  func load(_ lines: [String], _ arguments: String...) throws -> Outcome {
    try workspace.run(
      loader(arguments),
      input: .text(lines.map { $0 + "\n" }.joined()),
      timeout: 120
    )
  }

  /// Loads messages, adds a STATE, and throws where the loader does.
  @discardableResult
  func mustLoad(_ lines: [String], _ arguments: String...) throws -> Outcome {
    let text = (lines + [Message.state()]).map { $0 + "\n" }.joined()
    return try workspace.run(loader(arguments), input: .text(text), timeout: 120).orThrow()
  }

  /// The lines of a rejects file of the workspace.
  func rejects(_ name: String = "rejects.ndjson") throws -> [String] {
    try workspace.read(name).split(separator: "\n").map(String.init)
  }
}

/// Runs a test with its own database.
func withWarehouse(_ body: (TestWarehouse) throws -> Void) throws {
  try withDatabase { workspace, database in
    try body(TestWarehouse(workspace: workspace, database: database))
  }
}

/// Builds the lines of Singer messages.
enum Message {
  static func record(
    _ stream: String,
    _ fields: String,
    at time: String? = nil,
    version: Int? = nil
  ) -> String {
    let extracted = time.map { #","time_extracted":"\#($0)""# } ?? ""
    let numbered = version.map { #","version":\#($0)"# } ?? ""
    return
      #"{"type":"RECORD","stream":"\#(stream)","record":{\#(fields)}\#(extracted)\#(numbered)}"#
  }

  static func schema(_ stream: String, _ properties: String, key: String = #""id""#) -> String {
    #"{"type":"SCHEMA","stream":"\#(stream)","schema":{"type":"object","properties":{\#(properties)}}"#
      + #","key_properties":[\#(key)]}"#
  }

  static func state(_ value: Int = 1) -> String { #"{"type":"STATE","value":{"n":\#(value)}}"# }

  /// A Shopify order with the given fields behind its key.
  static func order(
    _ id: Int,
    _ fields: String = #""currency":"USD""#,
    at time: String? = nil
  )
    -> String
  {
    record("shopify_orders", #""store_id":"s","order_id":"\#(id)",\#(fields)"#, at: time)
  }
}
