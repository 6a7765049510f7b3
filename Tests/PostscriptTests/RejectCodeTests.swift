import StageKit
import TestSupport
import Testing
import Wire

/// What the API gives and no record can be made of.
@Suite("Reject codes of the API")
struct RejectCodeTests {
  /// The code of the only reject of a run against a server that gives one answer to everything.
  private func code(_ answer: String, _ stream: String, ids: String = "") throws -> String? {
    try ScriptedServer.with(ScriptedServer.answering(answer)) { server in
      try withWorkspace { work in
        let arguments = ["--base-url", server.baseURL, "--streams", stream, "--rejects", "rejects"]
        let outcome = try work.run(
          Command(
            path: BuiltProducts.program("extract-postscript"),
            arguments,
            environment: ["POSTSCRIPT_API_KEY": "sk_0123456789abcdef"]
          ),
          input: .text(ids)
        ).orThrow()
        #expect(outcome.errors.contains("rejected 1"), "\(outcome)")
        return try JSONValue(parsing: work.read("rejects"))["code"]?.string
      }
    }
  }

  @Test("extract-postscript gives each code that it lists")
  func codes() throws {
    let sent = "postscript_sent_messages"
    let list = ScriptedServer.json(200, #"{"keywords":[{"name":"JOIN"}]}"#)
    let found = [
      try code(ScriptedServer.json(404, "{}"), sent, ids: "1\n"),
      try code(ScriptedServer.json(422, "{}"), sent, ids: "1\n"),
      try code(ScriptedServer.json(200, "{}"), sent, ids: "..\n"),
      try code(list, "postscript_keywords"),
    ]
    #expect(found == ["not_found", "refused", "invalid_identifier", "invalid_object"])
    let about = try withWorkspace { work in
      try JSONValue(parsing: work.run(.built("extract-postscript", "--about")).orThrow().text)
    }
    let listed = (about["rejects"]?.array ?? []).compactMap { $0["code"]?.string }
    #expect(Set(listed) == Set(found.compactMap(\.self)))
  }
}
