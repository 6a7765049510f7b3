import TestSupport
import Testing

/// Records of overlapping exports in one pipe: which observation goes on, and what is said of the
/// exports where the older does.
@Suite("transform-dedupe: when records were observed")
struct ObservedDuplicatesTests {
  private static let schema = DedupeProgramTests.schema
  private static let covered =
    #"{"type":"STATE","value":{"bookmarks":{"s":{"covers":[{"store":"a","platform":"postscript","#
    + #""since":"2025-01-01","until":"2025-02-01","observed":"2025-03-01T00:00:00Z","#
    + #""complete":true}]},"t":{"covers":[{"store":"a","platform":"postscript","#
    + #""since":"2025-01-01","until":"2025-02-01","observed":"2025-03-01T00:00:00Z","#
    + #""complete":true}]}}}}"#

  private func record(_ value: Int, day: Int) -> String {
    #"{"type":"RECORD","stream":"s","record":{"id":1,"v":\#(value)},"#
      + #""time_extracted":"2025-03-0\#(day)T00:00:00Z"}"#
  }

  private func dedupe(_ lines: [String], _ arguments: [String]) throws -> Outcome {
    try withWorkspace { workspace in
      try workspace.run(
        Command(path: BuiltProducts.program("transform-dedupe"), arguments),
        input: .text(lines.map { $0 + "\n" }.joined()),
        timeout: 60
      )
    }
  }

  /// What the streams `s` and `t` are said to be: complete or not.
  private func isComplete(_ state: String?) -> [Bool] {
    let parts = (state ?? "").split(separator: "\"t\":")
    return parts.map { $0.contains(#""complete":true"#) }
  }

  @Test("a newer record that gives way to an older one is missing from its export")
  func keepingAnOlderOneLeavesTheExportIncomplete() throws {
    for value in [1, 2] {
      let lines = [Self.schema, record(1, day: 1), record(value, day: 2), Self.covered]
      let outcome = try dedupe(lines, [])
      #expect(outcome.succeeded, "\(outcome)")
      #expect(Array(outcome.lines.prefix(2)) == Array(lines.prefix(2)))
      #expect(isComplete(outcome.lines.last) == [false, true], "\(outcome)")
      #expect(outcome.errors.contains("stream s: 1 of the records dropped were extracted later"))
      #expect(outcome.errors.contains("--keep last --order-by time_extracted"))
    }
  }

  @Test("an older record that gives way to a newer one takes nothing from an export")
  func keepingTheNewerOneLeavesTheExportWhole() throws {
    for (first, second) in [(2, 1), (1, 1)] {
      let lines = [Self.schema, record(1, day: first), record(2, day: second), Self.covered]
      let outcome = try dedupe(lines, [])
      #expect(outcome.lines == [lines[0], lines[1], lines[3]], "\(outcome)")
      #expect(!outcome.errors.contains("extracted later"), "\(outcome)")
    }
  }

  @Test("the last of two equal ones is the one observed later", arguments: [false, true])
  func ofEqualRecordsTheLaterObservationGoesOn(isBehindState: Bool) throws {
    let between = isBehindState ? [Self.covered] : []
    for options in [["--keep", "last"], ["--keep", "last", "--order-by", "v"]] {
      let older = record(1, day: 1)
      let newer = record(1, day: 2)
      let upward = try dedupe([Self.schema, older] + between + [newer, Self.covered], options)
      let expected = isBehindState ? [Self.schema, older, Self.covered] : [Self.schema]
      #expect(upward.lines == expected + [newer, Self.covered], "\(upward)")
      let downward = try dedupe([Self.schema, newer] + between + [older, Self.covered], options)
      #expect(downward.lines == [Self.schema, newer] + between + [Self.covered], "\(downward)")
      #expect(!(upward.errors + downward.errors).contains("extracted later"))
    }
  }

  @Test("the last by arrival or by a field may be the older observation, which is said")
  func theLastMayBeTheOlderObservation() throws {
    let byArrival = try dedupe(
      [Self.schema, record(2, day: 2), record(1, day: 1), Self.covered],
      ["--keep", "last"]
    )
    #expect(byArrival.lines.contains(record(1, day: 1)))
    #expect(isComplete(byArrival.lines.last) == [false, true], "\(byArrival)")
    let byField = try dedupe(
      [Self.schema, record(2, day: 1), record(1, day: 2), Self.covered],
      ["--keep", "last", "--order-by", "v"]
    )
    #expect(byField.lines.contains(record(2, day: 1)))
    #expect(isComplete(byField.lines.last) == [false, true], "\(byField)")
    #expect(byField.errors.contains("stream s: 1 of the records dropped were extracted later"))
  }

  @Test("more times than marks make an export incomplete rather than wrongly whole")
  func moreTimesThanMarks() throws {
    var lines = [#"{"type":"SCHEMA","stream":"s","schema":{},"key_properties":["id"]}"#]
    for second in 0..<66_000 {
      let hours = String(second / 3_600 + 100).suffix(2)
      let minutes = String(second / 60 % 60 + 100).suffix(2)
      let seconds = String(second % 60 + 100).suffix(2)
      lines.append(
        #"{"type":"RECORD","stream":"s","record":{"id":\#(second)},"#
          + #""time_extracted":"2025-03-01T\#(hours):\#(minutes):\#(seconds)Z"}"#
      )
    }
    // The first of those that share a mark, once more at its own time, and once later.
    let shared = lines[65_600]
    let same = try dedupe(lines + [lines[7], Self.covered], [])
    #expect(isComplete(same.lines.last) == [true, true])
    let later = shared.replacing("2025-03-01", with: "2025-03-02")
    let incomplete = try dedupe(lines + [later, Self.covered], [])
    #expect(isComplete(incomplete.lines.last) == [false, true])
    let last = try dedupe(lines + [later, Self.covered], ["--keep", "last"])
    #expect(last.lines.contains(later) && !last.lines.contains(shared))
  }
}
