import Foundation
import StageKit
import TestSupport
import Testing

/// The list of the settings of all programs, which every program knows.
@Suite("Settings of all programs")
struct SisterSettingsTests {
  @Test("the list in SisterSettings is what --about says of all programs")
  func list() throws {
    let sources = BuiltProducts.checkout + "/Sources/"
    let folders = try FileManager.default.contentsOfDirectory(atPath: sources)
    // list-sql is the build's own.
    let programs = folders.filter {
      $0 != "list-sql" && FileManager.default.fileExists(atPath: sources + $0 + "/main.swift")
    }
    #expect(programs.count > 10)
    var names: Set<String> = []
    for program in programs {
      let about = try withWorkspace { try $0.run(.built(program, "--about")).orThrow() }
      let json = try JSONSerialization.jsonObject(with: Data(about.output)) as? [String: Any]
      let settings = try #require(json?["settings"] as? [String: Any])
      let properties = try #require(settings["properties"] as? [String: [String: Any]])
      for (name, facts) in properties {
        names.insert(name)
        if facts["secret"] as? Bool == true { names.insert(name + "_file") }
      }
    }
    let missing = names.subtracting(SisterSettings.names).sorted()
    let extra = SisterSettings.names.subtracting(names).sorted()
    #expect(missing.isEmpty, "not in SisterSettings yet: \(missing)")
    #expect(extra.isEmpty, "in SisterSettings, but of no program: \(extra)")
  }
}
