import StageKit
import TestSupport
import Testing

@Suite("Sources of settings")
struct PrecedenceTests {
  @Test("command line before variable before file before default", arguments: 0..<8)
  func precedence(sources: Int) throws {
    var arguments = ["--config", "c.json"]
    var variables: [String: String] = [:]
    var file = "{}"
    var expected = 7
    if sources & 1 != 0 {
      file = "{\"days\": 1}"
      expected = 1
    }
    if sources & 2 != 0 {
      variables["POSTSCRIPT_ETL_DAYS"] = "2"
      expected = 2
    }
    if sources & 4 != 0 {
      arguments += ["--days", "3"]
      expected = 3
    }
    let found = try run(arguments, variables: variables, files: ["c.json": file])
    #expect(found.options.days == expected)
  }

  @Test("a source replaces the values of a repeated option, and never adds to them")
  func repeatedValues() throws {
    let files = ["c.json": "{\"exclude_tag\": [\"x\", \"y\"]}"]
    let variables = ["POSTSCRIPT_ETL_EXCLUDE_TAG": "v, w", "POSTSCRIPT_ETL_CONFIG": "c.json"]
    #expect(try run(["--config=c.json"], files: files).options.tags == ["x", "y"])
    #expect(try run([], variables: variables, files: files).options.tags == ["v", "w"])
    let line = try run(["--exclude-tag=a"], variables: variables, files: files)
    #expect(line.options.tags == ["a"])
  }

  @Test("an empty variable counts as not set")
  func emptyVariable() throws {
    #expect(try run([], variables: ["POSTSCRIPT_ETL_DAYS": ""]).options.days == 7)
  }

  @Test("a flag can be set by a variable and switched off again")
  func flagByVariable() throws {
    let variables = ["POSTSCRIPT_ETL_STRICT": "yes", "POSTSCRIPT_ETL_COLOR": "0"]
    let found = try run([], variables: variables)
    #expect(found.options.strict)
    #expect(!found.options.color)
    #expect(try !run(["--strict=false"], variables: variables).options.strict)
  }

  @Test("a bad variable is a wrong configuration and is named")
  func badVariable() {
    let error = failure([], variables: ["POSTSCRIPT_ETL_DAYS": "many"])
    #expect(
      error == StageError(.config, "POSTSCRIPT_ETL_DAYS: \"many\" is not a whole number")
    )
  }

  @Test("a file holds texts, numbers, switches, arrays and nulls, with dashes or underscores")
  func fileKinds() throws {
    let file = """
      {"profile": "p\\u00e9", "days": 5, "strict": true, "color": null, "fields": "a,b",
       "click-window": "24h", "exclude-tag": ["a", 1], "log_level": "debug", "files": ["x.csv"]}
      """
    let found = try run(["--config=c"], files: ["c": file])
    #expect(found.options.profile == "pé")
    #expect(found.options.days == 5)
    #expect(found.options.strict)
    #expect(found.options.color)
    #expect(found.options.fields == ["a", "b"])
    #expect(found.options.window == .seconds(86_400))
    #expect(found.options.tags == ["a", "1"])
    #expect(found.common.logLevel == .debug)
    #expect(found.options.files == ["x.csv"])
    #expect(try run(["--config=c", "y"], files: ["c": file]).options.files == ["y"])
  }

  @Test(
    "a wrong file is a wrong configuration, and says where",
    arguments: [
      ("", "c: not JSON: the JSON text ends too early at byte 1"),
      ("{\"days\": 1", "c: not JSON: the JSON text ends too early at byte 11"),
      ("[]", "c: not a JSON object, such as {\"log_level\": \"debug\"}"),
      ("{\"dayss\": 1}", "c: unknown setting \"dayss\"; did you mean days?"),
      ("{\"config\": \"d\"}", "c: unknown setting \"config\""),
      ("{\"help\": true}", "c: unknown setting \"help\""),
      (
        "{\"click_window\": 1, \"click-window\": 2}",
        "c: the setting \"click-window\" appears twice"
      ),
      ("{\"days\": \"x\"}", "c: days: \"x\" is not a whole number"),
      ("{\"days\": [1, 2]}", "c: days: takes one value, not 2"),
      (
        "{\"days\": {}}",
        "c: the setting \"days\" must be a text, a number, true or false, or an array of those"
      ),
      (
        "{\"exclude_tag\": [[]]}",
        "c: the setting \"exclude_tag\" must be a text, a number, true or false, or an array of those"
      ),
    ]
  )
  func badFile(text: String, message: String) {
    let error = failure(["--config", "c"], files: ["c": text])
    #expect(error == StageError(.config, message))
  }

  @Test("a missing file is a missing input")
  func missingFile() {
    #expect(failure(["--config", "none"])?.code == .noInput)
  }
}
