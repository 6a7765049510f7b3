import Foundation
import PackagePlugin

/// Lists the SQL files of the warehouse for its code: so that adding one needs no line of Swift.
///
/// `.embedInCode` makes a constant of each file and no list of them. The list is written whenever
/// the package is planned, which a new file brings about.
@main struct ListSQL: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? SourceModuleTarget else { return [] }
    let names = target.sourceFiles(withSuffix: ".sql").map(\.url)
    func constants(in folder: String) -> [String] {
      names.filter { $0.pathComponents.contains(folder) }
        .map { $0.deletingPathExtension().lastPathComponent }
        .sorted()
        .map { "\(folder.dropLast())(file: \"\($0)\", PackageResources.\($0)_sql)," }
    }
    let text = """
      extension Migration {
        /// Every migration, in order.
        public static let all: [Migration] = [
          \(constants(in: "Migrations").joined(separator: "\n    "))
        ]
      }

      extension Definition {
        /// Every definition, by name.
        public static let all: [Definition] = [
          \(constants(in: "Definitions").joined(separator: "\n    "))
        ]
      }

      """
    let folder = context.pluginWorkDirectoryURL.appending(path: "Lists")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "Lists.swift")
    // An equal file keeps its time, so that nothing is compiled again.
    if (try? String(contentsOf: file, encoding: .utf8)) != text {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    return [
      .prebuildCommand(
        displayName: "List the SQL of \(target.name)",
        executable: URL(filePath: "/bin/true"),
        arguments: [],
        outputFilesDirectory: folder
      )
    ]
  }
}
