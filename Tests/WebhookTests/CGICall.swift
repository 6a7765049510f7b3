import TestSupport
import Testing
import Wire

/// One call of `receive-webhook`, as a web server makes it.
struct CGICall {
  static let token = "token-of-the-shop"
  var environment = [
    "POSTSCRIPT_ETL_SPOOL": "spool", "POSTSCRIPT_WEBHOOK_TOKEN": CGICall.token,
    "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json",
    "HTTP_POSTSCRIPT_SIGNATURE": CGICall.token,
  ]
  var body: [UInt8]

  init(_ body: String) { self.body = Array(body.utf8) }

  /// Runs it in a test's folder, and gives the status that the web server would send.
  func status(_ workspace: Workspace) throws -> Int {
    let outcome = try run(workspace)
    let line = outcome.text.split(separator: "\r\n").first ?? ""
    #expect(line.hasPrefix("Status: "), "\(outcome)")
    #expect(outcome.text.contains("\r\n\r\n"), "\(outcome)")
    return Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0
  }

  /// Runs it in a test's folder.
  func run(_ workspace: Workspace) throws -> Outcome {
    var variables = environment
    if variables["CONTENT_LENGTH"] == nil { variables["CONTENT_LENGTH"] = "\(body.count)" }
    try writeBytes(body, to: workspace.file("body"))
    return try workspace.run(
      Command(path: BuiltProducts.program("receive-webhook"), [], environment: variables),
      input: .file("body")
    )
  }
}

/// What `extract-webhooks` writes of the spool in a test's folder.
struct ExtractedEvents {
  var records: [JSONValue] = []
  var state = JSONValue.null
  let outcome: Outcome

  init(_ workspace: Workspace, _ arguments: String...) throws {
    outcome = try workspace.run(
      Command(
        path: BuiltProducts.program("extract-webhooks"),
        ["--spool", "spool"] + arguments
      )
    ).orThrow()
    for line in outcome.lines {
      let message = try JSONValue(parsing: line)
      if let record = message["record"] { records.append(record) }
      if message["type"]?.string == "STATE" { state = message["value"] ?? .null }
    }
  }
}
