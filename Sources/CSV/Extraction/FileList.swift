public import StageKit
import Wire

/// The names of files, one a line, as `--files-from` gives them.
public enum FileList {
  /// The longest name that a system takes.
  private static let longest = 4096

  /// Reads a list; `-` is standard input.
  ///
  /// - Throws: exit code 66 where it cannot be read, 65 for a line that is no name of a file, and what
  ///   a signal ends the run with.
  public static func read(_ path: String, _ stage: Stage) throws(StageError) -> [String] {
    let isInput = path == "-"
    var names: [String] = []
    do {
      var reader = LineReader(descriptor: isInput ? 0 : try Descriptors.openForReading(path))
      while true {
        while let event = reader.buffered() {
          switch event {
          case .end: return names
          case .line: names.append(try name(reader.line, reader.lineNumber))
          case .tooLong: throw notAName(reader.lineNumber)
          }
        }
        try fill(&reader, stage)
      }
    } catch let error as StageError {
      throw error
    } catch {
      let reason = (error as? DescriptorError)?.reason ?? "\(error)"
      throw StageError(.noInput, "cannot read the list of files \(path): \(reason)")
    }
  }

  /// Reads on, and asks whether a signal wants the run to end.
  private static func fill(_ reader: inout LineReader, _ stage: Stage) throws {
    do {
      try reader.fill()
    } catch  where !error.isInterruption {
      throw error
    } catch {}
    try stage.checkSignals()
  }

  private static func name(_ line: ByteView, _ number: Int) throws(StageError) -> String {
    guard !line.isEmpty, line.count <= longest, !line.equals("-"), line.firstIndex(of: 0) == nil
    else { throw notAName(number) }
    return line.text
  }

  private static func notAName(_ number: Int) -> StageError {
    StageError(.data, "--files-from: line \(number) is no name of a file")
  }
}
