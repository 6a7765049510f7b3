import StageKit

extension RecordScanner {
  /// Opens a file once more whose delimiter is known, and passes over its header.
  ///
  /// - Throws: exit code 66 where it cannot be opened.
  static func again(_ path: String, delimiter: UInt8, _ stage: Stage) throws -> RecordScanner {
    var scanner = RecordScanner(
      try InputFile(path, stage),
      delimiter: Delimiter(byte: delimiter)
    )
    _ = try scanner.next()
    return scanner
  }

  /// Hands each record that has a field for each header to a visitor, up to the end or until that
  /// returns false.
  mutating func forEachRecord(
    ofWidth width: Int,
    _ visit: (RecordView) throws -> Bool
  ) throws {
    while true {
      let event = try next()
      if event == .end { return }
      guard event == .record, record.count == width else { continue }
      guard try visit(record) else { return }
    }
  }
}
