import TestSupport
import Testing

/// The style of the house is a test, so that no one has to watch over it.
@Suite("House")
struct HouseTests {
  private static let files: [SourceFile] = SourceFile.all(
    in: BuiltProducts.checkout,
    ["Sources", "Tests", "pipelines", "scripts", "sample"],
    endings: [".swift", ".sql", ".sh", ""]
  ).filter { !$0.path.hasPrefix("Tests/Golden/") }

  @Test("the sources keep the rules", arguments: HouseRule.all)
  func rules(rule: HouseRule) {
    #expect(Self.files.count { $0.isSwift && $0.isSource } > 200)
    for violation in rule.violations(Self.files) { Issue.record("\(violation) (\(rule.name))") }
  }

  @Test("a planted violation is found by its rule, and its neighbour is not", arguments: plants)
  func planted(plant: Plant) {
    #expect(plant.rule.violations(plant.bad) == [plant.found])
    #expect(plant.rule.violations(plant.good) == [])
  }

  @Test("every rule has a planted violation")
  func plantedAll() {
    let planted = Set(Self.plants.map(\.rule.name))
    for rule in HouseRule.all { #expect(planted.contains(rule.name), "\(rule.name)") }
  }

  @Test(
    "paths that README and ARCHITECTURE name exist",
    arguments: ["README.md", "ARCHITECTURE.md"]
  )
  func documents(name: String) throws {
    let document = SourceFile(path: name, text: try readText(BuiltProducts.checkout + "/" + name))
    let paths = NamedPaths.all(in: document)
    #expect(paths.count >= 5)
    for path in paths {
      #expect(NamedPaths.exists(path, in: BuiltProducts.checkout), "\(name) names \(path)")
    }
  }

  @Test("a named path that does not exist is found, also with a pattern")
  func documentsPlanted() throws {
    let text = "see `Sources/Wire/` and `Tests/No*.swift`, not `a/b` or `make`"
    let paths = NamedPaths.all(in: SourceFile(path: "x.md", text: text))
    #expect(paths == ["Sources/Wire/", "Tests/No*.swift"])
    let exist = paths.map { NamedPaths.exists($0, in: BuiltProducts.checkout) }
    #expect(exist == [true, false])
  }
}
