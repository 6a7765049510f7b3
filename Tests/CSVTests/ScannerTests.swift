import CSV
import TestSupport
import Testing

@Suite("CSV scanner")
struct ScannerTests {
  /// What the scanner makes of an input that comes in those chunks.
  static func rows(
    _ chunks: [[UInt8]],
    chunk: Int = 1 << 20,
    limit: Int = RecordScanner.recordLimit
  ) throws -> [ReferenceParser.Row] {
    var scanner = RecordScanner(ChunkSource(chunks), chunk: chunk, limit: limit)
    var rows: [ReferenceParser.Row] = []
    while true {
      let event = try scanner.next()
      let record = scanner.record
      switch event {
      case .end: return rows
      case .record:
        let fields = (0..<record.count).map { record[$0].text }
        rows.append(ReferenceParser.Row(line: record.line, fields: fields))
      case .malformed(let problem):
        rows.append(ReferenceParser.Row(line: record.line, fields: [], fault: words(problem)))
      }
    }
  }

  private static func words(_ problem: RecordProblem) -> String {
    switch problem {
    case .textAfterQuote(let line): "text after quote \(line)"
    case .unclosedQuote(let line): "unclosed \(line)"
    case .tooLong: "too long"
    case .tooManyFields(let count): "\(count) fields"
    case .notUTF8(let offset): "not UTF-8 \(offset)"
    }
  }

  static func rows(_ text: String) throws -> [ReferenceParser.Row] { try rows([Array(text.utf8)]) }

  private typealias Row = ReferenceParser.Row

  @Test("a header of 16 MB of commas is refused within 64 MiB")
  func commas() throws {
    try withWorkspace { work in
      let commas = String(repeating: ",", count: (16 << 20) - 1)
      try work.write("header.csv", commas + "\n1\n")
      try work.write("row.csv", "a,b\n\(commas)\n1,2\n")
      let program = BuiltProducts.program("extract-csv")
      let generic = ["--profile", "generic", "--stream", "x", "--bare", "--rejects", "rejects"]
      let header = try work.run(Command(path: program, generic + ["header.csv"]))
      #expect(header.status == 65)
      #expect(header.errors.contains("it has 16777216 fields, and no table has more than 16384"))
      let row = try work.run(Command(path: program, generic + ["row.csv"])).orThrow()
      #expect(row.text == #"{"a":"1","b":"2"}"# + "\n")
      #expect(try work.read("rejects").contains(#""code":"ragged_row""#))
      for outcome in [header, row] { #expect(outcome.peakMemory < 64 << 10, "\(outcome)") }
    }
  }

  @Test("shapes of the world") func shapes() throws {
    #expect(try Self.rows("") == [])
    #expect(try Self.rows("a") == [Row(line: 1, fields: ["a"])])
    #expect(try Self.rows("\u{FEFF}a,b\r\n\r\n1,\r\n").map(\.line) == [1, 3])
    #expect(try Self.rows("\u{FEFF}\"a\",b\n").first?.fields == ["a", "b"])
    #expect(try Self.rows("a\rb\rc").map(\.line) == [1, 2, 3])
    #expect(
      try Self.rows("\"a\nb\r\nc\rd\",2\nx,y\n")
        == [Row(line: 1, fields: ["a\nb\r\nc\rd", "2"]), Row(line: 5, fields: ["x", "y"])]
    )
    #expect(try Self.rows("\"say \"\"hi\"\"\",\"\"\n").first?.fields == ["say \"hi\"", ""])
    #expect(try Self.rows("5\" pipe,6\"\n").first?.fields == ["5\" pipe", "6\""])
    #expect(try Self.rows("\"\"\n\n").map(\.fields) == [[""]])
    #expect(try Self.rows(",\n").first?.fields == ["", ""])
  }

