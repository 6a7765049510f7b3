import StageKit
import Testing

/// Subcommands of two words, and operands of any number.
@Suite("Groups of subcommands")
struct SubcommandTests {
  private static let grouped = Command<SampleOptions>(
    "grouped",
    summary: "have a group",
    initial: SampleOptions(),
    options: [.value("--days", "N", \.days, help: "Days.")],
    subcommands: [
      Command("list show", summary: "show the list", initial: SampleOptions(), options: []),
      Command(
        "list add",
        summary: "add to the list",
        operands: .several("KEY=VALUE", \.tags, help: "An entry."),
        initial: SampleOptions(),
        options: []
      ),
    ]
  )

  private func run(_ arguments: String...) throws -> Invocation<SampleOptions>.Run {
    guard case .run(let run) = try interpret(arguments, Self.grouped) else {
      throw StageError(.software, "no run")
    }
    return run
  }

  @Test("both words name it, and options and operands follow")
  func twoWords() throws {
    #expect(try run("list", "show").subcommand == "list show")
    let added = try run("list", "add", "a=1", "--log-level", "error", "b=2")
    #expect(added.subcommand == "list add")
    #expect(added.options.tags == ["a=1", "b=2"])
  }

  @Test(
    "a group without a known second word ends with 64",
    arguments: [
      (["list"], "list needs one of show, add"),
      (["list", "ad"], #"list needs one of show, add, not "ad"; did you mean add?"#),
      (["list", "--days", "1"], #"list needs one of show, add, not "--days""#),
      (["list", "add"], "KEY=VALUE is missing"),
      (["--days", "1", "list", "add"], "list must come first: grouped list [OPTION]..."),
      (["lst"], #"unexpected operand "lst"; did you mean list?"#),
    ]
  )
  func wrongUse(arguments: [String], message: String) {
    let error = #expect(throws: StageError.self) { try interpret(arguments, Self.grouped) }
    #expect(error?.code == .usage)
    #expect(error?.message == message)
  }

  @Test("help, man page and completions know both words")
  func texts() throws {
    func text(_ arguments: String...) throws -> String {
      guard case .show(let text) = try interpret(arguments, Self.grouped) else { return "" }
      return text
    }
    #expect(try text("--help").contains("  list add                 add to the list\n"))
    #expect(try text("list", "--help").contains("  list show "))
    #expect(
      try text("list", "add", "--help").contains(
        "Usage: grouped list add [OPTION]... KEY=VALUE...\n"
      )
    )
    #expect(try text("--man").contains(".B grouped list add\n[OPTION]... KEY=VALUE...\n"))
    #expect(try text("--completions", "bash").contains("compgen -W 'show add'"))
    #expect(try text("--completions", "zsh").contains("'1::command:(list)'"))
    #expect(try text("--completions", "fish").contains("__fish_seen_subcommand_from list' -a add"))
  }
}
