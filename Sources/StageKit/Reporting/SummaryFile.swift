import Glibc
internal import Wire

/// The file in which a pipeline gathers the summaries of its stages, one JSON object per line,
/// whatever they log: named by the environment, as all that a pipeline tells its stages.
public struct SummaryFile: Sendable {
  /// The variable that names it.
  static let variable = "POSTSCRIPT_ETL_SUMMARIES"

  private let path: String

  /// The file that the environment names; nil where it names none.
  public init?(_ environment: Environment) {
    guard let path = environment.variable(Self.variable), !path.isEmpty else { return nil }
    self.path = path
  }

  /// Adds a line, in one write: the stages of a pipe share the file.
  ///
  /// - Throws: exit code 73 or 74 where it cannot be written.
  func append(_ line: String) throws(StageError) {
    let descriptor = try OutputFile.open(path, "the file of summaries", O_WRONLY | O_APPEND)
    defer { close(descriptor) }
    do {
      try (line + "\n").withView { try Descriptors.write($0, to: descriptor, onInterrupt: {}) }
    } catch {
      throw StageError(describing: error)
    }
  }
}
