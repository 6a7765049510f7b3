public import StageKit
import Wire

/// Where answers go.
public enum ReportOutput {
  /// Writes a text to standard output.
  ///
  /// - Throws: exit code 74 where that fails, and the quiet end of a stage whose reader is gone.
  public static func write(_ text: String, _ stage: Stage) throws {
    var output = MessageOutput(stage)
    output.buffer.append(text)
    try output.flush()
  }
}
