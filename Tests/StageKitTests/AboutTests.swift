import StageKit
import TestSupport
import Testing
import Wire

@Suite("Texts about a program")
struct AboutTests {
  @Test("the version names the program")
  func version() throws {
    #expect(try shown("--version") == "sample \(Version.current)\n")
    #expect(try shown("refresh", "--version") == "sample \(Version.current)\n")
  }

  @Test("a text is shown whatever else is wrong with the settings")
  func precedence() throws {
    #expect(try shown("--days", "x", "--help").hasPrefix("sample: show"))
    #expect(try shown("-h") == shown("--help"))
  }

  @Test("--about is a JSON Schema of every setting")
  func about() throws {
    let about = try JSONValue(parsing: shown("--about"))
    #expect(about["name"]?.string == "sample")
    #expect(about["version"]?.string == Version.current)
    let properties = try #require(about["settings"]?["properties"])
    let names = try #require(properties.members?.map(\.key))
    #expect(
      names == [
        "profile", "mode", "days", "click_window", "exclude_tag", "color", "strict", "api_key",
        "fields", "rejects", "max_rejects", "progress", "log_format", "log_level", "run_id", "all",
        "files",
      ]
    )
    let days = try #require(properties["days"])
    #expect(days["type"] == .array([.string("integer"), .string("null")]))
    #expect(days["default"]?.integer == 7)
    #expect(days["env"]?.string == "POSTSCRIPT_ETL_DAYS")
    #expect(days["option"]?.string == "--days")
    #expect(properties["color"]?["default"]?.bool == true)
    let modes = JSONValue.array([.string("fast"), .string("careful"), .null])
    #expect(properties["mode"]?["enum"] == modes)
    let key = try #require(properties["api_key"])
    #expect(key["secret"]?.bool == true)
    #expect(key["env"]?.string == "SAMPLE_API_KEY")
    #expect(key["option"]?.string == "--api-key-file")
    #expect(key["default"] == nil)
  }

  @Test("every setting of --about can be in a configuration file")
  func aboutMatchesFile() throws {
    let about = try JSONValue(parsing: shown("--about"))
    let values = [
      "mode": "\"careful\"", "days": "1", "click_window": "\"1d\"", "color": "false",
      "strict": "true", "max_rejects": "\"1%\"", "progress": "\"never\"",
      "log_format": "\"json\"", "log_level": "\"error\"",
    ]
    let members = try #require(about["settings"]?["properties"]?.members)
    let texts = members.map(\.key).filter { $0 != "all" }.map { key in
      "\"\(key)\": \(values[key] ?? "\"text\"")"
    }
    let file = "{\(texts.joined(separator: ", "))}"
    let found = try run(["--config=c"], files: ["c": file])
    #expect(found.options.mode == .careful)
    #expect(found.common.maxRejects == .basisPoints(100))
  }

  @Test("the man page has every section and escapes what roff would read")
  func manual() throws {
    let page = try shown("--man")
    for section in [
      "NAME", "SYNOPSIS", "DESCRIPTION", "OPERANDS", "OPTIONS", "REFRESH", "ENVIRONMENT",
      "EXIT STATUS", "EXAMPLES",
    ] {
      #expect(page.contains("\n.SH \(section)\n"))
    }
    #expect(page.contains(".TP\n.B \\-\\-days N\nHow many days. [default: 7]\n"))
    #expect(page.contains("sample \\-\\-profile orders *.csv\n"))
    for line in page.split(separator: "\n") where line.hasPrefix(".") {
      let request = line.dropFirst().prefix { $0 != " " }
      #expect(["TH", "SH", "SS", "PP", "TP", "B", "br", "nf", "fi", "RS", "RE"].contains(request))
    }
  }

  @Test("the shells' completions name every option")
  func completions() throws {
    for shell in Shell.allCases {
      let script = try shown("--completions", shell.rawValue)
      for option in ["exclude-tag", "no-color", "api-key-file", "log-format", "all", "about"] {
        #expect(script.contains(option))
      }
      #expect(!script.contains("--api-key "))
      #expect(!script.contains("completions fish"))
      #expect(script.contains("fast careful"))
      #expect(script.contains("refresh"))
    }
  }

  @Test("bash accepts its completions and completes with them")
  func bash() throws {
    try withWorkspace { work in
      let script = try work.write("sample.bash", shown("--completions=bash"))
      func complete(_ words: String...) throws -> [String] {
        let list = words.map { "'\($0)'" }.joined(separator: " ")
        let call =
          "set -u; . \"$1\"; COMP_WORDS=(sample \(list)); COMP_CWORD=\(words.count); _sample; "
          + "printf '%s\\n' \"${COMPREPLY[@]-}\""
        let command = TestSupport.Command(path: "/bin/bash", ["-c", call, "bash", script])
        return try work.run(command).orThrow().lines.filter { !$0.isEmpty }.sorted()
      }
      #expect(try complete("--pro") == ["--profile", "--progress"])
      #expect(try complete("--mode", "") == ["careful", "fast"])
      #expect(try complete("--mode", "=", "c") == ["careful"])
      #expect(try complete("--mode", "=") == ["careful", "fast"])
      #expect(try complete("--days", "") == [])
      #expect(try complete("ref") == ["refresh"])
      try work.write("reference.csv", "")
      #expect(try complete("ref") == ["reference.csv", "refresh"])
      #expect(try complete("--config", "refer") == ["reference.csv"])
    }
  }
}
