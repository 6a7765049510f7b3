import StageKit
import TestSupport
import Testing
import Wire

@Suite("Stage")
struct StageTests {
  private func stage(_ format: LogFormat) -> (Stage, MemorySink) {
    var options = CommonOptions()
    options.logFormat = format
    options.logLevel = .debug
    let sink = MemorySink()
    return (Stage(program: "p", options: options, sink: sink), sink)
  }

  @Test("the summary is the last line, in words")
  func textSummary() {
    let (stage, sink) = stage(.text)
    let code = stage.run {
      stage.counts.read = 6
      stage.counts.written = 3
      stage.counts.deduplicated = 2
      stage.counts.skipped = 1
      stage.counts.passedThrough = 9
      stage.counts[CountName("conflicting duplicates")] = 1
      stage.counts[CountName("untouched")] = 0
      stage.counts.bytesRead = 100
      stage.log.info("working")
      stage.log.debug("a\nb\tc\u{7}")
      stage.log.warning("careful")
    }
    #expect(code == .ok)
    #expect(
      sink.lines.dropLast() == ["p: working", "p: debug: a\\nb\\tc\u{FFFD}", "p: warning: careful"]
    )
    let summary = "p: read 6, written 3, rejected 0, deduplicated 2, skipped 1, passed through 9, "
    #expect(
      sink.lines.last?.hasPrefix(
        summary + "conflicting duplicates 1, bytes read 100, seconds 0."
      ) == true
    )
  }

  @Test("what a run was about is named; where only errors are wanted, success says nothing")
  func subjects() throws {
    try withWorkspace { work in
      let path = work.file("summaries")
      let environment = Environment(
        variable: { $0 == "POSTSCRIPT_ETL_SUMMARIES" ? path : nil },
        file: { _ in [] }
      )
      var options = CommonOptions()
      options.logLevel = .error
      for fails in [false, true] {
        let sink = MemorySink()
        let stage = Stage(
          program: "p",
          options: options,
          summaryFile: SummaryFile(environment),
          sink: sink
        )
        _ = stage.run {
          for name in ["a.csv", "b.csv", "a.csv"] { stage.subjects.note(name, as: .file) }
          for name in ["1", "2", "3", "4"] { stage.subjects.note(name, as: .stream) }
          stage.subjects.note("orders", as: .profile)
          if fails { throw StageError(.data, "bad") }
        }
        #expect(sink.lines.count == (fails ? 2 : 0))
        let names = ", files a.csv b.csv, profile orders, streams 4, seconds "
        #expect(!fails || sink.lines.last?.contains(names) == true)
      }
      // The pipeline has both, whatever was logged.
      let summaries = try work.read("summaries").split(separator: "\n").map {
        try JSONValue(parsing: String($0))
      }
      #expect(summaries.map { $0["exit_code"]?.integer } == [0, 65])
      #expect(summaries[0]["files"]?.text == #"["a.csv","b.csv"]"#)
      #expect(summaries[1]["streams"]?.array?.count == 4)
    }
  }

  @Test("with JSON every line is an object with time and program, the summary last")
  func jsonSummary() throws {
    let (stage, sink) = stage(.json)
    let code = stage.run {
      stage.counts.read = 2
      stage.counts[CountName("conflicting duplicates")] = 1
      stage.log.log(.info, "two\nlines", fields: [("stream", .string("orders"))])
      throw StageError(.tempFail, "lock \"held\"")
    }
    #expect(code == .tempFail)
    let lines = try sink.lines.map { try JSONValue(parsing: $0) }
    #expect(lines.count == 3)
    for line in lines {
      #expect(line["program"]?.string == "p")
      let time = try #require(line["time"]?.string)
      #expect(time.withView { Timestamp($0) } != nil)
    }
    #expect(lines[0]["message"]?.string == "two\nlines")
    #expect(lines[0]["stream"]?.string == "orders")
    #expect(lines[1]["level"]?.string == "error")
    let summary = lines[2]
    #expect(summary["event"]?.string == "summary")
    #expect(summary["read"]?.integer == 2)
    #expect(summary["conflicting_duplicates"]?.integer == 1)
    #expect(summary["exit_code"]?.integer == 75)
    #expect(summary["error"]?.string == "lock \"held\"")
    let counts = [
      "written", "rejected", "deduplicated", "skipped", "passed_through", "bytes_read",
      "bytes_written",
    ]
    for name in counts { #expect(summary[name]?.integer == 0) }
    #expect(summary["seconds"] != nil)
  }

  @Test("a level leaves out what is less urgent; the summary of a run that failed is urgent")
  func levels() {
    var options = CommonOptions()
    options.logLevel = .warning
    let sink = MemorySink()
    let stage = Stage(program: "p", options: options, sink: sink)
    _ = stage.run {
      stage.log.debug("debug")
      stage.log.info("info")
      stage.log.warning("warning")
    }
    #expect(sink.lines == ["p: warning: warning"])
    _ = stage.run { throw StageError(.data, "wrong") }
    #expect(sink.lines.count == 3 && sink.lines[1] == "p: error: wrong")
    #expect(sink.lines.last?.contains("exit code 65") == true)
  }

  @Test("an error that no one foresaw is a bug")
  func bug() {
    struct Surprise: Error {}
    let (stage, sink) = stage(.text)
    #expect(stage.run { throw Surprise() } == .software)
    #expect(sink.lines.first == "p: error: unexpected error, please report it: Surprise()")
  }

  @Test("a reader that went away ends the stage without a word; other faults are logged")
  func descriptorErrors() {
    let (quiet, silence) = stage(.text)
    #expect(quiet.run { throw DescriptorError("write", 32) } == .brokenPipe)
    #expect(silence.text.isEmpty)
    let (full, words) = stage(.text)
    #expect(full.run { throw DescriptorError("write", 28) } == .ioError)
    #expect(words.lines.first == "p: error: cannot write: No space left on device")
  }

  @Test("the counts are zero until set and keep their order")
  func counts() {
    var counts = StageCounts()
    #expect(counts[CountName("b")] == 0)
    counts[CountName("b")] += 2
    counts[CountName("a")] = 1
    counts[CountName("b")] += 1
    #expect(counts.named.map(\.name.words) == ["b", "a"])
    #expect(counts[CountName("b")] == 3)
    var same = StageCounts()
    same[CountName("b")] = 3
    #expect(counts != same)
    same[CountName("a")] = 1
    #expect(counts == same)
  }

  @Test("no signal, no end")
  func noSignal() {
    let (stage, _) = stage(.text)
    #expect(throws: Never.self) {
      for _ in 0..<5_000 { try stage.checkpoint() }
      try stage.checkSignals()
    }
  }
}
