public import Wire

extension ByteBuffer {
  /// Appends the `time_extracted` of a message as a further member of its record, which is still open.
  ///
  /// Nothing is appended where the message has none, or the record has one itself.
  public mutating func append(
    timeExtracted scanner: borrowing JSONScanner,
    in line: ByteView
  ) {
    guard let index = scanner.envelope.lastIndex(named: "time_extracted", in: line),
      scanner.envelope[index].kind == .string,
      scanner.record.lastIndex(named: "time_extracted", in: line) == nil
    else { return }
    if scanner.record.count > 0 { append(UInt8(ascii: ",")) }
    append("\"time_extracted\":")
    append(scanner.envelope[index].value(in: line))
  }
}
