import StageKit
import Testing
import Wire

/// One configuration file for all programs of a pipeline, and what runners ask of each.
@Suite("One configuration for a pipeline")
struct SharedConfigurationTests {
  @Test("a setting of another program is passed over, its value unread")
  func sister() throws {
    let file =
      #"{"days": 9, "database_url": "postgresql://x", "streams": ["a", "b"], "quiet-hours": 0}"#
    let found = try run(["--config=c", "--profile=orders"], files: ["c": file])
    #expect(found.options.days == 9)
    #expect(found.secrets.isEmpty)
  }

  @Test("a setting that no program has is refused, with the nearest of this one")
  func unknown() throws {
    let error = try #require(failure(["--config=c"], files: ["c": #"{"profil": "x"}"#]))
    #expect(error.code == .config)
    #expect(error.message == #"c: unknown setting "profil"; did you mean profile?"#)
  }

  @Test("--about takes the format by which runners ask, and nothing else does")
  func format() throws {
    #expect(try shown("--about", "--format", "json") == shown("--about"))
    #expect(try shown("--format=json", "--about") == shown("--about"))
    #expect(failure(["--about", "--format=markdown"])?.code == .usage)
    #expect(failure(["--format=json"])?.message == "--format goes with --about")
    let about = try JSONValue(parsing: shown("--about"))
    #expect(about["capabilities"] == .array([.string("about")]))
  }
}
