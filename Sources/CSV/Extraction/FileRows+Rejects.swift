import StageKit
import Wire

extension FileRows {
  /// Reports a record that was set aside, with what a replay needs.
  func report(_ fault: RecordFault, line: Int, _ input: ByteView) throws {
    var extras: [(key: String, value: JSONValue)] = [("header", .string(header.text))]
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
