import StageKit
import Wire

/// Says in which cell a row contradicts one before it in the same file, which is looked up there.
///
/// To find a line the file is read again from its start, so that is done for the first few only.
final class EarlierRows {
  /// More contradictions than that have one cause, which the first ones show.
  private static let mostLookups = 5

  private let path: String?
  private let match: HeaderMatch
  private let columns: [Int]
  private let delimiter: UInt8
  private let stage: Stage
  private var lookups = 0

  /// Prepares for a file, which is nil for one that can be read only once.
  init(_ header: FileHeader, path: String?, delimiter: UInt8, _ stage: Stage) {
    self.path = path
    match = header.match
    columns = header.profile.fields.filter { $0.name != "updated_at" }
      .compactMap { header.match.columns[$0.name] }
    self.delimiter = delimiter
    self.stage = stage
  }

  /// The fault of a row that says something else of a claim, or of a text, than that on a line.
  func fault(_ record: RecordView, line: Int, shown: Int, _ subject: String) -> RecordFault {
    let rest =
      "line \(shown), of the same \(subject); keep the row that is right, and export the file again "
      + "where you do not know it"
    guard let first = cells(line: line),
      let column = columns.first(where: { first[$0] != record[$0].trimmed.text })
    else {
      return RecordFault(.conflictingFigures, "the row does not say what the row says on \(rest)")
    }
    return RecordFault(
      .conflictingFigures,
      "is not \(Excerpt.quoted(first[column])), as on \(rest)",
      match.headers[column],
      value: record[column].trimmed.text
    )
  }

  /// The cells of the row that begins on a line; nil where it is not looked up.
  private func cells(line: Int) -> [String]? {
    guard let path, lookups < Self.mostLookups else { return nil }
    lookups += 1
    var cells: [String]?
    do {
      var scanner = try RecordScanner.again(path, delimiter: delimiter, stage)
      try scanner.forEachRecord(ofWidth: match.headers.count) { record in
        if record.line == line { cells = match.headers.indices.map { record[$0].trimmed.text } }
        return record.line < line
      }
    } catch {
      // The fault is told without what the other row says.
      return nil
    }
    return cells
  }
}
