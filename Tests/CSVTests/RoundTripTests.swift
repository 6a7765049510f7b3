import TestSupport
import Testing
import Wire

@Suite("From CSV to JSON and back")
struct RoundTripTests {
  /// Texts with everything that quoting, escaping and UTF-8 have to offer.
  private static func randomText(_ random: inout SplitMix64) -> String {
    let alphabet = Array("ab, \"\n\r\t\\/é€😀\u{1}\u{7F}'") + ["\r\n"]
    return String(
      (0..<Int.random(in: 0..<40, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
    )
  }

  @Test("any text comes through unchanged", arguments: seeds(0..<8))
  func texts(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let table = (0..<300).map { row in
      ["\(row)"] + (0..<3).map { _ in Self.randomText(&random) }
    }
    let quoted = table.map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
    }
    let text = (["id,a,b,c"] + quoted).joined(separator: seed % 2 == 0 ? "\n" : "\r\n")
    let lines = try withWorkspace { workspace in
      let file = try workspace.write("in.csv", text)
      return try workspace.run(
        .built("extract-csv", "--profile", "generic", "--stream", "s", "--bare", file)
      ).orThrow().lines
    }
    #expect(lines.count == table.count)
    for (line, row) in zip(lines, table) {
      let record = try JSONValue(parsing: line)
      for (name, text) in zip(["id", "a", "b", "c"], row) {
        let isBlank = text.utf8.allSatisfy { $0 <= 0x20 }
        #expect(record[name]?.string == (isBlank ? nil : text))
      }
    }
  }

  @Test("a pipe in small pieces gives the same as the file", arguments: [1, 7, 4096])
  func pieces(size: Int) throws {
    try withWorkspace { workspace in
      var text =
        "Name,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Id\n"
      for order in 0..<40 {
        text +=
          "#\(order),paid,USD,\(order).00,2026-01-01 00:00:00 Z,1,\"A \"\"b\"\"\nc\",\(order)\n"
        for item in 0..<order % 4 { text += "#\(order),,,,,\(item),Ü,\n" }
      }
      let file = try workspace.write("orders.csv", text)
      let arguments = "--profile shopify-orders --as-of 2026-01-01 --bare"
      let whole = try workspace.run(.shell("extract-csv \(arguments) \(file)")).orThrow()
      let script = "dd if=\(file) obs=\(size) 2>/dev/null | extract-csv \(arguments)"
      #expect(try workspace.run(.shell(script)).orThrow().text == whole.text)
      #expect(whole.lines.count == 40)
    }
  }
}
