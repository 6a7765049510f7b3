import StageKit
import Wire

/// What a RECORD message says besides its record.
struct RecordMessage {
  /// `time_extracted` in PostgreSQL's binary form, or nil.
  let extractedAt: Int64?
  /// `version`, or nil.
  let version: Int64?

  /// Reads the members of the envelope; of a bare record, which has none, its own.
  static func read(
    _ envelope: borrowing MemberTable,
    _ line: ByteView,
    isBare: Bool = false
  ) -> Result<RecordMessage, RecordFault> {
    var extractedAt: Int64?
    var version: Int64?
    for index in 0..<envelope.count {
      let member = envelope[index]
      let key = member.key(in: line)
      if key.equals("time_extracted"), member.kind != .null {
        let isText = member.kind == .string
        let text = isText ? member.stringBody(in: line) : member.value(in: line)
        guard isText, let time = Timestamp(text, assumingUTC: true, rounding: true) else {
          return .failure(.notATime(text, "time_extracted"))
        }
        extractedAt = ColumnEncoder.binary(time)
      } else if !isBare, key.equals("version"), member.kind != .null {
        guard let number = wholeNumber(member, line) else {
          return .failure(.notAWholeNumber(member.value(in: line)).of("version"))
        }
        version = number
      }
    }
    return .success(RecordMessage(extractedAt: extractedAt, version: version))
  }

  /// The whole number that a member holds, or nil.
  static func wholeNumber(_ member: JSONMember, _ line: ByteView) -> Int64? {
    guard member.kind == .number, let number = DecimalText(member.value(in: line)),
      number.isWhole
    else { return nil }
    return number.integer
  }
}
