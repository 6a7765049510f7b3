import Glibc
public import StageKit
import Wire

/// A file, or standard output, that lines are appended to.
public struct LineFile: Sendable {
  private let descriptor: Int32

  /// Standard output.
  public static let standardOutput = LineFile(descriptor: 1)

  private init(descriptor: Int32) { self.descriptor = descriptor }

  /// Opens a file to append to.
  ///
  /// - Throws: exit code 73 where it cannot be opened.
  public init(_ path: String) throws(StageError) {
    descriptor = try OutputFile.open(path, "the file", O_WRONLY | O_APPEND)
  }

  /// Appends a text.
  ///
  /// - Throws: exit code 74 where writing fails, or 141 where the reader went away.
  public func write(_ text: String) throws(StageError) {
    do {
      try text.withView { try Descriptors.write($0, to: descriptor, onInterrupt: {}) }
    } catch {
      throw StageError(describing: error)
    }
  }

  /// Appends requests, one a line.
  ///
  /// - Throws: exit code 74 where writing fails.
  public func write(_ entries: [LogEntry]) throws(StageError) {
    if !entries.isEmpty { try write(entries.map { $0.json + "\n" }.joined()) }
  }
}
