import Foundation
import TestSupport
import Testing

/// Pages of documentation that say what programs say.
@Suite("Documentation of answers and messages")
struct DocsTests {
  @Test("the pages of the questions are what the questions answer on the sample")
  func questions() throws {
    try withDatabase { work, database in
      try work.run(.built("generate-sample", "--orders", "2000", "sample")).orThrow()
      try work.run(
        .pipeline("daily", "sample", environment: database.environment)
      ).orThrow()
      let script = BuiltProducts.checkout + "/scripts/write-question-pages"
      let pages = work.file("pages")
      try work.run(Command(path: script, [pages], environment: database.environment)).orThrow()
      let kept = BuiltProducts.checkout + "/docs/questions"
      let outcome = try work.run(Command(path: "/usr/bin/diff", ["-r", kept, pages]))
      #expect(outcome.succeeded, "write them again: scripts/write-question-pages\n\(outcome.text)")
    }
  }

  @Test("each message of troubleshooting.md is one that something says")
  func messages() throws {
    let page = try readText(BuiltProducts.checkout + "/docs/troubleshooting.md")
    let heads = page.split(separator: "\n").filter { $0.hasPrefix("### `") }
      .map { $0.dropFirst(5).dropLast() }
    #expect(heads.count > 20)
    // Texts of several lines are joined as the compiler does it.
    let said = try Self.sources().map { text in
      text.replacing(/"\s*\n\s*\+ "/, with: "").replacing(/\\\n\s*/, with: " ")
        .replacing(/" \\?\s*\n?\s*"/, with: " ")
    }
    for head in heads {
      for part in head.split(separator: "…") {
        let words = part.trimmingCharacters(in: .whitespaces)
        #expect(said.contains { $0.contains(words) }, "\(words)")
      }
    }
  }

  private static func sources() throws -> [String] {
    var texts: [String] = []
    for folder in ["Sources", "pipelines"] {
      let root = BuiltProducts.checkout + "/" + folder
      for name in FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? [] {
        var isFolder: ObjCBool = false
        let path = root + "/" + name
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
          !isFolder.boolValue
        else { continue }
        texts.append(try readText(path))
      }
    }
    return texts
  }
}
