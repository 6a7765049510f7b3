import StageKit
import Wire

/// Finds rows that are a header once more, as files have that were joined: `cat a.csv b.csv`.
///
/// A row with the names of the columns in their places says nothing. One with the names in other places,
/// or with most of them, begins a file with other columns, and nothing behind it can be read by the first
/// header.
struct HeaderRows {
  /// The names without case and punctuation: a second file may begin with a mark of the byte order.
  private let names: [String]
  private let known: Set<String>
  /// The names as they are written, but in small letters, to see at once that a cell is none of them.
  let written: [[UInt8]]

  /// Prepares for a file; nil for one of a single column, whose name may be a value.
  init?(_ headers: [String]) {
    guard headers.count > 1 else { return nil }
    names = headers.map(Self.name)
    known = Set(names.filter { !$0.isEmpty })
    written = headers.map { $0.utf8.map(\.lowered) }
  }

  /// True for a row that is the header of the file once more.
  ///
  /// - Throws: exit code 65 for one that is another header.
  @inline(never)
  func isRepeated(_ record: RecordView, file: String) throws(StageError) -> Bool {
    guard record.count > 1, isWritten(record[0].trimmed) || isWritten(record[1].trimmed) else {
      return false
    }
    let cells = (0..<record.count).map { Self.name(record[$0].trimmed.text) }
    if cells == names { return true }
    let count = cells.count { known.contains($0) }
    guard count > 1, count * 2 > cells.count else { return false }
    throw StageError(
      .data,
      "\(file), line \(record.line): here begins another file, whose columns are not in the places of those "
        + "of the first line, so that its rows cannot be read by that; give the files that were joined one "
        + "by one"
    )
  }

  private func isWritten(_ cell: Field) -> Bool {
    for name in written where name.withView({ cell.bytes.equalsFolded($0) }) { return true }
    return false
  }

  private static func name(_ header: String) -> String {
    let name = HeaderName.normalized(header)
    return name.isEmpty ? header : name
  }
}
