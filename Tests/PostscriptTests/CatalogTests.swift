import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// `extract-postscript` with a Singer catalog.
@Suite("Catalog of extract-postscript")
struct CatalogTests {
  @Test("only what a catalog selects is asked for and written; discovery asks for nothing")
  func selection() throws {
    try ExtractRun.with(.changed { $0.subscribers = 30 }) { extract in
      let found = try extract.run("--discover", key: nil).orThrow()
      #expect(extract.simulator.withShop { $0.log.isEmpty })
      let catalog = try JSONValue(parsing: found.text)
      let streams = try #require(catalog["streams"]?.array)
      #expect(
        streams.compactMap { $0["stream"]?.string } == [
          "postscript_keywords", "postscript_webhooks", "postscript_subscribers",
        ]
      )
      let chosen = try streams.map { stream in
        let isWanted = stream["stream"]?.string == "postscript_subscribers"
        let parts = try #require(stream["metadata"]?.array).map { part in
          let field = part["breadcrumb"]?.array?.last?.string
          let isKept = isWanted && !["phone_number", "email", "id", "updated_at"].contains(field)
          guard let metadata = part["metadata"] else { return part }
          return part.setting("metadata", metadata.setting("selected", .bool(isKept)))
        }
        return stream.setting("metadata", .array(parts))
      }
      let text = JSONValue.object([("streams", .array(chosen))]).text
      try extract.workspace.write("catalog.json", text)
      let messages = try Messages(extract.run("--catalog", "catalog.json").orThrow())
      #expect(messages.records.keys.sorted() == ["postscript_subscribers"])
      let expected = try extract.table().mapValues { row in
        JSONValue.object(row.members?.filter { !["phone_number", "email"].contains($0.key) } ?? [])
      }
      let latest = messages.latest("postscript_subscribers").mapValues { row in
        JSONValue.object(row.members?.filter { $0.key != "store_id" } ?? [])
      }
      #expect(expected.count == 30)
      #expect(latest == expected)
    }
  }
}
