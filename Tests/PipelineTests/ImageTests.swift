import Foundation
import TestSupport
import Testing

/// The container image, read: no engine is needed to see what gets in and who runs it.
@Suite("Image")
struct ImageTests {
  private static let folder = BuiltProducts.checkout + "/docker/"

  private static func lines(_ name: String) throws -> [String] {
    try readText(folder + name).split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("#") }
  }

  @Test("only what the build copies may enter it, and all of that is there")
  func context() throws {
    let allowed = try Self.lines("Dockerfile.dockerignore")
    #expect(allowed.first == "*")
    let names = allowed.dropFirst().filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }
    let copied = try Self.lines("Dockerfile").filter {
      $0.hasPrefix("COPY ") && !$0.contains("--from=")
    }.map { String($0.split(separator: " ")[1]) }
    #expect(Set(names) == Set(copied))
    for name in copied {
      let path = BuiltProducts.checkout + "/" + name
      #expect(FileManager.default.fileExists(atPath: path), "\(name)")
    }
  }

  @Test("it runs as a user by number that is not root")
  func user() throws {
    let users = try Self.lines("Dockerfile").filter { $0.hasPrefix("USER ") }
    #expect(users.count == 1)
    let match = try #require(users.first?.wholeMatch(of: /USER ([0-9]+):([0-9]+)/))
    #expect(match.output.1 != "0" && match.output.2 != "0")
  }

  @Test("what it runs without arguments is installed by that name")
  func command() throws {
    let scripts = try FileManager.default.contentsOfDirectory(
      atPath: BuiltProducts.checkout + "/pipelines"
    )
    let command = try #require(Self.lines("Dockerfile").last { $0.hasPrefix("CMD ") })
    let name = try #require(command.firstMatch(of: /"postscript-etl-([a-z-]+)"/)).output.1
    #expect(scripts.contains(String(name)))
  }
}
