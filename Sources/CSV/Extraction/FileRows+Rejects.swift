import StageKit
import Wire

extension FileRows {
  /// Sets a record aside that cannot be taken apart.
  mutating func reject(_ problem: RecordProblem) throws {
    try reject(fault(of: problem), day: nil)
    // What follows cannot be told from what is inside it, so the input counts as cut off.
    if case .unclosedQuote(let line) = problem {
      throw StageError(
        .data,
        "\(file.name): the file ends inside a quoted field that begins on line \(line): it is cut "
          + "off, or a closing quote is missing"
      )
    }
  }

  /// The fault of a record that cannot be taken apart.
  func fault(of problem: RecordProblem) -> RecordFault {
    let fault = problem.fault
    let width = header.match.headers.count
    guard fault.code == .textAfterQuote else { return fault }
    return .packed(scanner.record.raw, columns: width, scanner.delimiter, fault.code) ?? fault
  }

  /// Sets the scanner's record aside, of a day since 1970 or of an unknown one.
  mutating func reject(_ fault: RecordFault, day: Int?) throws {
    encoder.coverage?.lose(day: day)
    countReject()
    try report(fault, line: scanner.record.line, scanner.record.raw)
  }

  /// Sets all rows of an order aside.
  mutating func rejectOrder(
    _ fault: RecordFault,
    line: Int,
    _ rows: ByteView,
    _ part: OrderPart
  ) throws {
    encoder.coverage?.lose(day: encoder.lastDay)
    countReject()
    try report(fault, line: line, rows, fault.isOfPart ? part.members : [])
    if fault.code == .unclosedQuote {
      throw StageError(.data, "\(file.name): \(fault.reason)")
    }
  }

  /// The end of a file whose days are not written as its profile has them: others of its rows can be
  /// read both ways, and some went out already.
  func otherDayOrder(_ column: Int) -> StageError {
    let (day, month) = ("day/month", "month/day")
    let isMonthFirst = header.profile.dateOrder == .monthFirst
    return StageError(
      .data,
      "\(file.name), line \(shown(scanner.line)): \(Excerpt.quoted(header.match.headers[column])) is "
        + "\(Excerpt.quoted(scanner.record[column].trimmed.text)), which is \(isMonthFirst ? day : month), but "
        + "\(header.profile.name) has \(isMonthFirst ? month : day): somebody has saved the file anew, and "
        + "its other days can be read both ways; export it again, or say with --date-format mdy or dmy how "
        + "its days are written"
    )
  }

  private mutating func countReject() {
    counts.rejected()
    publish()
  }

  /// Reports a record that was set aside, with what a replay needs.
  func report(
    _ fault: RecordFault,
    line: Int,
    _ input: ByteView,
    _ more: [(key: String, value: JSONValue)] = []
  ) throws {
    var extras: [(key: String, value: JSONValue)] = more + [("header", .string(header.text))]
    if let time = file.timeExtracted { extras.append(("time_extracted", .string(time.text))) }
    try stage.reject(
      Reject(
        fault,
        stream: stream.name,
        file: file.name,
        line: file.replay?.line(of: line) ?? line,
        input: input,
        extras: extras
      )
    )
  }
}

extension RecordFault {
  /// The fault of a row that has too few or too many fields.
  static func ragged(_ record: RecordView, columns: Int, _ delimiter: UInt8) -> RecordFault {
    if let packed = packed(record.raw, columns: columns, delimiter, .raggedRow) { return packed }
    let fields = record.count
    return RecordFault(
      .raggedRow,
      "the row has \(fields) field\(fields == 1 ? "" : "s") where the header has \(columns)"
    )
  }

  /// The fault of a row that is one quoted cell with all of its fields inside; nil for any other row.
  static func packed(
    _ row: ByteView,
    columns: Int,
    _ delimiter: UInt8,
    _ code: RejectCode
  ) -> RecordFault? {
    guard columns > 1, row.count > 2, row[0] == UInt8(ascii: "\"") else { return nil }
    var end = row.count
    while end > 1, row[end - 1] != UInt8(ascii: "\"") { end -= 1 }
    let behind = row[end, row.count]
    let inside = row[1, max(end - 1, 1)]
    let isAlone = behind.allSatisfy {
      $0 == UInt8(ascii: ";") || $0 == 9 || $0 == UInt8(ascii: ",")
    }
    let fields = inside.array.count { $0 == delimiter } + 1
    let startsAgain = inside.array.split(separator: delimiter, omittingEmptySubsequences: false)
    guard isAlone, fields >= columns,
      // A row of quoted fields has single quotes beside its delimiters.
      !startsAgain.dropLast().contains(where: Self.endsQuote)
    else { return nil }
    return RecordFault(
      code,
      "the whole row is packed into one quoted cell, as Excel leaves a file whose delimiter is not that "
        + "of its own region; export the file again and load it as it is, or save it from Excel with "
        + "its fields in columns and say --delimiter auto"
    )
  }

  /// True for a part that ends with one quote, and not with two, which stand for one.
  private static func endsQuote(_ part: ArraySlice<UInt8>) -> Bool {
    part.reversed().prefix { $0 == UInt8(ascii: "\"") }.count % 2 == 1
  }

  /// True where what is wrong is that rows are only a part of an order, or are not its newest state.
  fileprivate var isOfPart: Bool { code == .conflictingOrder && field == nil }

  /// The fault of a value in a column, or with -1 of the row as a whole.
  init(
    _ problem: ValueProblem,
    column: Int,
    _ record: RecordView,
    _ headers: [String],
    _ currency: CurrencyCode?
  ) {
    self = problem.fault(currency)
    guard column >= 0 else { return }
    field = headers[column]
    value = record[column].text
  }
}

extension RecordProblem {
  /// The fault for a reject.
  var fault: RecordFault { RecordFault(code, reason) }

  private var code: RejectCode {
    switch self {
    case .textAfterQuote: .textAfterQuote
    case .unclosedQuote: .unclosedQuote
    case .tooLong: .recordTooLong
    case .tooManyFields: .raggedRow
    case .notUTF8: .invalidUTF8
    }
  }

  /// What is wrong, and what to do.
  var reason: String {
    switch self {
    case .textAfterQuote(let line):
      "on line \(line) there is text between a closing quote and the next delimiter; a quote "
        + "inside a quoted field is written twice"
    case .unclosedQuote(let line):
      "the quoted field that begins on line \(line) has no closing quote before the file ends"
    case .tooLong:
      "the record is longer than \(RecordScanner.recordLimit >> 20) MiB; only its beginning is kept"
    case .tooManyFields(let count):
      "it has \(count) fields, and no table has more than \(RecordScanner.fieldLimit)"
    case .notUTF8(let offset):
      "byte \(offset + 1) of the record is not UTF-8; if the file is in Latin-1 or Windows-1252, "
        + "convert it first: iconv -f WINDOWS-1252 -t UTF-8"
    }
  }
}
