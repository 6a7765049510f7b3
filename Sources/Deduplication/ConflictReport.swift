import Glibc
import StageKit
import Wire

/// A file that shows both records of each conflict: `{"stream":…,"kept":{…},"dropped":{…}}`.
final class ConflictReport {
  private let path: String
  private let descriptor: Int32
  private var lines = ByteBuffer(capacity: 1 << 16)

  /// Makes the file, or empties it: it belongs to one run.
  init(path: String) throws(StageError) {
    self.path = path
    descriptor = try OutputFile.open(path, "the conflict report", O_WRONLY | O_TRUNC)
  }

  deinit { close(descriptor) }

  /// Reports a conflict between two records, each given as its JSON object.
  func add(stream: ByteView, kept: ByteView, dropped: ByteView, _ stage: Stage) throws {
    lines.append(#"{"stream":"#)
    lines.appendJSONString(stream)
    lines.append(#","kept":"#)
    lines.append(kept)
    lines.append(#","dropped":"#)
    lines.append(dropped)
    lines.append("}\n")
    if lines.count > 1 << 15 { try flush(stage) }
  }

  /// Writes what is held back.
  func flush(_ stage: Stage) throws {
    do {
      try lines.withView { lines in
        try Descriptors.writeLines(lines, to: descriptor) { try stage.checkSignals() }
      }
    } catch let error as DescriptorError {
      throw StageError(.ioError, "cannot write the conflict report \(path): \(error.reason)")
    }
    lines.removeAll()
  }
}
