import StageKit
import Wire

extension ColumnEncoder {
  /// Appends a JSON value as jsonb; numbers in it must lie within numeric's range.
  func encodeJSON(
    _ json: ByteView,
    _ output: inout ByteBuffer,
    _ text: inout TextPolicy
  ) -> RecordFault? {
    Self.appendJSON(json, &output, &text)
  }

  /// Appends the document in a string whose schema allows objects and arrays alone.
  ///
  /// Text that is no JSON is kept as the text that it is.
  func encodeDocument(
    _ member: JSONMember,
    _ line: ByteView,
    _ output: inout ByteBuffer,
    _ text: inout TextPolicy
  ) -> RecordFault? {
    var document = ByteBuffer()
    _ = JSONString.decode(member.stringBody(in: line), into: &document)
    switch document.view.jsonKind {
    case nil: return encodeJSON(member.value(in: line), &output, &text)
    case .object?, .array?: return encodeJSON(document.view, &output, &text)
    default: return .notADocument(member.value(in: line))
    }
  }

  /// Appends JSON text as a field of type jsonb.
  static func appendJSON(
    _ json: ByteView,
    _ output: inout ByteBuffer,
    _ text: inout TextPolicy
  ) -> RecordFault? {
    appendJSON(&output, &text) { $0.append(json) }
  }

  /// Appends a field of type jsonb whose JSON text a closure writes, which is then checked there.
  @inline(__always)
  static func appendJSON(
    _ output: inout ByteBuffer,
    _ text: inout TextPolicy,
    _ body: (inout ByteBuffer) -> Void
  ) -> RecordFault? {
    output.appendField { output in
      // The version of the binary form; the JSON text follows.
      output.append(1)
      let start = output.count
      body(&output)
      if let fault = numberFault(output.view[start, output.count]) { return fault }
      guard output.view[start, output.count].firstIndex(of: UInt8(ascii: "\\")) != nil else {
        return nil
      }
      return text.mendJSON(&output, from: start)
    }
  }

  /// Looks at the numbers of a JSON text that could be beyond numeric: with exponent, or long.
  private static func numberFault(_ json: ByteView) -> RecordFault? {
    var offset = 0
    while offset < json.count {
      let byte = json[offset]
      if byte == UInt8(ascii: "\"") {
        offset = stringEnd(json, offset + 1)
      } else if byte == UInt8(ascii: "-") || byte.isDigit {
        let start = offset
        while offset < json.count, isNumberByte(json[offset]) { offset += 1 }
        let number = json[start, offset]
        guard let decimal = DecimalText(number), decimal.fitsNumeric else {
          return .range(of: .numeric, number)
        }
      } else {
        offset += 1
      }
    }
    return nil
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+") || byte | 0x20 == UInt8(ascii: "e")
  }

  /// The offset after the closing quote of a string whose body begins at an offset.
  private static func stringEnd(_ json: ByteView, _ start: Int) -> Int {
    var offset = start
    while offset < json.count, json[offset] != UInt8(ascii: "\"") {
      offset += json[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    return offset + 1
  }
}
