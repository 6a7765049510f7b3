import StageKit
import TestSupport
import Testing

@Suite("Reject codes")
struct RejectCodeTests {
  @Test("the README's table is the list of codes, with their meanings and in its order")
  func readme() throws {
    let lines = try readText(BuiltProducts.checkout + "/README.md").split(separator: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("| reject code |") })
    let rows = lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map(String.init)
    #expect(rows == RejectCode.allCases.map { "| `\($0.rawValue)` | \($0.meaning) |" })
  }

  @Test("a code is snake case and its meaning one sentence", arguments: RejectCode.allCases)
  func form(code: RejectCode) {
    #expect(code.rawValue.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil)
    #expect(code.meaning.wholeMatch(of: /[A-Z][^.]*\./) != nil, "\(code.meaning)")
  }

  @Test("a program shows its codes in the order of the list")
  func order() {
    let command = Command(
      "one",
      summary: "give two codes",
      initial: SampleOptions(),
      options: [],
      rejectCodes: [.refused, .invalidJSON, .refused]
    )
    #expect(command.rejectCodes == [.invalidJSON, .refused])
  }

  @Test("a program shows its codes for people and for machines")
  func shown() throws {
    let command = Command(
      "one",
      summary: "give one code",
      initial: SampleOptions(),
      options: [],
      rejectCodes: [.raggedRow]
    )
    let about = try text(command, "--about")
    #expect(about.contains(#""code": "ragged_row""#), "\(about)")
    #expect(about.contains(RejectCode.raggedRow.meaning))
    let page = try text(command, "--man")
    let meaning = RejectCode.raggedRow.meaning
    #expect(page.contains(".SH REJECT CODES\n.TP\n.B ragged_row\n\(meaning)\n"), "\(page)")
    #expect(try !text(sample, "--man").contains("REJECT CODES"))
  }

  private func text(
    _ command: StageKit.Command<SampleOptions>,
    _ argument: String
  ) throws
    -> String
  {
    guard case .show(let text) = try interpret([argument], command) else {
      throw TestFailure("no text")
    }
    return text
  }
}
