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
  private var pending: (group: Group, input: String, part: OrderPart?)?
  private var current: Group?
  private var isHeaderDue = false
  private var nextLine = 1
  /// The line of the rejects file for each line of the CSV on which one of them begins.
  private var origins: [(line: Int, origin: Int, part: OrderPart?)] = []
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

  /// The part of an order that the rejects file has as what begins on a line of the CSV; nil where it
  /// was no part.
  func part(of line: Int) -> OrderPart? { origins.last { $0.line <= line }?.part }

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
    origins.append((nextLine, pendingLine, next.part))
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
      guard !line.withView({ $0.trimmed.isEmpty }) else { continue }
      let value: JSONValue
      do throws(JSONFault) {
        value = try line.withView { (line) throws(JSONFault) in try JSONValue(parsing: line) }
      } catch {
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
      pending = (group, input, OrderPart(value))
      pendingLine = lineNumber
      return
    }
  }

  /// The next line of the rejects file.
  private func nextReject() throws -> [UInt8]? {
    while true {
      let start = consumed
      let newline = lines.withView { $0[start, $0.count].firstIndex(of: UInt8(ascii: "\n")) }
      if newline != nil || isAtEnd {
        guard start < lines.count else { return nil }
        lineNumber += 1
        let end = newline.map { start + $0 } ?? lines.count
        consumed = min(end + 1, lines.count)
        return lines.withView { $0[start, end].array }
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
