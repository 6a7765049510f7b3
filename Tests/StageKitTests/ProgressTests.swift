import StageKit
import Testing

@Suite("Progress")
struct ProgressTests {
  private func line(
    read: Int,
    bytes: Int = 0,
    rejected: Int = 0,
    total: Int? = nil,
    records: Int? = nil,
    seconds: Double
  ) -> String {
    var counts = StageCounts()
    counts.read = read
    counts.bytesRead = bytes
    counts.rejected = rejected
    return ProgressLine(
      program: "p",
      counts: counts,
      totalBytes: total,
      totalRecords: records,
      nanoseconds: Int64(seconds * 1_000_000_000)
    ).text
  }

  @Test("without a size it shows what was done and how fast")
  func noSize() {
    #expect(line(read: 999, seconds: 1) == "p: 999 records, 999/s")
    #expect(line(read: 1_234_567, seconds: 2) == "p: 1,234,567 records, 617,283/s")
    #expect(
      line(read: 10, bytes: 1_500, rejected: 2, seconds: 1)
        == "p: 10 records, 1.5 kB, 1.5 kB/s, 2 rejected"
    )
  }

  @Test("with a size it shows the share and the time left")
  func size() {
    #expect(
      line(read: 5, bytes: 250_000_000, total: 1_000_000_000, seconds: 1)
        == "p: 5 records, 250.0 MB, 250.0 MB/s, 25 %, 0:03 left"
    )
    #expect(
      line(read: 5, bytes: 1_000_000, total: 10_000_000_000, seconds: 1)
        == "p: 5 records, 1.0 MB, 1.0 MB/s, 0 %, 2:46:39 left"
    )
    #expect(
      line(read: 5, bytes: 20, total: 10, seconds: 1)
        == "p: 5 records, 20 B, 20 B/s, 100 %, 0:00 left"
    )
    #expect(line(read: 0, total: 10, seconds: 0) == "p: 0 records, 0/s")
  }

  @Test("with a number of records it shows their share")
  func records() {
    #expect(
      line(read: 50, bytes: 20_000, records: 200, seconds: 2)
        == "p: 50 records, 20.0 kB, 10.0 kB/s, 25 %, 0:06 left"
    )
    #expect(line(read: 300, records: 200, seconds: 1) == "p: 300 records, 300/s, 100 %, 0:00 left")
    #expect(line(read: 0, records: 200, seconds: 1) == "p: 0 records, 0/s")
  }

  @Test("where stderr is no terminal there is no live line unless asked for")
  func modes() {
    for (mode, isTerminal, expected) in [
      (ProgressMode.auto, false, false), (.auto, true, true), (.always, false, true),
      (.never, true, false),
    ] {
      var options = CommonOptions()
      options.progress = mode
      let sink = MemorySink(isTerminal: isTerminal)
      let stage = Stage(program: "p", options: options, sink: sink)
      #expect(stage.progress.isEnabled == expected)
    }
  }

  @Test("on a terminal a log line takes the live line away first")
  func clearing() {
    let sink = MemorySink(isTerminal: true)
    let stage = Stage(program: "p", sink: sink)
    stage.log.info("hello")
    #expect(sink.text == "\r\u{1B}[Kp: hello\n")
  }
}
