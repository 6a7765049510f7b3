import Glibc
public import StageKit
import Wire

/// Where answers go.
public enum ReportOutput {
  /// Writes a text to a file, which is replaced at once when all of it is there; - is standard output.
  ///
  /// - Throws: exit code 73 where the file cannot be made, 74 where writing fails.
  public static func write(_ text: String, to path: String, _ stage: Stage) throws {
    guard path != "-" else { return try write(text, stage) }
    let new = path + ".new"
    let descriptor = try OutputFile.open(new, "the page", O_WRONLY | O_TRUNC)
    do {
      defer { close(descriptor) }
      var output = MessageOutput(stage, descriptor: descriptor)
      output.buffer.append(text)
      try output.flush()
    }
    try OutputFile.rename(new, to: path, "the page")
  }

  /// Writes a text to standard output.
  ///
  /// - Throws: exit code 74 where that fails, and the quiet end of a stage whose reader is gone.
  public static func write(_ text: String, _ stage: Stage) throws {
    var output = MessageOutput(stage)
    output.buffer.append(text)
    try output.flush()
  }
}
