import StageKit
import Wire

/// Reads a rejects file: what was set aside comes back as CSV files, each under its own header.
///
/// Lines of other stages, which may share the file, are passed over and counted. Rejects that
/// follow each other and came from the same file belong together.
final class Replay: ByteSource {
  /// Where the rejects of one file came from.
  struct Group: Equatable {
    let file: String
    let header: String
    let timeExtracted: Timestamp?
  }

  private let file: InputFile
  private let stage: Stage
  private var lines = ByteBuffer(capacity: 1 << 20)
  private var consumed = 0
  private var lineNumber = 0
  private var isAtEnd = false
  private var pending: (group: Group, input: String)?
  private var current: Group?
  private var isHeaderDue = false
  private var nextLine = 1
  /// The line of the rejects file for each line of the CSV on which one of them begins.
  private var origins: [(line: Int, origin: Int)] = []
  private var pendingLine = 0

  init(_ file: InputFile, _ stage: Stage) throws {
    self.file = file
    self.stage = stage
  }

  /// Goes to the rejects of the next file, or nil at the end.
  func nextGroup() throws -> Group? {
    if pending == nil { try readPending() }
    current = pending?.group
    isHeaderDue = true
    nextLine = 1
    origins = []
    return current
  }

  /// The line of the rejects file that a line of the CSV came from.
  func line(of line: Int) -> Int {
    origins.last { $0.line <= line }?.origin ?? line
  }

  /// Appends the header, and then one reject at a time.
  func fill(_ buffer: inout ByteBuffer, about count: Int) throws -> Bool {
    guard let group = current else { return false }
    if isHeaderDue {
      isHeaderDue = false
      append(group.header, to: &buffer)
      return true
    }
    if pending == nil { try readPending() }
    guard let next = pending, next.group == group else { return false }
    origins.append((nextLine, pendingLine))
    append(next.input, to: &buffer)
    pending = nil
    return true
  }

  private func append(_ text: String, to buffer: inout ByteBuffer) {
    buffer.append(text)
    buffer.append(UInt8(ascii: "\n"))
    nextLine += 1 + text.utf8.count { $0 == UInt8(ascii: "\n") }
  }

  private func readPending() throws {
    while let line = try nextReject() {
      guard !line.trimmed.isEmpty else { continue }
      let value: JSONValue
      do { value = try JSONValue(parsing: line) } catch {
        throw StageError(.data, "\(file.name), line \(lineNumber): \(error.reason)")
      }
      guard value["stage"]?.string == stage.program else {
        stage.counts[.foreignRejects] += 1
        continue
      }
      guard let header = value["header"]?.string, let input = value["input"]?.string else {
        throw StageError(
          .data,
          "\(file.name), line \(lineNumber): no reject of \(stage.program): no header or no input"
        )
      }
      let time = value["time_extracted"]?.string.flatMap { $0.withView { Timestamp($0) } }
      let group = Group(
        file: value["file"]?.string ?? "",
        header: header,
        timeExtracted: time
      )
      pending = (group, input)
      pendingLine = lineNumber
      return
    }
  }

  /// The next line of the rejects file, valid until the next call.
  private func nextReject() throws -> ByteView? {
    while true {
      let rest = lines.view[consumed, lines.count]
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      if end != nil || isAtEnd {
        guard !rest.isEmpty else { return nil }
        lineNumber += 1
        consumed += end.map { $0 + 1 } ?? rest.count
        return rest[0, end ?? rest.count]
      }
      lines.removeFirst(consumed)
      consumed = 0
      isAtEnd = try !file.fill(&lines, about: 1 << 18)
    }
  }
}

extension CountName {
  fileprivate static let foreignRejects = CountName("rejects of other stages")
}
