import StageKit
import Wire

/// Turns rows of a COPY in text form into JSON objects.
struct CopiedRow: ~Copyable {
  private let columns: [SourceColumn]
  private let forms: [ValueForm]
  private var unescaped = ByteBuffer(capacity: 1024)
  /// The column that bookmarks follow, and the largest value of it so far.
  private(set) var mark: ReplicationMark?
  private let markColumn: Int?

  init(_ columns: [SourceColumn], mark: ReplicationMark?) {
    self.columns = columns
    forms = columns.map(\.copiedForm)
    self.mark = mark
    markColumn = mark.flatMap { mark in columns.firstIndex { $0.name == mark.column } }
  }

  /// Appends a row, without its newline, as an object; without the columns that are not known.
  ///
  /// - Throws: ``RecordFault`` for a value that has no form in JSON; what was written then is the
  ///   caller's to take back.
  mutating func write(
    _ row: ByteView,
    known: Int64 = -1,
    to output: inout ByteBuffer
  ) throws(RecordFault) {
    output.append(UInt8(ascii: "{"))
    let first = output.count
    var start = 0
    for index in columns.indices {
      let rest = row[start, row.count]
      let end = rest.firstIndex(of: UInt8(ascii: "\t")).map { start + $0 } ?? row.count
      let field = row[start, end]
      start = min(end + 1, row.count)
      let knowledge = columns[index].knowledge
      if knowledge != 0, known & knowledge == 0 { continue }
      if columns[index].isSpliced {
        splice(field, isFirst: output.count == first, &output)
        continue
      }
      if output.count > first { output.append(UInt8(ascii: ",")) }
      output.append(columns[index].lead)
      do throws(RecordFault) {
        try write(field: field, index, &output)
      } catch {
        throw error.of(columns[index].name)
      }
    }
    output.append(UInt8(ascii: "}"))
  }

  /// Appends the members of an object, if there is one.
  private mutating func splice(_ field: ByteView, isFirst: Bool, _ output: inout ByteBuffer) {
    unescaped.removeAll()
    Self.unescape(field, into: &unescaped)
    let text = unescaped.view
    guard text.count > 2, text[0] == UInt8(ascii: "{") else { return }
    if !isFirst { output.append(UInt8(ascii: ",")) }
    output.append(text[1, text.count - 1])
  }

  private mutating func write(
    field: ByteView,
    _ index: Int,
    _ output: inout ByteBuffer
  ) throws(RecordFault) {
    if field.count == 2, field.equals("\\N") {
      if columns[index].isKey {
        throw RecordFault(.missingValue, "the key field is null")
      }
      if index == markColumn { mark?.skip() }
      return output.append("null")
    }
    guard field.firstIndex(of: UInt8(ascii: "\\")) != nil else {
      try CopiedValue.write(field, as: forms[index], to: &output)
      if index == markColumn { mark?.take(field) }
      return
    }
    unescaped.removeAll()
    Self.unescape(field, into: &unescaped)
    try CopiedValue.write(unescaped.view, as: forms[index], to: &output)
  }

  /// Takes the escapes of COPY's text form away.
  private static func unescape(_ field: ByteView, into text: inout ByteBuffer) {
    var offset = 0
    while offset < field.count {
      let byte = field[offset]
      guard byte == UInt8(ascii: "\\"), offset + 1 < field.count else {
        text.append(byte)
        offset += 1
        continue
      }
      switch field[offset + 1] {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "r"): text.append(UInt8(ascii: "\r"))
      case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "v"): text.append(0x0B)
      case let other: text.append(other)
      }
      offset += 2
    }
  }
}
