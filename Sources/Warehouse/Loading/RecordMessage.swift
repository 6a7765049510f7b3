import Wire

/// What a RECORD message says besides its record.
struct RecordMessage {
  let line: ByteView
  /// `time_extracted` in PostgreSQL's binary form, or nil.
  let extractedAt: Int64?
  /// `version`, or nil.
  let version: Int64?

  /// Reads the members of the envelope.
  static func read(
    _ envelope: borrowing MemberTable,
    _ line: ByteView
  ) -> Result<RecordMessage, RowFault> {
    var extractedAt: Int64?
    var version: Int64?
    for index in 0..<envelope.count {
      let member = envelope[index]
      let key = member.key(in: line)
      if key.equals("time_extracted"), member.kind != .null {
        guard member.kind == .string,
          let time = Timestamp(member.stringBody(in: line), assumingUTC: true)
        else {
          let value = member.value(in: line)
          return .failure(RowFault("time_extracted", .type("a time as in RFC 3339", value)))
        }
        extractedAt = ColumnEncoder.binary(time)
      } else if key.equals("version"), member.kind != .null {
        guard let number = wholeNumber(member, line) else {
          let value = member.value(in: line)
          return .failure(RowFault("version", .type("a whole number", value)))
        }
        version = number
      }
    }
    return .success(RecordMessage(line: line, extractedAt: extractedAt, version: version))
  }

  /// The whole number that a member holds, or nil.
  static func wholeNumber(_ member: JSONMember, _ line: ByteView) -> Int64? {
    guard member.kind == .number, let number = DecimalText(member.value(in: line)),
      number.isWhole
    else { return nil }
    return number.integer
  }
}

/// A record that cannot be stored: the field and why.
struct RowFault: Error {
  let field: String
  let fault: FieldFault

  init(_ field: String, _ fault: FieldFault) {
    self.field = field
    self.fault = fault
  }
}
