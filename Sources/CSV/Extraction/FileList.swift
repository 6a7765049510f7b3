public import StageKit
import Wire

/// The names of files, one a line, as `--files-from` gives them.
public enum FileList {
  /// The longest name that a system takes.
  private static let longest = 4096

  /// Reads a list; `-` is standard input.
  ///
  /// - Throws: exit code 66 where it cannot be read, 65 for a line that is no name of a file.
  public static func read(_ path: String) throws(StageError) -> [String] {
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
        try reader.fill()
      }
    } catch let error as StageError {
      throw error
    } catch {
      let reason = (error as? DescriptorError)?.reason ?? "\(error)"
      throw StageError(.noInput, "cannot read the list of files \(path): \(reason)")
    }
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
