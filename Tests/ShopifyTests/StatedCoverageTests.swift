import TestSupport
import Testing
import Wire

/// What `transform-orders --covers` says in a STATE of a tap that writes several.
@Suite("Coverage that is stated")
struct StatedCoverageTests {
  private func states(_ second: String, _ arguments: String...) throws -> [String?] {
    func order(_ id: String, _ total: String) -> String {
      #"{"type":"RECORD","stream":"orders","record":{"id":\#(id),"created_at":"#
        + #""2026-01-05T00:00:00Z","financial_status":"paid","currency":"USD","total_price":"\#(total)"}}"#
    }
    let state = #"{"type":"STATE","value":{"bookmarks":{"orders":{"since":"x"}}}}"#
    let lines = [order("5001", "10.00"), state, order("5002", second), state]
    let outcome = try withWorkspace { work in
      try work.run(
        Command(
          path: BuiltProducts.program("transform-orders"),
          ["--covers", "2026-01-01..2026-02-01", "--rejects", "rejects"] + arguments
        ),
        input: .text(lines.joined(separator: "\n") + "\n")
      ).orThrow()
    }
    return try outcome.lines.map { try JSONValue(parsing: $0) }
      .filter { $0["type"]?.string == "STATE" }
      .map {
        $0["value"]?["bookmarks"]?["shopify_orders"]?["covers"]?.array?.first?["complete"]?.text
      }
  }

  @Test("the last says what the orders cover, and that they are not all where one was rejected")
  func lastState() throws {
    #expect(try states("20.00") == [nil, "true"])
    #expect(try states("twenty") == [nil, "false"])
  }
}
