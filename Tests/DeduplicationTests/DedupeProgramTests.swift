import TestSupport
import Testing
import Wire

@Suite("transform-dedupe")
struct DedupeProgramTests {
  static let schema =
    #"{"type":"SCHEMA","stream":"s","schema":{"type":"object"},"key_properties":["id"]}"#
  static let state = #"{"type":"STATE","value":{"n":1}}"#

  static func record(_ body: String, stream: String = "s") -> String {
    #"{"type":"RECORD","stream":"\#(stream)","record":{\#(body)}}"#
  }

  private func dedupe(_ lines: [String], _ arguments: String...) throws -> Outcome {
    try withWorkspace { workspace in
      let text = lines.map { $0 + "\n" }.joined()
      return try workspace.run(
        Command(path: BuiltProducts.program("transform-dedupe"), arguments),
        input: .text(text),
        timeout: 60
      )
    }
  }

  private func record(_ body: String, stream: String = "s") -> String {
    Self.record(body, stream: stream)
  }

  @Test("keeps the first of each key")
  func keepsTheFirstOfEachKey() throws {
    let lines = [
      Self.schema, record(#""id":1,"v":"a""#), record(#""id":2,"v":"b""#),
      record(#""id":1,"v":"a""#), record(#""id":1.0,"v":"c""#), Self.state,
    ]
    let outcome = try dedupe(lines)
    #expect(outcome.succeeded, "\(outcome)")
    #expect(outcome.lines == [lines[0], lines[1], lines[2], lines[5]])
    #expect(outcome.errors.contains("read 4, written 2, rejected 0, deduplicated 2"))
    #expect(outcome.errors.contains("exact duplicates 1"))
    #expect(outcome.errors.contains("conflicting duplicates 1"))
  }

  @Test("keys are compared by what they say")
  func keysAreComparedByWhatTheySay() throws {
    let outcome = try dedupe(
      [
        Self.schema, record(#""id":"a\u0062""#), record(#""id":"ab""#), record(#""\u0069d":"ab""#),
        record(#""id":10"#), record(#""id":"10""#), record(#""id":1e1"#), record(#""id":10.10"#),
        Self.state,
      ])
    #expect(outcome.lines.count == 2 + 3)
  }

  @Test("parts of a key keep their borders")
  func partsOfAKeyKeepTheirBorders() throws {
    let outcome = try dedupe(
      [
        record(#""a":"x","b":"yz""#), record(#""a":"xy","b":"z""#), record(#""a":"xyz","b":"""#),
        Self.state,
      ],
      "--key",
      "a,b"
    )
    #expect(outcome.lines.count == 4)
  }

  @Test("keeps the last by arrival in place of arrival")
  func keepsTheLastByArrivalInPlaceOfArrival() throws {
    let lines = [
      Self.schema, record(#""id":1,"v":1"#), record(#""id":2,"v":1"#), record(#""id":1,"v":2"#),
      Self.state, record(#""id":2,"v":1"#), record(#""id":2,"v":3"#), Self.state,
    ]
    let outcome = try dedupe(lines, "--keep", "last")
    #expect(
      outcome.lines == [lines[0], lines[2], lines[3], lines[4], lines[6], lines[7]],
      "\(outcome)"
    )
    #expect(outcome.errors.contains("read 5, written 3, rejected 0, deduplicated 2"))
  }

  @Test(
    "keeps the largest by a field",
    arguments: [
      (["2025-01-02T00:00:00Z", "2025-01-01T23:00:00-05:00", "2025-01-01T00:00:00Z"], 1),
      (["9", "10", "9.5"], 1), (["b", "a", "aa"], 0),
    ]
  )
  func keepsTheLargestByAField(values: [String], kept: Int) throws {
    let records = values.map { record(#""id":1,"at":"\#($0)""#) }
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      let lines = [Self.schema] + order.map { records[$0] } + [Self.state]
      let outcome = try dedupe(lines, "--keep", "last", "--order-by", "at")
      #expect(outcome.lines == [Self.schema, records[kept], Self.state], "\(outcome)")
    }
  }

  @Test("keeps the one that was extracted last")
  func keepsTheOneThatWasExtractedLast() throws {
    let lines = ["2025-03-01", "2025-03-03", "2025-03-02"].enumerated().map { index, day in
      #"{"type":"RECORD","stream":"s","record":{"id":1,"v":\#(index)},"time_extracted":"\#(day)T00:00:00Z"}"#
    }
    let outcome = try dedupe(
      [Self.schema] + lines + [Self.state],
      "--keep",
      "last",
      "--order-by",
      "time_extracted"
    )
    #expect(outcome.lines == [Self.schema, lines[1], Self.state], "\(outcome)")
  }

  @Test("shows both sides of a conflict")
  func showsBothSidesOfAConflict() throws {
    try withWorkspace { workspace in
      let lines = [
        Self.schema, record(#""id":1,"v":"old""#), record(#""id":1,"v":"new""#), Self.state,
      ]
      for (keep, kept, dropped) in [("first", "old", "new"), ("last", "new", "old")] {
        let outcome = try workspace.run(
          Command(
            path: BuiltProducts.program("transform-dedupe"),
            ["--keep", keep, "--report-conflicts", "conflicts"]
          ),
          input: .text(lines.joined(separator: "\n"))
        )
        #expect(outcome.succeeded, "\(outcome)")
        let expected =
          #"{"stream":"s","kept":{"id":1,"v":"\#(kept)"},"dropped":{"id":1,"v":"\#(dropped)"}}"#
        #expect(try workspace.read("conflicts") == expected + "\n")
      }
    }
  }

  @Test(
    "a record without a key is a reject",
    arguments: [
      (#""id":null"#, "missing_value", "null"), (#""x":1"#, "missing_value", "missing"),
      (#""id":[1]"#, "invalid_text", "object or array"),
      (#""id":1,"id":2"#, "duplicate_field", "twice"),
    ]
  )
  func aRecordWithoutAKeyIsAReject(body: String, code: String, reason: String) throws {
    try withWorkspace { workspace in
      let text = [Self.schema, record(body), record(#""id":5"#), Self.state]
        .joined(separator: "\n")
      let strict = try workspace.run(
        Command(path: BuiltProducts.program("transform-dedupe"), []),
        input: .text(text)
      )
      #expect(strict.status == 65)
      #expect(strict.errors.contains(reason) && strict.errors.contains("line 2"), "\(strict)")
      let tolerant = try workspace.run(
        Command(path: BuiltProducts.program("transform-dedupe"), ["--rejects", "bad"]),
        input: .text(text)
      )
      #expect(tolerant.status == 0)
      #expect(tolerant.lines.count == 3)
      let reject = try JSONValue(parsing: try workspace.read("bad"))
      #expect(reject["code"] == .string(code))
      #expect(reject["line"] == .number("2"))
      #expect(reject["input"] == .string(record(body)))
    }
  }

  @Test("streams without a key pass through")
  func streamsWithoutAKeyPassThrough() throws {
    let lines = [
      #"{"type":"SCHEMA","stream":"log","schema":{"type":"object"},"key_properties":[]}"#,
      record(#""a":1"#, stream: "log"), record(#""a":1"#, stream: "log"), Self.state,
    ]
    let outcome = try dedupe(lines)
    #expect(outcome.lines == lines)
    #expect(outcome.errors.contains("passed through 2"))
    #expect(outcome.errors.contains("no key_properties"))
  }

  @Test("reads and writes bare records")
  func readsAndWritesBareRecords() throws {
    let bare = [#"{"id":1,"type":"order"}"#, #"{"id":1,"type":"order"}"#, #"{"id":2}"#]
    let outcome = try dedupe(bare, "--stream", "orders", "--key", "id")
    #expect(outcome.lines == [bare[0], bare[2]], "\(outcome)")
    let messages = [Self.schema, record(#""id":1"#), record(#""id":1"#), Self.state]
    #expect(try dedupe(messages, "--bare").lines == [#"{"id":1}"#])
    #expect(try dedupe(messages, "--bare", "--keep", "last").lines == [#"{"id":1}"#])
  }

  @Test("agrees with a reference", arguments: seeds(0..<8))
  func agreesWithAReference(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var lines = [Self.schema]
    var first: [String] = [Self.schema]
    var last: [Int: Int] = [:]
    for index in 1...600 {
      let id = Int.random(in: 0..<80, using: &random)
      lines.append(record(#""id":\#(id),"v":\#(index),"text":"\#(id)é\"""#))
      if last[id] == nil { first.append(lines[index]) }
      last[id] = index
    }
    lines.append(Self.state)
    #expect(try dedupe(lines).lines == first + [Self.state])
    let expected = [Self.schema] + last.values.sorted().map { lines[$0] } + [Self.state]
    #expect(try dedupe(lines, "--keep", "last").lines == expected)
  }

  @Test("--order-by needs --keep last")
  func orderByNeedsKeepLast() throws {
    let outcome = try dedupe([Self.state], "--order-by", "at")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--keep last"))
  }
}
