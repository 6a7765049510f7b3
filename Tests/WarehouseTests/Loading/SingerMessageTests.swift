import TestSupport
import Testing

/// What other people's taps send, and what runners expect of a target.
@Suite("Singer messages")
struct SingerMessageTests {
  private static let schema = Message.schema("things", #""id":{"type":"integer"}"#)

  private func ids(_ warehouse: TestWarehouse) throws -> String {
    try warehouse.database.row("select string_agg(id::text, ',' order by id) from sms.things")
  }

  @Test("standard output is the bare value of a STATE, as the tap wrote it")
  func bareStates() throws {
    try withWarehouse { warehouse in
      let value = #"{ "bookmarks": {"a\u00e9":{"at": 1.50}} , "n":[]}"#
      let outcome = try warehouse.load([#"{"type":"STATE","value":\#(value)}"#])
      #expect(outcome.lines == [value], "\(outcome)")
    }
  }

  @Test("message types are read in any case")
  func anyCase() throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.load([
        Self.schema.replacing("SCHEMA", with: "schema"),
        Message.record("things", #""id":1"#).replacing("RECORD", with: "record"),
        #"{"type":"State","value":{"a":1}}"#,
      ])
      #expect(outcome.lines == [#"{"a":1}"#], "\(outcome)")
      #expect(try ids(warehouse) == "1")
    }
  }

  @Test("bare records may have a type of their own")
  func bareRecordsWithAType() throws {
    try withWarehouse { warehouse in
      let records = [
        #"{"id":1,"type":"state"}"#, #"{"id":2,"type":"batch","stream":"x"}"#,
        #"{"id":3,"type":"note"}"#,
      ]
      let outcome = try warehouse.load(records, "--stream", "things", "--key", "id,id")
      #expect(outcome.succeeded, "\(outcome)")
      #expect(try ids(warehouse) == "1,2,3")
    }
  }

  @Test("the files of a BATCH are read, plain and compressed")
  func batches() throws {
    try withWarehouse { warehouse in
      try warehouse.workspace.write("a 1.jsonl", #"{"id":1}"# + "\n" + #"{"id":2}"#)
      try warehouse.workspace.write("b.jsonl", #"{"id":3}"# + "\n\n")
      try warehouse.workspace.run(
        Command(path: "/bin/sh", ["-c", "gzip < b.jsonl > b.jsonl.gz"])
      ).orThrow()
      let folder = warehouse.workspace.path
      func batch(_ encoding: String, _ file: String) -> String {
        #"{"type":"BATCH","stream":"things","encoding":{\#(encoding)},"manifest":["\#(file)"]}"#
      }
      let outcome = try warehouse.load([
        Self.schema, batch(#""format":"jsonl""#, "file://\(folder)/a%201.jsonl"),
        batch(#""format":"jsonl","compression":"gzip""#, "file://\(folder)/b.jsonl.gz"),
        batch(#""format":"jsonl","compression":"none""#, "b.jsonl"), Message.state(),
      ])
      #expect(outcome.succeeded, "\(outcome)")
      #expect(
        outcome.errors.contains("read 4, written 3, rejected 0, deduplicated 1"),
        "\(outcome)"
      )
      #expect(try ids(warehouse) == "1,2,3")
    }
  }

  @Test("a bad record of a BATCH is named by its file and line")
  func badRecordOfABatch() throws {
    try withWarehouse { warehouse in
      let file = try warehouse.workspace.write(
        "a.jsonl",
        #"{"id":1}"# + "\n" + #"{"id":"x"}"# + "\n{"
      )
      let lines = [
        Self.schema,
        #"{"type":"BATCH","stream":"things","encoding":{"format":"jsonl"},"manifest":["\#(file)"]}"#,
        Message.state(),
      ]
      let outcome = try warehouse.load(lines)
      #expect(outcome.status == 65 && outcome.output.isEmpty)
      #expect(
        outcome.errors.contains(#"\#(file), line 2, stream things, field id: "x" is not a whole"#),
        "\(outcome)"
      )
      let cut = try warehouse.load(lines, "--rejects", "rejects.ndjson")
      #expect(
        cut.status == 65 && cut.errors.contains("a.jsonl ends in the middle of line 3"),
        "\(cut)"
      )
    }
  }

  /// Messages that end the load, its exit code, and what it says.
  private static let unreadable: [(String, Int32, String)] = [
    (
      #"{"type":"BATCH","stream":"things","encoding":{"format":"parquet"},"manifest":[]}"#, 65,
      #"the format "parquet", and only jsonl"#
    ),
    (
      #"{"type":"BATCH","stream":"things","encoding":{"format":"jsonl","compression":"zstd"},"manifest":[]}"#,
      65, "and only gzip and none"
    ),
    (
      #"{"type":"BATCH","stream":"things","encoding":{"format":"jsonl"},"manifest":["s3://b/a.jsonl"]}"#,
      65, #""s3://b/a.jsonl", which is no local file"#
    ),
    (
      #"{"type":"BATCH","stream":"things","encoding":{"format":"jsonl"},"manifest":["file:///no/file"]}"#,
      66, "names /no/file, which cannot be opened"
    ),
    (
      #"{"type":"BATCH","stream":"things","encoding":{"format":"jsonl"},"manifest":["/dev/zero"]}"#,
      65, "names /dev/zero, which is no file"
    ),
    (
      #"{"type":"BATCH","stream":"things","encoding":{"format":"jsonl","compression":"gzip"},"#
        + #""manifest":["/etc/hostname"]}"#, 65, "damaged or cut off"
    ),
    (
      #"{"type":"UPSERT","stream":"things","record":{"id":1}}"#, 65,
      #""UPSERT" is no message type that is known here"#
    ),
    (#"{"type":"ROWS","rows":[{"id":1}]}"#, 65, "is no message type"),
  ]

  @Test("what may be data and cannot be read ends the load before any STATE", arguments: unreadable)
  func unreadableData(_ message: String, _ status: Int32, _ words: String) throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.load([
        Self.schema, Message.record("things", #""id":1"#), message, Message.state(),
      ])
      #expect(outcome.status == status, "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(words), "\(outcome)")
    }
  }

  @Test("an unknown message that holds no data is passed over, with a warning")
  func harmless() throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.mustLoad([#"{"type":"LOG","message":"hello"}"#])
      #expect(
        outcome.errors.contains(#"unknown message type "LOG"; such messages are passed over"#)
      )
    }
  }

  @Test("a bare NaN or Infinity is named", arguments: ["NaN", "Infinity", "-Infinity"])
  func notANumber(_ value: String) throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.load([
        Self.schema, #"{"type":"RECORD","stream":"things","record":{"id":1,"v":[\#(value)]}}"#,
        Message.state(),
      ])
      #expect(outcome.status == 65)
      let name = value.replacing("-", with: "")
      #expect(outcome.errors.contains("line 2: \(name) is no JSON number"), "\(outcome)")
    }
  }

  @Test("a NUL in a STATE is rejected or replaced, as one in a record is")
  func nulInAState() throws {
    try withWarehouse { warehouse in
      let lines = [Message.order(1), #"{"type":"STATE","value":{"at":"a\u0000b"}}"#]
      let refused = try warehouse.load(lines)
      #expect(refused.status == 65, "\(refused)")
      #expect(refused.errors.contains("line 2, field value: holds a NUL"), "\(refused)")
      let rejected = try warehouse.load(lines, "--rejects", "rejects.ndjson")
      // No other STATE closes the input, so that nothing can be committed.
      #expect(rejected.status == 65 && rejected.output.isEmpty, "\(rejected)")
      #expect(try warehouse.database.row("select count(*) from sms.shopify_orders") == "0")
      let replaced = try warehouse.load(lines, "--invalid-text", "replace")
      #expect(replaced.lines == [#"{"at":"a\u0000b"}"#], "\(replaced)")
      #expect(
        try warehouse.database.row("select state ->> 'at' from sms.etl_state") == "a\u{FFFD}b"
      )
    }
  }

  @Test("a bad last line of bare records is a reject like any other")
  func badLastLine() throws {
    try withWarehouse { warehouse in
      for (last, end) in [(#"{"id":3,"a":4]}"#, "\n"), (#"{"id":3,"a":"#, "")] {
        let text = #"{"id":1,"a":2}"# + "\n" + #"{"id":2,"a":3}"# + "\n" + last + end
        func load(_ arguments: String...) throws -> Outcome {
          try warehouse.workspace.run(
            warehouse.loader(["--stream", "visits", "--key", "id"] + arguments),
            input: .text(text)
          )
        }
        let ended = try load()
        #expect(ended.status == 65 && ended.errors.contains("line 3: "), "\(ended)")
        let outcome = try load("--rejects", "rejects.ndjson")
        #expect(outcome.succeeded, "\(outcome)")
        #expect(outcome.errors.contains("read 3, written 2, rejected 1"), "\(outcome)")
        #expect(try warehouse.database.row("select count(*) from sms.visits") == "2")
      }
      #expect(try warehouse.rejects().count == 2)
      let empty = try warehouse.load([], "--stream", "visits", "--key", "id")
      #expect(empty.succeeded && empty.errors.contains("read 0, written 0"), "\(empty)")
    }
  }
}
