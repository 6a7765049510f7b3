import Foundation
import TestSupport
import Testing

/// Whole commands with what they write, word for word.
///
/// A case is a folder below `Tests/Golden/extract-csv` with a shell command in `cmd`, its input
/// files, and the expected `out`, `err` and `status`. With `RECORD_GOLDEN=1` in the environment the
/// cases are written anew; `git diff` shows what changed.
@Suite("Golden cases of extract-csv")
struct GoldenTests {
  static let folder = BuiltProducts.checkout + "/Tests/Golden/extract-csv"

  static let cases: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

  @Test("there are cases") func found() { #expect(Self.cases.count > 25) }

  @Test("a command writes what it should", arguments: cases)
  func golden(name: String) throws {
    let source = Self.folder + "/" + name
    try withWorkspace { workspace in
      for file in try FileManager.default.contentsOfDirectory(atPath: source) {
        try writeBytes(try readBytes(source + "/" + file), to: workspace.file(file))
      }
      let outcome = try workspace.run(.shell("sh ./cmd"))
      let found = [
        "out": outcome.text, "err": Self.withoutTimes(outcome.errors),
        "status": "\(outcome.status)\n",
      ]
      for (file, text) in found.sorted(by: { $0.key < $1.key }) {
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
          try writeBytes(Array(text.utf8), to: source + "/" + file)
        } else {
          #expect(text == (try readText(source + "/" + file)), "\(name)/\(file)")
        }
      }
    }
  }

  /// A log without what differs from run to run.
  private static func withoutTimes(_ text: String) -> String {
    text.replacing(/seconds [0-9.]+/, with: "seconds _")
  }
}
