import Foundation
import TestSupport
import Testing

/// Whole commands with what they write, word for word.
///
/// `make golden` records all cases again (it sets `RECORD_GOLDEN=1`); `git diff` then shows what
/// changed.
@Suite("Golden cases")
struct GoldenTests {
  private static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"

  @Test("a command writes what it should", arguments: GoldenCase.all)
  func golden(example: GoldenCase) throws {
    let found = try example.run()
    for file in GoldenCase.expectations {
      let text = found[file] ?? ""
      if Self.isRecording {
        try writeBytes(Array(text.utf8), to: example.folder + "/" + file)
      } else {
        let expected = example.expected(file)
        #expect(
          text == expected,
          "\(example.testDescription)/\(file): \(Self.difference(expected, text))"
        )
      }
    }
  }

  @Test("the difference names the first line that differs")
  func differences() {
    #expect(Self.difference("a\nb\nc\n", "a\nx\nc\n") == "line 2 is \"x\", not \"b\"")
    #expect(Self.difference("a\n", "a\nb\n") == "line 2 is \"b\", not \"\"")
    #expect(Self.difference(nil, "a\n") == "there is no such file yet")
  }

  /// Where a text differs from the expected one, for the reader of the test log.
  private static func difference(_ expected: String?, _ found: String) -> String {
    guard let expected else { return "there is no such file yet" }
    let (old, new) = (expected.components(separatedBy: "\n"), found.components(separatedBy: "\n"))
    for index in 0..<max(old.count, new.count) {
      let (before, after) = (old.dropFirst(index).first, new.dropFirst(index).first)
      if before != after {
        return "line \(index + 1) is \"\(after ?? "")\", not \"\(before ?? "")\""
      }
    }
    return "none"
  }
}
