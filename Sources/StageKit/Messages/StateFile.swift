import Glibc
public import Wire

/// Reads a Singer state from a file.
public enum StateFile {
  /// The state in a file: a JSON value, or lines of which the last is a STATE message.
  ///
  /// A missing or empty file is an empty state, as before the first run.
  ///
  /// - Throws: exit code 66 where it can't be read, 78 where it holds no JSON object or ends with a
  ///   message of another type.
  public static func read(_ path: String, _ stage: Stage) throws(StageError) -> JSONValue {
    let lines: [String]
    do throws(DescriptorError) {
      lines = try self.lines(path)
    } catch {
      guard error.operation == "open", error.number == ENOENT else {
        throw StageError(.noInput, "--state: cannot read \(path): \(error.reason)")
      }
      lines = []
    }
    guard let last = lines.last else {
      stage.log.info("no state in \(path) yet: starting from the beginning")
      return .object([])
    }
    for text in [lines.joined(separator: "\n"), last] {
      if let value = try? JSONValue(parsing: text), value.members != nil {
        return try checked(value, path)
      }
    }
    throw StageError(.config, "--state: \(path) holds no JSON object")
  }

  /// Refuses messages that are no state: what was meant as one was lost, and taking them for a state
  /// without a bookmark would extract everything again.
  private static func checked(_ value: JSONValue, _ path: String) throws(StageError) -> JSONValue {
    guard let type = value["type"]?.string else { return value }
    guard type == "STATE" else {
      throw StageError(
        .config,
        "--state: \(path) ends with a message of type \(Excerpt.quoted(type)), not with a STATE"
      )
    }
    guard value["value"]?.members != nil else {
      throw StageError(.config, "--state: the STATE in \(path) has no object as its value")
    }
    return value
  }

  private static func lines(_ path: String) throws(DescriptorError) -> [String] {
    let descriptor = try Descriptors.openForReading(path)
    defer { close(descriptor) }
    var reader = LineReader(descriptor: descriptor)
    var lines: [String] = []
    while true {
      switch try reader.next() {
      case .end: return lines
      case .line: if !reader.line.trimmed.isEmpty { lines.append(reader.line.text) }
      case .tooLong: throw DescriptorError("read", EFBIG)
      }
    }
  }
}
