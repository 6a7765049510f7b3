import Wire

extension MessageInput {
  /// The codes of the rejects that any input can give.
  public static let rejectCodes: [RejectCode] = [
    .invalidUTF8, .invalidJSON, .recordTooLong, .notAMessage, .missingStream, .missingRecord,
    .missingState, .notAReject, .duplicateField,
  ]

  func rejectTooLong(_ bytes: Int) throws {
    noteLoss("")
    let reason =
      "the line has \(bytes) bytes, more than \(LineReader.defaultLimit); it begins at byte "
      + "\(source.reader.lineOffset) of the input"
    try stage.reject(
      Reject(
        RecordFault(.recordTooLong, reason),
        file: file,
        line: lineNumber,
        input: ByteView("")
      )
    )
  }

  /// Rejects the current message.
  ///
  /// - Throws: ``StageError`` where rejects end the run.
  public func reject(_ fault: RecordFault) throws {
    noteLoss(stream.text)
    try stage.reject(
      Reject(
        fault,
        stream: stream.isEmpty ? nil : stream.text,
        file: file,
        line: lineNumber,
        input: line
      )
    )
  }

  /// Notes that a record is lost to the coverage of its stream; a side input tells of its own.
  func noteLoss(_ stream: String) {
    if side == nil { stage.noteLoss(stream) }
  }

  /// Takes the original line out of a line of a rejects file; false where it holds none.
  mutating func unwrapReject() throws -> Bool {
    if let fault = scanner.scan(source) {
      try rejectMalformed(fault)
      return false
    }
    guard let index = scanner.envelope.lastIndex(named: "input", in: line),
      scanner.envelope[index].kind == .string
    else {
      stage.counts.read += 1
      try reject(
        RecordFault(.notAReject, "the line of the rejects file has no text under input", "input")
      )
      return false
    }
    // Input that was no UTF-8 is there twice: exactly, and repaired for the eye. Whoever fixes it takes
    // the exact form away; until then the line is as bad as it was.
    let exact = scanner.envelope.lastIndex(named: "input_base64", in: line)
    if let exact, scanner.envelope[exact].kind == .string,
      source.replay(base64: scanner.envelope[exact])
    {
      return true
    }
    source.replay(text: scanner.envelope[index])
    return true
  }
}
