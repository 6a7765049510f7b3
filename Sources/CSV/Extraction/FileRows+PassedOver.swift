import StageKit
import Wire

extension FileRows {
  /// True for a scanner's record that is no row: it has nothing in any cell, or is the header once more.
  ///
  /// - Throws: exit code 65 where another header begins another file.
  @inline(__always)
  mutating func passesOver() throws -> Bool {
    suspects.contains(scanner.firstByte(of: 0)) ? try passOverNoRow() : false
  }

  @inline(never)
  private mutating func passOverNoRow() throws -> Bool {
    if scanner.record.isBlank {
      stage.counts[.blankRows] += 1
    } else if try headerRows?.isRepeated(scanner.record, file: file.name) == true {
      stage.counts[.repeatedHeaders] += 1
      noteHeader()
    } else {
      return false
    }
    return true
  }
}

extension RecordView {
  /// True where no cell has anything in it, as of a row of delimiters alone that a spreadsheet leaves.
  fileprivate var isBlank: Bool {
    for column in 0..<count where !self[column].trimmed.isEmpty { return false }
    return true
  }
}

extension CountName {
  fileprivate static let blankRows = CountName("blank rows")
  fileprivate static let repeatedHeaders = CountName("repeated headers")
}
