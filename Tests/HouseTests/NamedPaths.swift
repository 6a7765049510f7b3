import Foundation

/// The paths of the repository that a document names between backticks.
enum NamedPaths {
  private static let tops = ["Sources/", "Tests/", "pipelines/", "scripts/", "sample/", ".ci/"]

  /// The paths, in order; `sample/data` is what `make run` makes.
  static func all(in document: SourceFile) -> [String] {
    document.lines.flatMap { line in
      line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }.filter { path in
      tops.contains { path.hasPrefix($0) } && !path.contains { " <…".contains($0) }
        && !path.hasPrefix("sample/data")
    }
  }

  /// True where there is such a file or folder; `*` stands for a part of a name.
  static func exists(_ path: String, in checkout: String) -> Bool {
    var found = [checkout]
    for part in path.split(separator: "/") {
      found = found.flatMap { folder in
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { matches($0, String(part)) }.map { folder + "/" + $0 }
      }
    }
    return !found.isEmpty
  }

  private static func matches(_ name: String, _ pattern: String) -> Bool {
    let parts = pattern.components(separatedBy: "*")
    guard parts.count > 1 else { return name == pattern }
    guard name.hasPrefix(parts[0]), name.hasSuffix(parts[parts.count - 1]) else { return false }
    return name.count >= parts.map(\.count).reduce(0, +)
  }
}
