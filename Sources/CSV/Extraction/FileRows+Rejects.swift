import StageKit
import Wire

extension FileRows {
  /// Sets a record aside that cannot be taken apart.
  mutating func reject(_ problem: RecordProblem, _ output: inout MessageOutput) throws {
    try reject(code: problem.code, reason: problem.reason, scanner.record)
    // Nothing behind it can be told from what is inside it: the input is as good as cut off.
    if case .unclosedQuote(let line) = problem {
      throw StageError(
        .data,
        "\(file.name): the file ends inside a quoted field that begins on line \(line): it is cut "
          + "off, or a closing quote is missing"
      )
    }
  }

  /// Sets a record aside that has too few or too many fields.
  mutating func rejectRagged(_ record: RecordView, _ output: inout MessageOutput) throws {
    let fault = RowFault.ragged(fields: record.count, columns: match.headers.count)
    try reject(code: fault.code, reason: fault.reason, record)
  }

  /// Sets a record aside that has a bad value.
  mutating func reject(
    _ problem: ValueProblem,
    column: Int,
    _ record: RecordView,
    _ output: inout MessageOutput
  ) throws {
    try reject(
      code: problem.rawValue,
      reason: problem.reason,
      record,
      field: column < 0 ? nil : match.headers[column],
      value: column < 0 ? nil : record[column].text
    )
  }

  /// Sets all rows of an order aside.
  mutating func reject(
    _ fault: LocatedFault,
    _ rows: ByteView,
    _ output: inout MessageOutput
  ) throws {
    try reject(
      code: fault.fault.code,
      reason: fault.fault.reason,
      line: fault.line,
      field: fault.column < 0 ? nil : match.headers[fault.column],
      value: fault.value,
      rows
    )
    if case .malformed(.unclosedQuote) = fault.fault {
      throw StageError(.data, "\(file.name): \(fault.fault.reason)")
    }
  }

  private mutating func reject(
    code: String,
    reason: String,
    _ record: RecordView,
    field: String? = nil,
    value: String? = nil
  ) throws {
    try reject(
      code: code,
      reason: reason,
      line: record.line,
      field: field,
      value: value,
      record.raw
    )
  }

  private mutating func reject(
    code: String,
    reason: String,
    line: Int,
    field: String?,
    value: String?,
    _ input: ByteView
  ) throws {
    bookmark.rejected += 1
    bring()
    var extras: [(key: String, value: JSONValue)] = [("header", .string(header))]
    if let time = file.timeExtracted { extras.append(("time_extracted", .string(time.text))) }
    try stage.reject(
      Reject(
        code: code,
        reason: reason,
        stream: stream.name,
        file: file.name,
        line: file.replay?.line(of: line) ?? line,
        field: field,
        value: value,
        input: input,
        extras: extras
      )
    )
  }
}

extension RecordProblem {
  /// The kind of fault in snake case.
  var code: String {
    switch self {
    case .textAfterQuote: "text_after_quote"
    case .unclosedQuote: "unclosed_quote"
    case .tooLong: "record_too_long"
    case .notUTF8: "invalid_utf8"
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

/// What is wrong with a row as a whole, or with one of its values.
enum RowFault {
  case ragged(fields: Int, columns: Int)
  case malformed(RecordProblem)
  case value(ValueProblem)

  /// The kind of fault in snake case.
  var code: String {
    switch self {
    case .ragged: "ragged_row"
    case .malformed(let problem): problem.code
    case .value(let problem): problem.rawValue
    }
  }

  /// What is wrong, and what would be right.
  var reason: String {
    switch self {
    case .ragged(let fields, let columns):
      "the row has \(fields) field\(fields == 1 ? "" : "s") where the header has \(columns)"
    case .malformed(let problem): problem.reason
    case .value(let problem): problem.reason
    }
  }
}

/// A fault with its place, kept until all rows of its record are there.
struct LocatedFault {
  let fault: RowFault
  let line: Int
  var column = -1
  var value: String?
}
