import StageKit
import TestSupport
import Testing
import Wire

@Suite("Rejects")
struct RejectTests {
  private func stage(_ rejects: String?, _ limit: String? = nil) throws -> (Stage, MemorySink) {
    var options = CommonOptions()
    options.rejects = rejects
    options.maxRejects = try limit.map { try RejectLimit(optionText: $0) }
    let sink = MemorySink()
    return (Stage(program: "p", options: options, sink: sink), sink)
  }

  private func reject(_ stage: Stage, line: Int, input: [UInt8] = Array("{}".utf8)) throws {
    stage.counts.read += 1
    try input.withView { view in
      try stage.reject(
        Reject(
          RecordFault(.invalidNumber, "is not a decimal number", "total", value: "1,2,3"),
          stream: "orders",
          line: line,
          input: view
        )
      )
    }
  }

  @Test("without a file the first bad record ends the run and says where it is")
  func noFile() throws {
    let (stage, sink) = try stage(nil)
    let code = stage.run { try reject(stage, line: 7) }
    #expect(code == .data)
    #expect(
      sink.lines.first
        == "p: error: line 7, stream orders, field total: \"1,2,3\" is not a decimal number "
        + "(to set bad records aside and go on: --rejects FILE)"
    )
    #expect(sink.lines.last?.hasPrefix("p: read 1, written 0, rejected 1, seconds ") == true)
    #expect(sink.lines.last?.hasSuffix(", exit code 65") == true)
  }

  @Test("a value is cut and freed of control characters")
  func longValue() {
    let fault = Reject(
      RecordFault(
        .invalidText,
        "is bad",
        "f",
        value: "a\nb" + String(repeating: "é", count: 200)
      ),
      input: ByteView("")
    )
    let expected = "a\\nb" + String(repeating: "é", count: 77)
    #expect(fault.message == "field f: \"\(expected)…\" is bad")
  }

  @Test("a rejects file gets one whole line per record, behind what it holds")
  func file() throws {
    try withWorkspace { work in
      let path = try work.write("r", "{\"earlier\":true}\n")
      let (stage, sink) = try stage(path)
      let code = stage.run {
        try reject(stage, line: 1, input: Array("{\"a\":\"\u{1}\\u00e9 \"}".utf8))
        try reject(stage, line: 2, input: [0x61, 0xFF, 0x62])
      }
      #expect(code == .ok)
      #expect(sink.lines.last?.hasPrefix("p: read 2, written 0, rejected 2, ") == true)
      let lines = try work.read("r").split(separator: "\n").map { String($0) }
      #expect(lines.count == 3)
      #expect(
        lines[1] == #"{"stage":"p","code":"invalid_number","reason":"is not a decimal number","#
          + #""stream":"orders","line":1,"field":"total","#
          + #""input":"{\"a\":\"\u0001\\u00e9 \"}"}"#
      )
      let second = try JSONValue(parsing: lines[2])
      #expect(second["input"]?.string == "a\u{FFFD}b")
      #expect(second["input_base64"]?.string == "Yf9i")
    }
  }

  @Test("extra members and a file name go into the line")
  func extras() throws {
    try withWorkspace { work in
      let (stage, _) = try stage(work.file("r"))
      _ = stage.run {
        try stage.reject(
          Reject(
            RecordFault(.raggedRow, "r"),
            file: "a.csv",
            input: ByteView("x"),
            extras: [("header", .string("A,B"))]
          )
        )
      }
      let line = try JSONValue(parsing: work.read("r"))
      #expect(line["file"]?.string == "a.csv")
      #expect(line["header"]?.string == "A,B")
      #expect(line["line"] == .null)
      #expect(line["stream"] == .null)
    }
  }

  @Test("a limit is exceeded by one more, and the last reject is kept", arguments: [0, 1, 3])
  func count(limit: Int) throws {
    try withWorkspace { work in
      let (stage, sink) = try stage(work.file("r"), String(limit))
      let code = stage.run { for line in 1...10 { try reject(stage, line: line) } }
      #expect(code == .data)
      #expect(stage.counts.rejected == limit + 1)
      #expect(try work.read("r").split(separator: "\n").count == limit + 1)
      #expect(
        sink.text.contains(
          "error: \(limit + 1) of \(limit + 1) records are bad, more than --max-rejects \(limit) allows"
        )
      )
    }
  }

  @Test("a percentage is judged at commit points and at the end only")
  func percentage() throws {
    try withWorkspace { work in
      let (exact, _) = try stage(work.file("a"), "50%")
      let code = exact.run {
        for line in 1...5 { try reject(exact, line: line) }
        exact.counts.read += 5
        try exact.commitPoint()
      }
      #expect(code == .ok)
      let (over, _) = try stage(work.file("b"), "49.99%")
      var reached = false
      let second = over.run {
        for line in 1...5 { try reject(over, line: line) }
        over.counts.read += 5
        try over.commitPoint()
        reached = true
      }
      #expect(second == .data)
      #expect(!reached)
      let (end, _) = try stage(work.file("c"), "1%")
      #expect(end.run { try reject(end, line: 1) } == .data)
      #expect(try work.read("c").split(separator: "\n").count == 1)
    }
  }

  @Test("rejects are written before a commit point returns")
  func commitPoint() throws {
    try withWorkspace { work in
      let (stage, _) = try stage(work.file("r"))
      try reject(stage, line: 1)
      #expect(try work.read("r").isEmpty)
      try stage.commitPoint()
      #expect(try work.read("r").hasSuffix("}\n"))
    }
  }

  @Test("rejects held back are written when the run fails, after its cause")
  func failedRun() throws {
    try withWorkspace { work in
      let (stage, sink) = try stage(work.file("r"))
      let code = stage.run {
        try reject(stage, line: 1)
        throw StageError(.unavailable, "server gone")
      }
      #expect(code == .unavailable)
      #expect(sink.lines.first == "p: error: server gone")
      #expect(try work.read("r").split(separator: "\n").count == 1)
    }
  }

  @Test("a file that cannot be opened ends the run before any work")
  func noSuchFolder() throws {
    let (stage, sink) = try stage("/nonexistent/r")
    var worked = false
    #expect(stage.run { worked = true } == .cantCreate)
    #expect(!worked)
    #expect(
      sink.lines.first
        == "p: error: cannot open the rejects file /nonexistent/r: No such file or directory"
    )
  }

  @Test("a full device is an output error")
  func fullDevice() throws {
    let (stage, _) = try stage("/dev/full")
    #expect(stage.run { try reject(stage, line: 1) } == .ioError)
  }

  @Test("a file that a full disk cuts holds whole lines, and is for its owner alone")
  func wholeLines() throws {
    try withWorkspace { work in
      // A limit on the size of files fails as a full disk does, once its signal is ignored.
      let record = #"{\"type\":\"RECORD\",\"stream\":\"s\",\"record\":{\"id\":[]}}"#
      let script = """
        trap '' XFSZ; ulimit -f 1
        for i in 1 2 3 4 5 6 7 8 9; do echo "\(record)"; done |
          transform-dedupe --key id --at-eof commit --rejects r >/dev/null
        echo $?; stat -c %a r
        """
      let outcome = try work.run(.shell(script))
      #expect(outcome.lines == ["74", "600"], "\(outcome)")
      let text = try work.read("r")
      #expect(text.hasSuffix("}\n") && text.utf8.count > 200, "\(text)")
    }
  }
}
