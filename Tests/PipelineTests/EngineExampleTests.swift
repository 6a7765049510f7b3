import StageKit
import TestSupport
import Testing

/// What engines are told about exit codes is what the programs say of them.
@Suite("Engine examples")
struct EngineExampleTests {
  /// The codes that a run can end with, but for done: those that another try may change, or not.
  private static func codes(mayPass: Bool) -> [Int] {
    ExitCode.allCases.filter { $0 != .ok && $0.mayPass == mayPass }.map { Int($0.rawValue) }
  }

  private static func numbers(_ text: Substring) -> [Int] {
    text.split { !("0"..."9").contains($0) }.compactMap { Int($0) }
  }

  @Test("Kubernetes gives up on the codes that no try changes", arguments: ["backfill", "daily"])
  func kubernetes(name: String) throws {
    let text = try readText(BuiltProducts.checkout + "/docker/kubernetes/\(name).yaml")
    let lists = text.matches(of: /values: \[([0-9, ]+)\]/).map { Self.numbers($0.output.1) }
    #expect(lists == [Self.codes(mayPass: false)])
    let runsAsANumber = text.contains("runAsNonRoot: true") && text.contains("runAsUser: 10001")
    #expect(runsAsANumber && text.contains("readOnlyRootFilesystem: true"))
    let image = try readText(BuiltProducts.checkout + "/docker/Dockerfile")
    #expect(image.contains("USER 10001:10001"))
  }

  @Test("Slurm tries the others again")
  func slurm() throws {
    let text = try readText(BuiltProducts.checkout + "/docs/examples/backfill.sbatch")
    let list = try #require(text.firstMatch(of: /\n  ([0-9 |]+)\)/)).output.1
    #expect(Self.numbers(list) == Self.codes(mayPass: true))
    // The array has as many tasks as there are windows.
    let array = try #require(text.firstMatch(of: /--array=0-([0-9]+)/)).output.1
    let range = try #require(text.firstMatch(of: /--since [0-9-]+ --until [0-9-]+ --by [a-z]+/))
    let count = Command(
      path: BuiltProducts.pipeline("backfill"),
      range.output.split(separator: " ").map(String.init) + ["--count"]
    )
    let windows = try withWorkspace { try $0.run(count).orThrow().lines }
    #expect(windows == [String((Int(array) ?? -1) + 1)])
  }

  @Test("orchestrators try the same again", arguments: ["airflow", "dagster", "prefect"])
  func orchestrators(name: String) throws {
    let text = try readText(BuiltProducts.checkout + "/docs/examples/\(name)_daily.py")
    let list = try #require(text.firstMatch(of: /\nRETRY = \{([0-9, ]+)\}\n/)).output.1
    #expect(Self.numbers(list) == Self.codes(mayPass: true))
    #expect(text.contains("in RETRY"))
  }

  @Test("--about lists every exit code with its meaning and whether a retry helps")
  func about() throws {
    let about = try withWorkspace { try $0.run(.built("load-postgres", "--about")).orThrow().text }
    let entries = about.matches(
      of: /"code": ([0-9]+),\s+"meaning": "[^"]+",\s+"retry": (true|false)/
    )
    let told = entries.map { ("\($0.output.1)", $0.output.2 == "true") }
    let expected = ExitCode.allCases.map { ("\($0.rawValue)", $0.mayPass) }
    #expect(told.map(\.0) == expected.map(\.0) && told.map(\.1) == expected.map(\.1))
  }
}
