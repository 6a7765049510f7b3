import StageKit
import Wire

/// Writes a field's JSON value in the binary form of its column, or says why it cannot.
///
/// Strict, so that PostgreSQL never refuses a row: that would cost the whole COPY. Lenient only
/// where nothing is lost: a number may come for a text column (its text is kept), a plain number
/// inside a string in a numeric one, 5.0 in an integer column.
struct ColumnEncoder: Sendable, Equatable {
  let type: ColumnType
  /// The values that a CHECK of the column allows; empty where it has none.
  var allowed: [String] = []
  /// The most bytes of text that the column's indexes can hold; nil where it is in none.
  var byteLimit: Int?
  /// Whether times without an offset are taken as UTC, as other taps mean them.
  var assumesUTC = false
  /// Whether a text column also takes `true` and `false`, since its schema allows both.
  var takesBooleans = false
  /// Whether a string in a jsonb column is a JSON document by its schema, and stored as that.
  var takesDocuments = false

  /// Appends a value that is not null; what was written on a fault is the caller's to take back.
  @inline(__always)
  func encode(
    _ member: JSONMember,
    _ line: ByteView,
    _ output: inout ByteBuffer,
    _ text: inout TextPolicy
  ) -> RecordFault? {
    switch type {
    case .text: return encodeText(member, line, &output, &text)
    case .bigint, .integer: return encodeInteger(member, line, &output)
    case .numeric: return encodeNumeric(member, line, &output)
    case .boolean: return encodeBoolean(member, line, &output)
    case .date: return encodeDate(member, line, &output)
    case .timestamptz: return encodeTimestamp(member, line, &output)
    case .jsonb where takesDocuments && member.kind == .string:
      return encodeDocument(member, line, &output, &text)
    case .jsonb: return encodeJSON(member.value(in: line), &output, &text)
    }
  }

  private func encodeText(
    _ member: JSONMember,
    _ line: ByteView,
    _ output: inout ByteBuffer,
    _ text: inout TextPolicy
  ) -> RecordFault? {
    let start = output.count + 4
    switch member.kind {
    case .string where !member.valueEscaped: output.append(field: member.stringBody(in: line))
    case .string:
      let body = member.stringBody(in: line)
      if let fault = output.appendField({ text.decode(body, &$0) }) { return fault }
    case .number: output.append(field: member.value(in: line))
    case .true where takesBooleans, .false where takesBooleans:
      output.append(field: member.value(in: line))
    default: return .notAString(member.value(in: line))
    }
    if let byteLimit, output.count - start > byteLimit {
      return .tooLong(output.count - start, byteLimit)
    }
    guard !allowed.isEmpty else { return nil }
    let value = output.view[start, output.count]
    return allowed.contains { value.equals($0) } ? nil : .notAllowed(value, allowed)
  }

  private func encodeBoolean(
    _ member: JSONMember,
    _ line: ByteView,
    _ output: inout ByteBuffer
  ) -> RecordFault? {
    guard member.kind == .true || member.kind == .false else {
      return .notABoolean(member.value(in: line))
    }
    output.append(bigEndian: Int32(1))
    output.append(member.kind == .true ? 1 : 0)
    return nil
  }

  private func encodeDate(
    _ member: JSONMember,
    _ line: ByteView,
    _ output: inout ByteBuffer
  ) -> RecordFault? {
    guard member.kind == .string else { return .notADay(member.value(in: line)).unquoted }
    let text = member.stringBody(in: line)
    guard let date = CivilDate(text) else { return .notADay(text) }
    output.append(bigEndian: Int32(4))
    output.append(bigEndian: Int32(date.daysSinceEpoch - Self.epochDays))
    return nil
  }

  private func encodeTimestamp(
    _ member: JSONMember,
    _ line: ByteView,
    _ output: inout ByteBuffer
  ) -> RecordFault? {
    guard member.kind == .string else { return .notATime(member.value(in: line)).unquoted }
    let text = member.stringBody(in: line)
    guard let time = Timestamp(text, assumingUTC: assumesUTC, rounding: true) else {
      return .notATime(text)
    }
    output.append(field: Self.binary(time))
    return nil
  }

  /// PostgreSQL counts days and times from 2000-01-01, this many days after 1970-01-01.
  private static let epochDays = 10_957

  /// The binary form of an instant: microseconds since 2000-01-01.
  static func binary(_ time: Timestamp) -> Int64 {
    time.microseconds - Int64(epochDays) * 86_400_000_000
  }
}
