import Foundation
import TestSupport
import Testing

/// What a program promises in its `--about`, and the case that shows it.
@Suite("Promises with a golden case")
struct PromiseTests {
  static let programs = [
    "extract-csv", "extract-postgres", "extract-postscript", "extract-webhooks", "load-postgres",
    "load-postscript", "transform-changes", "transform-claims", "transform-dedupe",
    "transform-events", "transform-orders", "transform-validate",
  ]

  /// Codes that only a real API gives: the tests of the programs provoke them by its simulator.
  static let shownElsewhere = [
    "extract-postscript": ["invalid_object", "refused"],
    "load-postscript": ["ambiguous_person"],
  ]

  @Test("every reject code of a program has a case that shows it", arguments: programs)
  func rejectCodes(program: String) throws {
    let about = try withWorkspace { try $0.run(.built(program, "--about")).orThrow() }
    let json = try JSONSerialization.jsonObject(with: Data(about.output)) as? [String: Any]
    let rejects = try #require(json?["rejects"] as? [[String: String]])
    #expect(!rejects.isEmpty)
    for code in rejects.compactMap({ $0["code"] })
    where Self.shownElsewhere[program]?.contains(code) != true {
      let example = GoldenCase(program: program, name: "reject-\(code)")
      let shown = example.expected("out") ?? ""
      #expect(shown.contains("\"code\":\"\(code)\""), "\(example.testDescription)")
    }
  }

  @Test(
    "every program has cases for its help, its manual and its completions",
    arguments: programs + ["receive-webhook", "report"]
  )
  func texts(program: String) {
    let names = GoldenCase.all.filter { $0.program == program }.map(\.name)
    for name in ["help", "about", "man", "completions-bash", "completions-zsh", "completions-fish"]
    {
      #expect(names.contains(name), "\(program)/\(name)")
    }
  }
}
