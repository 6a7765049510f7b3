import Glibc
import TestSupport
import Testing
import Wire

/// The wire's rules (what every stage does with its input), seen through `transform-dedupe`.
@Suite("Messages of transform-dedupe")
struct MessageLoopTests {
  private let schema = DedupeProgramTests.schema
  private let state = DedupeProgramTests.state
  private let good = DedupeProgramTests.record(#""id":1"#)

  private func dedupe(_ text: String, _ arguments: String...) throws -> Outcome {
    try withWorkspace { workspace in
      try workspace.run(
        Command(path: BuiltProducts.program("transform-dedupe"), arguments),
        input: .text(text),
        timeout: 60
      )
    }
  }

  @Test("input without a closing STATE is truncated")
  func inputWithoutAClosingStateIsTruncated() throws {
    for text in ["", schema, "\(schema)\n\(state)\n\(good)\n", "\(schema)\n\(good)"] {
      let outcome = try dedupe(text)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("truncated"), "\(outcome)")
    }
    let taken = try dedupe("\(schema)\n\(good)\n", "--at-eof", "commit")
    #expect(taken.succeeded)
    #expect(taken.lines == [schema, good, #"{"type":"STATE","value":{}}"#])
  }

  @Test("a cut last line is truncation even with rejects")
  func aCutLastLineIsTruncationEvenWithRejects() throws {
    let text = "\(schema)\n\(good)\n\(state.dropLast(4))"
    for arguments in [["--rejects", "bad"], ["--rejects", "bad", "--at-eof", "commit"]] {
      let outcome = try withWorkspace { workspace in
        try workspace.run(
          Command(path: BuiltProducts.program("transform-dedupe"), arguments),
          input: .text(text)
        )
      }
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("line 3"), "\(outcome)")
    }
  }

  @Test("a last line without newline counts")
  func aLastLineWithoutNewlineCounts() throws {
    let outcome = try dedupe("\(schema)\r\n\n\(good)\r\n\(state)")
    #expect(outcome.succeeded, "\(outcome)")
    #expect(outcome.errors.contains("read 1, written 1"))
  }

  @Test(
    "a bad line is a reject and the run goes on",
    arguments: [
      (#"{"type":"RECORD","stream":"s","record":{"id":01}}"#, "invalid_json"),
      (#"{"type":"RECORD","stream":"s"}"#, "missing_record"),
      (#"{"type":"RECORD","record":{"id":1}}"#, "missing_stream"),
      (#"{"id":1}"#, "not_a_message"), ("nonsense", "invalid_json"),
      (#"{"type":"RECORD","type":"STATE","stream":"s","record":{}}"#, "duplicate_field"),
    ]
  )
  func aBadLineIsARejectAndTheRunGoesOn(line: String, code: String) throws {
    try withWorkspace { workspace in
      let text = [schema, line, good, state].joined(separator: "\n")
      let program = BuiltProducts.program("transform-dedupe")
      let strict = try workspace.run(Command(path: program, []), input: .text(text))
      #expect(strict.status == 65)
      #expect(strict.errors.contains("line 2"), "\(strict)")
      let outcome = try workspace.run(
        Command(path: program, ["--rejects", "bad"]),
        input: .text(text)
      )
      #expect(outcome.lines == [schema, good, state], "\(outcome)")
      #expect(outcome.errors.contains("read 2, written 1, rejected 1"))
      let reject = try JSONValue(parsing: try workspace.read("bad"))
      #expect(reject["code"] == .string(code))
      #expect(reject["input"] == .string(line))
    }
  }

  @Test("invalid UTF-8 is a reject")
  func invalidUTF8IsAReject() throws {
    try withWorkspace { workspace in
      let bad = Array(#"{"type":"RECORD","stream":"s","record":{"id":"#.utf8) + [0x22, 0xFF, 0x22]
      let text =
        Array("\(schema)\n".utf8) + bad + Array("}}\n\(good)\n\(state)\n".utf8)
      try writeBytes(text, to: workspace.file("in"))
      let outcome = try workspace.run(
        Command(path: BuiltProducts.program("transform-dedupe"), ["--rejects", "bad"]),
        input: .file("in")
      )
      #expect(outcome.lines == [schema, good, state], "\(outcome)")
      #expect(try workspace.read("bad").contains("invalid_utf8"))
    }
  }

  @Test("a line beyond the limit is a reject in bounded memory")
  func aLineBeyondTheLimitIsARejectInBoundedMemory() throws {
    try withWorkspace { workspace in
      let long = DedupeProgramTests.record(#""id":"\#(String(repeating: "x", count: 40 << 20))""#)
      try workspace.write("in", [schema, long, good, state].joined(separator: "\n"))
      let outcome = try workspace.run(
        Command(path: BuiltProducts.program("transform-dedupe"), ["--rejects", "bad"]),
        input: .file("in")
      )
      #expect(outcome.lines == [schema, good, state])
      let reject = try workspace.read("bad")
      #expect(reject.contains("record_too_long"))
      #expect(reject.contains("begins at byte \(schema.utf8.count + 1)"))
      #expect(outcome.peakMemory < 64 << 10, "\(outcome.peakMemory) KiB")
    }
  }

  @Test("unknown messages pass through with one warning")
  func unknownMessagesPassThroughWithOneWarning() throws {
    let batch = #"{"type":"BATCH","stream":"s","manifest":[]}"#
    let lines = [schema, batch, good, batch, state]
    let outcome = try dedupe(lines.joined(separator: "\n"))
    #expect(outcome.lines == lines)
    #expect(outcome.errors.ranges(of: "unknown message type").count == 1)
  }

  @Test("corrected rejects can be fed in again")
  func mendedRejectsCanBeFedInAgain() throws {
    try withWorkspace { workspace in
      let program = BuiltProducts.program("transform-dedupe")
      let bad = #"{"type":"RECORD","stream":"s","record":{"id":}}"#
      let text = [schema, bad, state].joined(separator: "\n")
      let first = try workspace.run(
        Command(path: program, ["--rejects", "bad"]),
        input: .text(text)
      )
      #expect(first.succeeded)
      let fixed = try workspace.read("bad").replacing(#"\"id\":}"#, with: #"\"id\":7}"#)
      let second = try workspace.run(
        Command(path: program, ["--replay", "--key", "id", "--at-eof", "commit"]),
        input: .text(fixed)
      )
      #expect(second.succeeded, "\(second)")
      #expect(second.lines.first == DedupeProgramTests.record(#""id":7"#))
    }
  }

  @Test("what is no UTF-8 stays a reject until it is corrected")
  func whatIsNoUTF8StaysARejectUntilItIsMended() throws {
    try withWorkspace { workspace in
      let program = BuiltProducts.program("transform-dedupe")
      for bad: [UInt8] in [[0xFF], [0xC3, 0x28], [0xE2, 0x82, 0x41]] {
        let head = Array(#"{"type":"RECORD","stream":"s","record":{"id":""#.utf8)
        try writeBytes(head + bad + Array("\"}}\n\(state)\n".utf8), to: workspace.file("in"))
        let first = try workspace.run(
          Command(path: program, ["--rejects", "bad"]),
          input: .file("in")
        )
        #expect(first.succeeded, "\(first)")
        let again = try workspace.run(
          Command(path: program, ["--replay", "--rejects", "again", "--at-eof", "commit"]),
          input: .file("bad")
        )
        #expect(again.succeeded, "\(again)")
        let before = try JSONValue(parsing: try workspace.read("bad"))
        let after = try JSONValue(parsing: try workspace.read("again"))
        #expect(before["code"] == .string("invalid_utf8"))
        #expect(before["input_base64"]?.string != nil)
        #expect(after["code"] == before["code"])
        #expect(after["input_base64"] == before["input_base64"])
        try workspace.write("bad", "")
        try workspace.write("again", "")
        let fixed = JSONValue.object([("input", .string(good))]).text
        let last = try workspace.run(
          Command(path: program, ["--replay", "--key", "id", "--at-eof", "commit"]),
          input: .text(fixed)
        )
        #expect(last.lines.first == good, "\(last)")
      }
    }
  }

  @Test("a full device is an output error")
  func aFullDeviceIsAnOutputError() throws {
    try withWorkspace { workspace in
      let outcome = try workspace.run(
        Command(path: BuiltProducts.program("transform-dedupe"), []),
        input: .text("\(schema)\n\(good)\n\(state)\n"),
        output: .file("/dev/full")
      )
      #expect(outcome.status == 74, "\(outcome)")
    }
  }

  @Test("a reader that leaves ends the stage quietly")
  func aReaderThatLeavesEndsTheStageQuietly() throws {
    try withWorkspace { workspace in
      let records = (0..<60_000).map { DedupeProgramTests.record(#""id":\#($0)"#) }
      try workspace.write("in", ([schema] + records + [state]).joined(separator: "\n"))
      let outcomes = try workspace.run(
        [
          Command(path: BuiltProducts.program("transform-dedupe"), []),
          Command(path: "/usr/bin/head", ["-n", "1"]),
        ],
        input: .file("in")
      )
      #expect(outcomes[0].ending == .exited(141), "\(outcomes[0])")
      #expect(outcomes[0].errors == "")
      #expect(outcomes[1].lines == [schema])
    }
  }

  @Test(
    "a signal ends the stage without a STATE",
    arguments: [(SIGTERM, Int32(143)), (SIGINT, Int32(130))]
  )
  func aSignalEndsTheStageWithoutAState(signal: Int32, status: Int32) throws {
    try withWorkspace { workspace in
      // An input that stays open: the stage waits in a read when the signal comes.
      let stages = try workspace.start(
        [
          Command.shell(
            "printf '%s\\n' \"$1\" \"$2\" \"$3\" \"$2\"; sleep 30",
            schema,
            good,
            state
          ),
          Command(path: BuiltProducts.program("transform-dedupe"), []),
        ])
      try stages[1].waitUntil("it has written the STATE") { $0.outputSoFar.contains("STATE") }
      stages[1].signal(signal)
      let outcome = try stages[1].wait(timeout: 30)
      kill(-stages[0].pid, SIGKILL)
      _ = try stages[0].wait(timeout: 30)
      #expect(outcome.ending == .exited(status), "\(outcome)")
      #expect(outcome.lines.last == state)
    }
  }
}
