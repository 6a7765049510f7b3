import StageKit
import Wire

extension FileRows {
  /// Sets a record aside that cannot be taken apart.
  mutating func reject(_ problem: RecordProblem) throws {
    try reject(problem.fault, day: nil)
    // Nothing behind it can be told from what is inside it: the input is as good as cut off.
    if case .unclosedQuote(let line) = problem {
      throw StageError(
        .data,
        "\(file.name): the file ends inside a quoted field that begins on line \(line): it is cut "
          + "off, or a closing quote is missing"
      )
    }
  }

  /// Sets the scanner's record aside, of a day since 1970 or of an unknown one.
  mutating func reject(_ fault: RecordFault, day: Int?) throws {
    encoder.coverage?.lose(day: day)
    countReject()
    try report(fault, line: scanner.record.line, scanner.record.raw)
  }

  /// Sets all rows of an order aside.
  mutating func rejectOrder(_ fault: RecordFault, line: Int, _ rows: ByteView) throws {
    encoder.coverage?.lose(day: encoder.lastDay)
    countReject()
    try report(fault, line: line, rows)
    if fault.code == .unclosedQuote {
      throw StageError(.data, "\(file.name): \(fault.reason)")
    }
  }

  private mutating func countReject() {
    bookmark.rejected += 1
    publish()
  }

  private func report(_ fault: RecordFault, line: Int, _ input: ByteView) throws {
    var extras: [(key: String, value: JSONValue)] = [("header", .string(header))]
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
  static func ragged(_ record: RecordView, columns: Int) -> RecordFault {
    let fields = record.count
    return RecordFault(
      .raggedRow,
      "the row has \(fields) field\(fields == 1 ? "" : "s") where the header has \(columns)"
    )
  }

  /// The fault of a value in a column, or with -1 of the row as a whole.
  init(_ problem: ValueProblem, column: Int, _ record: RecordView, _ headers: [String]) {
    self = problem.fault
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
    case .notUTF8(let offset):
      "byte \(offset + 1) of the record is not UTF-8; if the file is in Latin-1 or Windows-1252, "
        + "convert it first: iconv -f WINDOWS-1252 -t UTF-8"
    }
  }
}
