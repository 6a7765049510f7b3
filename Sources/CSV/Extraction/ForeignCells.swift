import StageKit
import Wire

/// Finds cells that say that a file, whose profile only its header told, is of something else.
struct ForeignCells {
  private let columns: [Int]
  private let platformColumns: [Int]
  private let header: FileHeader

  /// Prepares for a file; nil for one whose profile somebody named, or needs no look at cells.
  init?(_ header: FileHeader) {
    guard header.isRecognized, ForeignSigns.matter(for: header.profile) else { return nil }
    let headers = header.match.headers
    columns = ["channel", "message_type"].compactMap { header.match.columns[$0] }
    platformColumns = headers.indices.filter {
      ForeignSigns.platformHeaders.contains(HeaderName.normalized(headers[$0]))
    }
    if columns.isEmpty, platformColumns.isEmpty { return nil }
    self.header = header
  }

  /// Refuses a row that is of something else.
  ///
  /// - Throws: exit code 65.
  func check(_ record: RecordView, file: String) throws(StageError) {
    for column in columns where ForeignSigns.emailWords.contains(record[column]) {
      throw foreign(record, column, file)
    }
    for column in platformColumns where ForeignSigns.platformWords.contains(record[column]) {
      throw foreign(record, column, file)
    }
  }

  private func foreign(_ record: RecordView, _ column: Int, _ file: String) -> StageError {
    StageError(
      .data,
      "\(file), line \(record.line): the header could be that of \(header.profile.name), but the column "
        + "\(Excerpt.quoted(header.match.headers[column])) says "
        + "\(Excerpt.quoted(record[column].trimmed.text)), so it is not known what the file is; name its "
        + "profile with --profile"
    )
  }

  /// Reads a whole file that a profile fits by its header.
  ///
  /// - Throws: exit code 65 where it is of something else.
  static func check(
    _ path: String,
    _ profiles: [Profile],
    _ settings: CSVExtractionSettings,
    _ stage: Stage
  ) throws {
    var scanner = RecordScanner(try InputFile(path, stage), delimiter: settings.delimiter)
    let all = Set(profiles.flatMap { $0.fields.map(\.name) })
    let header = try FileHeader(&scanner, profiles, settings, file: path, foundElsewhere: all)
    guard let cells = ForeignCells(header) else { return }
    try scanner.forEachRecord(ofWidth: header.match.headers.count) { record in
      try cells.check(record, file: path)
      return true
    }
  }
}
