import StageKit
import TestSupport
import Testing

@Suite("Command line")
struct CommandLineTests {
  @Test("a value can be attached or follow")
  func valueForms() throws {
    #expect(try run(["--profile", "a"]).options.profile == "a")
    #expect(try run(["--profile=a"]).options.profile == "a")
    #expect(failure(["--profile="])?.code == .usage)
    #expect(try run(["--profile=a=b"]).options.profile == "a=b")
    #expect(try run(["--profile=--days"]).options.profile == "--days")
    #expect(try run(["--days", "-3"]).options.days == -3)
  }

  @Test("the last of several values counts, and every one of a repeated option")
  func repetition() throws {
    #expect(try run(["--days", "1", "--days=2"]).options.days == 2)
    #expect(try run(["--exclude-tag", "a", "--exclude-tag=b,c"]).options.tags == ["a", "b,c"])
    #expect(try run(["--fields", "a, b", "--fields=c"]).options.fields == ["a", "b", "c"])
  }

  @Test("only a negatable flag has a --no- form, and every flag a value")
  func flags() throws {
    #expect(try run([]).options.color)
    #expect(try !run(["--no-color"]).options.color)
    #expect(try run(["--no-color", "--color"]).options.color)
    #expect(try run(["--strict"]).options.strict)
    #expect(try !run(["--strict", "--strict=false"]).options.strict)
    #expect(failure(["--no-strict"])?.code == .usage)
    #expect(failure(["--no-color=true"])?.code == .usage)
  }

  @Test("operands may be anywhere, and two dashes end the options")
  func operands() throws {
    let found = try run(["a.csv", "--days", "1", "-", "--", "--days", "-x"])
    #expect(found.options.files == ["a.csv", "-", "--days", "-x"])
    #expect(found.options.days == 1)
  }

  @Test("the order of options makes no difference", arguments: seeds(0..<50))
  func order(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let words = [
      ["--profile", "p"], ["--mode=careful"], ["--days", "9"], ["--no-color"], ["--strict"],
      ["--exclude-tag", "t"], ["--fields=a,b"], ["file"], ["--log-level", "debug"],
    ]
    let found = try run(words.shuffled(using: &random).flatMap { $0 })
    var expected = SampleOptions()
    expected.profile = "p"
    expected.mode = .careful
    expected.days = 9
    expected.color = false
    expected.strict = true
    expected.tags = ["t"]
    expected.fields = ["a", "b"]
    expected.files = ["file"]
    #expect(found.options == expected)
    #expect(found.options.files == ["file"])
    #expect(found.common.logLevel == .debug)
  }

  @Test(
    "what cannot be understood is a wrong use, with the nearest guess",
    arguments: [
      (["--profle", "x"], "unknown option \"--profle\"; did you mean --profile?"),
      (["--profle=x"], "unknown option \"--profle\"; did you mean --profile?"),
      (["--colour"], "unknown option \"--colour\"; did you mean --color?"),
      (["--xyzzy"], "unknown option \"--xyzzy\""),
      (["-x"], "\"-x\" is not an option; a file of that name is ./-x"),
      (["--days"], "--days needs a value: --days N"),
      (
        ["--days", "--strict"],
        "--days needs a value: --days N (if \"--strict\" is the value, write --days=N)"
      ),
      (["--days", "x"], "--days: \"x\" is not a whole number"),
      (["--days", ""], "--days: \"\" is not a whole number"),
      (["--days", "9223372036854775808"], "--days: \"9223372036854775808\" is not a whole number"),
      (["--strict=maybe"], "--strict: \"maybe\" is neither true nor false"),
      (
        ["--mode", "carefull"],
        "--mode: \"carefull\" is not one of fast, careful; did you mean careful?"
      ),
      (["--fields", "a,,b"], "--fields: \"a,,b\" has an empty item"),
      (
        ["--click-window", "7"],
        "--click-window: \"7\" is not a time span: a whole number with s, m, h, d or w, such as 7d"
      ),
      (
        ["--completions", "csh"],
        "--completions: \"csh\" is not one of bash, zsh, fish; did you mean zsh?"
      ),
      (["--log-format", "xml"], "--log-format: \"xml\" is not one of text, json"),
      (
        ["--log-level", "info2"],
        "--log-level: \"info2\" is not one of error, warning, info, debug; did you mean info?"
      ),
      (["--progress", "on"], "--progress: \"on\" is not one of auto, always, never"),
      (
        ["--rejects", "r", "--max-rejects", "101%"],
        "--max-rejects: \"101%\" is neither a number nor a percentage, such as 100 or 2.5%"
      ),
      (
        ["--max-rejects", "1"],
        "--max-rejects needs --rejects FILE, where the bad records go"
      ),
      (["--days", "1", "refresh", "refresh"], nil),
      (["refresh", "x"], "unexpected operand \"x\""),
      (["refresh", "--rejects", "x"], "unknown option \"--rejects\""),
    ] as [([String], String?)]
  )
  func wrongUse(arguments: [String], message: String?) {
    let error = failure(arguments)
    #expect(error?.message == message)
    #expect(error?.code == (message == nil ? nil : .usage))
  }

  @Test("a subcommand has its own options, and must come first")
  func subcommands() throws {
    let found = try run(["refresh", "--all", "--log-level=error"])
    #expect(found.subcommand == "refresh")
    #expect(found.options.all)
    #expect(try run(["--days", "1"]).subcommand == nil)
    let strict = Command<SampleOptions>(
      "strict",
      summary: "take no operands",
      initial: SampleOptions(),
      options: [.value("--days", "N", \.days, help: "Days.")],
      subcommands: [
        Command("migrate", summary: "migrate", initial: SampleOptions(), options: [])
      ]
    )
    let late = #expect(throws: StageError.self) {
      try interpret(["--days=1", "migrate"], strict)
    }
    #expect(late?.message == "migrate must come first: strict migrate [OPTION]...")
    let wrong = #expect(throws: StageError.self) { try interpret(["migrat"], strict) }
    #expect(wrong?.message == "unexpected operand \"migrat\"; did you mean migrate?")
  }

  @Test("a required setting and a required operand are asked for")
  func required() {
    let needy = Command<SampleOptions>(
      "needy",
      summary: "need both",
      operands: .one("TABLE", \.profile, help: "A table."),
      initial: SampleOptions(),
      options: [.value("--profile", "NAME", \.profile, help: "It.", required: true)]
    )
    let option = #expect(throws: StageError.self) { try interpret(["t"], needy) }
    #expect(
      option?.message == "--profile NAME is required (or POSTSCRIPT_ETL_PROFILE)"
    )
    let operand = #expect(throws: StageError.self) { try interpret(["--profile=x"], needy) }
    #expect(operand?.message == "TABLE is missing")
    #expect(throws: Never.self) { try interpret(["--profile=x", "t"], needy) }
  }
}
