import StageKit
import Wire

/// Compares the sends of Klaviyo's campaigns with the range of days that the report states beside each.
///
/// Figures are dated by the send, so the range changes none of them; but a send outside it has only a part
/// of its figures in the file, which take the place of those that another file told.
final class StatedRanges {
  private let column: Int
  private var parser: CivilTimeParser
  /// The range read last and its text, which is mostly the next one's too.
  private var last: (text: [UInt8], period: CivilPeriod?)?
  /// The first cell that is no range, and how many there are.
  private var unreadable: (line: Int, cell: String, count: Int)?
  /// The first row whose send is not in its range, and how many there are.
  private var outside: (line: Int, cell: String, count: Int)?

  /// Prepares for a file; nil for one that states no ranges.
  init?(_ header: FileHeader, _ settings: CSVExtractionSettings) {
    guard let column = header.rangeColumn else { return nil }
    self.column = column
    parser = CivilTimeParser(settings.dateOrder)
  }

  /// Looks at a row whose message was sent on a day.
  func check(_ record: RecordView, day: Int) {
    let cell = IdentifierText.unwrapped(record[column].trimmed)
    if UnknownValue.contains(cell) { return }
    guard let period = period(cell.unquotedBytes) else {
      unreadable = (
        unreadable?.line ?? record.line, unreadable?.cell ?? cell.text, (unreadable?.count ?? 0) + 1
      )
      return
    }
    guard day < period.first || day > period.last else { return }
    outside = (outside?.line ?? record.line, outside?.cell ?? cell.text, (outside?.count ?? 0) + 1)
  }

  private func period(_ text: [UInt8]) -> CivilPeriod? {
    if let last, last.text == text { return last.period }
    let period = try? CivilPeriod(text, &parser)
    last = (text, period)
    return period
  }

  /// What to say of the file.
  var warnings: [String] {
    var warnings: [String] = []
    if let unreadable {
      warnings.append(
        "the range of days in \(Self.place(unreadable)) cannot be read, or ends before it begins: it is "
          + "not known of which days the figures are, which are taken for totals to date"
      )
    }
    if let outside {
      warnings.append(
        "the range of days in \(Self.place(outside)) does not have the day of the send: such figures may "
          + "be only those of the range, and stand for the message as a whole, in the place of what "
          + "earlier exports told; export a range that has the days of all sends"
      )
    }
    return warnings
  }

  private static func place(_ found: (line: Int, cell: String, count: Int)) -> String {
    let others = found.count - 1
    return "line \(found.line), \(Excerpt.quoted(found.cell)),"
      + (others > 0 ? " and in \(others) other row\(others == 1 ? "" : "s")" : "")
  }
}

extension FileHeader {
  /// The column in which a report of campaigns states the range of days that its figures are of; nil where
  /// there is none.
  var rangeColumn: Int? {
    guard profile.campaignsAreMessages else { return nil }
    let column = match.headers.firstIndex { HeaderName.normalized($0) == "date" }
    return column.flatMap { match.columns.values.contains($0) ? nil : $0 }
  }
}