  @Test("broken records do not take their neighbours with them") func broken() throws {
    let rows = try Self.rows("a,b\n\"x\"y,\"2\n3,4\n5,\"6\n7,8\n")
    #expect(rows.map(\.fault) == [nil, "text after quote 2", nil, "unclosed 4"])
    #expect(rows.map(\.line) == [1, 2, 3, 4])
    let latin1 = try Self.rows([Array("a\n1\n".utf8) + [0xE9, 0x0A] + Array("2\n".utf8)])
    #expect(latin1.map(\.fault) == [nil, nil, "not UTF-8 0", nil])
  }

  @Test(
    "what is no CSV is refused",
    arguments: [
      ([0xFF, 0xFE, 0x61, 0], ForeignFormat.utf16), ([0xFE, 0xFF, 0, 0x61], .utf16),
      ([0x61, 0, 0x62, 0], .utf16), ([0, 0x61, 0, 0x62], .utf16),
      ([0xFF, 0xFE, 0, 0], .utf32), ([0x1F, 0x8B, 8, 0], .gzip),
      ([0x50, 0x4B, 3, 4], .zip),
    ] as [([UInt8], ForeignFormat)]
  )
  func foreign(bytes: [UInt8], format: ForeignFormat) {
    #expect(throws: format) { try Self.rows([bytes]) }
  }

  /// Text of the bytes that matter, in unlikely company.
  private static func randomText(_ random: inout SplitMix64) -> [UInt8] {
    let pieces = [
      ",", ",", "\n", "\r\n", "\r", "\"", "\"\"", "\",", ",\"", "\"\n", "a", "bc", "\\", "\t", "é",
      "€", "😀", " ", "0123456789", "long text without anything special in it",
    ]
    return (0..<Int.random(in: 0..<60, using: &random)).flatMap { _ in
      Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8)
    }
  }

  @Test("agrees with CSV by the book, in any chunks", arguments: seeds(0..<40))
  func anyChunking(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<250 {
      let text = Self.randomText(&random)
      let expected = ReferenceParser.rows(text).map { row in
        row.fault == nil ? row : Row(line: row.line, fields: [], fault: row.fault)
      }
      #expect(try Self.rows([text]) == expected, "\(String(decoding: text, as: UTF8.self))")
      var chunks: [[UInt8]] = []
      var rest = text[...]
      while !rest.isEmpty {
        let length = Int.random(in: 1...max(1, min(rest.count, 9)), using: &random)
        chunks.append(Array(rest.prefix(length)))
        rest = rest.dropFirst(length)
      }
      #expect(try Self.rows(chunks, chunk: 1) == expected)
    }
  }

  @Test("records beyond the limit are passed over alike in any chunks", arguments: seeds(0..<100))
  func limit(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let text = Self.randomText(&random) + Self.randomText(&random)
      let whole = try Self.rows([text], limit: 20)
      let bytes = text.map { [$0] }
      #expect(try Self.rows(bytes, chunk: 1, limit: 20) == whole)
      let reference = ReferenceParser.rows(text)
      #expect(whole.map(\.line) == reference.map(\.line))
      let isUnclosed = { (row: Row?) in row?.fault?.contains("unclosed") ?? false }
      #expect(isUnclosed(whole.last) == isUnclosed(reference.last))
    }
  }

  @Test("records of many columns, in small chunks")
  func wide() throws {
    let fields = (0..<700).map { "\"field \($0)\"" }
    let text = (fields.joined(separator: ",") + "\n" + fields.joined(separator: ",")).utf8.map {
      [$0]
    }
    let rows = try Self.rows(text, chunk: 1)
    #expect(rows.map(\.fields.count) == [700, 700])
    #expect(rows.allSatisfy { $0.fields[699] == "field 699" })
  }

  @Test("what is encoded comes back", arguments: seeds(0..<20))
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let alphabet = Array("ab,\"\n\r\\é€ \t\u{0}")
    let table = (0..<50).map { _ in
      (0..<5).map { _ in
        String(
          (0..<Int.random(in: 0..<30, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
          }
        )
      }
    }
    let text = table.map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
    }
    #expect(try Self.rows(text.joined()).map(\.fields) == table)
  }
}
