import StageKit
import Wire

/// Turns a value as PostgreSQL shows it into JSON.
enum CopiedValue {
  /// Appends a value; what was written on a fault is the caller's to take back.
  ///
  /// - Throws: ``RecordFault`` where the value has no form in JSON: NaN, an infinity, a time before
  ///   the year 1 or after 9999.
  static func write(
    _ text: ByteView,
    as form: ValueForm,
    to output: inout ByteBuffer
  ) throws(RecordFault) {
    switch form {
    case .integer: output.append(text)
    case .number: try number(text, &output)
    case .boolean: boolean(text, &output)
    case .text, .bytes: output.appendJSONString(text)
    case .time: try time(text, &output)
    case .localTime: try localTime(text, &output)
    case .day: try day(text, &output)
    case .json, .composite: json(text, &output)
    case .array(let element, let delimiter):
      try ArrayText.write(text, element, delimiter: delimiter, to: &output)
    }
  }

  /// PostgreSQL's numbers are JSON's, but for NaN and the infinities.
  private static func number(
    _ text: ByteView,
    _ output: inout ByteBuffer
  ) throws(RecordFault) {
    let first = text.count > 1 && text[0] == UInt8(ascii: "-") ? 1 : 0
    guard text.count > first, text[first].isDigit else {
      throw RecordFault(
        .invalidNumber,
        "has no form in JSON; leave it out in a query, for example as nullif(column, 'NaN')",
        value: text.text
      ).unquoted
    }
    output.append(text)
  }

  private static func boolean(_ text: ByteView, _ output: inout ByteBuffer) {
    if text.equals("t") { output.append("true") } else { output.append("false") }
  }

  private static func time(_ text: ByteView, _ output: inout ByteBuffer) throws(RecordFault) {
    guard let time = Timestamp(text), time.isWritable else { throw noTime(text) }
    output.append(UInt8(ascii: "\""))
    time.write(to: &output)
    output.append(UInt8(ascii: "\""))
  }

  /// `2026-01-31 08:00:00.5` becomes `2026-01-31T08:00:00.5`.
  private static func localTime(
    _ text: ByteView,
    _ output: inout ByteBuffer
  ) throws(RecordFault) {
    guard Timestamp(text, assumingUTC: true) != nil, text.count >= 19 else { throw noTime(text) }
    output.append(UInt8(ascii: "\""))
    output.append(text[0, 10])
    output.append(UInt8(ascii: "T"))
    output.append(text[11, text.count])
    output.append(UInt8(ascii: "\""))
  }

  private static func day(_ text: ByteView, _ output: inout ByteBuffer) throws(RecordFault) {
    guard CivilDate(text) != nil else {
      throw RecordFault(.invalidDate, "is not a day of the years 1 to 9999", value: text.text)
    }
    output.appendJSONString(text)
  }

  private static func noTime(_ text: ByteView) -> RecordFault {
    RecordFault(.invalidTime, "is not a time in the years 1 to 9999", value: text.text)
  }

  /// JSON as it is; line breaks between its parts become spaces, since a message is one line.
  private static func json(_ text: ByteView, _ output: inout ByteBuffer) {
    var start = 0
    for offset in 0..<text.count where text[offset] < UInt8(ascii: " ") {
      output.append(text[start, offset])
      output.append(UInt8(ascii: " "))
      start = offset + 1
    }
    output.append(text[start, text.count])
  }
}
