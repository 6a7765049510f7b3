import Foundation
import TestSupport
import Testing

/// A folder `Tests/Golden/<program>/<case>`: a shell command in `cmd`, its input files, and what it
/// writes and ends with in `out`, `err` and `status`.
///
/// A case with a `setup.sql`, which may be empty, has its own database: that file is run in it
/// first, and `DATABASE_URL` names it. `$GOLDEN` is the folder of the program's cases, for files that
/// several of them use.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  static let top = BuiltProducts.checkout + "/Tests/Golden"
  /// What a case expects, in files of these names.
  static let expectations = ["err", "out", "status"]

  /// The name of the program or of the pipeline.
  let program: String
  let name: String

  var testDescription: String { program + "/" + name }
  var folder: String { "\(Self.top)/\(program)/\(name)" }

  /// All cases, by program and name.
  static let all: [GoldenCase] = folders(top).flatMap { program in
    folders("\(top)/\(program)").map { GoldenCase(program: program, name: $0) }
  }

  /// What the case expects, by the name of the file; nil where there is no such file.
  func expected(_ file: String) -> String? { try? readText(folder + "/" + file) }

  /// Runs the command in a folder with copies of the input files: what `out`, `err` and `status`
  /// would be.
  func run() throws -> [String: String] {
    guard FileManager.default.fileExists(atPath: folder + "/setup.sql") else {
      return try withWorkspace { try run(in: $0) }
    }
    return try withDatabase { workspace, database in
      try database.execute(try readText(folder + "/setup.sql"))
      return try run(in: workspace, database)
    }
  }

  private func run(in workspace: Workspace, _ database: Database? = nil) throws -> [String: String]
  {
    for file in try FileManager.default.contentsOfDirectory(atPath: folder)
    where !Self.expectations.contains(file) {
      try FileManager.default.copyItem(atPath: folder + "/" + file, toPath: workspace.file(file))
    }
    var environment = database?.environment ?? [:]
    environment["GOLDEN"] = Self.top + "/" + program
    environment["TMPDIR"] = workspace.path
    let script = "PATH=$0/pipelines:$PATH; . ./cmd"
    let command = Command(
      path: "/bin/sh",
      ["-c", script, BuiltProducts.checkout],
      environment: environment
    )
    let outcome = try workspace.run(command)
    let mask = GoldenMask(workspace: workspace.path, database: database?.name)
    return [
      "out": mask.applied(to: outcome.text),
      "err": mask.applied(to: outcome.errors),
      "status": outcome.status.map { "\($0)\n" } ?? "\(outcome.ending)\n",
    ]
  }

  private static func folders(_ path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().filter { name in
      var isFolder: ObjCBool = false
      let exists = unsafe FileManager.default.fileExists(
        atPath: path + "/" + name,
        isDirectory: &isFolder
      )
      return exists && isFolder.boolValue
    }
  }
}
