import Glibc
import PostscriptSimulator
import StageKit
import Wire

/// A file, or standard output, that lines are appended to.
struct LineFile {
  private let descriptor: Int32

  /// Standard output.
  static let standardOutput = LineFile(descriptor: 1)

  private init(descriptor: Int32) { self.descriptor = descriptor }

  /// Opens a file to append to.
  init(_ path: String) throws(StageError) {
    descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw StageError(.cantCreate, "cannot open \(path)") }
  }

  /// Appends a text.
  func write(_ text: String) throws(StageError) {
    do {
      try text.withView { try Descriptors.write($0, to: descriptor, onInterrupt: {}) }
    } catch {
      throw StageError(.ioError, "cannot write: \(error)")
    }
  }

  /// Appends requests, one a line.
  func write(_ entries: [LogEntry]) throws(StageError) {
    if !entries.isEmpty { try write(entries.map { $0.json + "\n" }.joined()) }
  }
}
