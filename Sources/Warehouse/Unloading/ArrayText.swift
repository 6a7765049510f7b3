import StageKit
import Wire

/// Turns an array as PostgreSQL shows it, such as `{1,NULL,"a \"b\""}` or `[0:1]={{1},{2}}`, into JSON.
enum ArrayText {
  /// Appends the array; arrays within it become arrays within it.
  static func write(
    _ text: ByteView,
    _ element: ValueForm,
    delimiter: UInt8,
    to output: inout ByteBuffer
  ) throws(RecordFault) {
    var scratch = ByteBuffer(capacity: 64)
    // Bounds other than from 1 on come first, and end with an equals sign.
    var offset =
      text.isEmpty || text[0] == UInt8(ascii: "{")
      ? 0 : (text.firstIndex(of: UInt8(ascii: "=")) ?? -1) + 1
    while offset < text.count {
      switch text[offset] {
      case UInt8(ascii: "{"):
        output.append(UInt8(ascii: "["))
        offset += 1
      case UInt8(ascii: "}"):
        output.append(UInt8(ascii: "]"))
        offset += 1
      case delimiter:
        output.append(UInt8(ascii: ","))
        offset += 1
      case UInt8(ascii: "\""):
        offset = unquote(text, offset + 1, &scratch)
        try CopiedValue.write(scratch.view, as: element, to: &output)
      default:
        let end = plainEnd(text, offset, delimiter)
        let value = text[offset, end]
        if value.equals("NULL") {
          output.append("null")
        } else {
          try CopiedValue.write(value, as: element, to: &output)
        }
        offset = end
      }
    }
  }

  /// Takes a quoted element from behind its quote; returns the offset behind the closing one.
  private static func unquote(
    _ text: ByteView,
    _ start: Int,
    _ scratch: inout ByteBuffer
  ) -> Int {
    scratch.removeAll()
    var offset = start
    while offset < text.count, text[offset] != UInt8(ascii: "\"") {
      if text[offset] == UInt8(ascii: "\\"), offset + 1 < text.count { offset += 1 }
      scratch.append(text[offset])
      offset += 1
    }
    return offset + 1
  }

  private static func plainEnd(_ text: ByteView, _ start: Int, _ delimiter: UInt8) -> Int {
    var offset = start
    while offset < text.count, text[offset] != delimiter, text[offset] != UInt8(ascii: "}") {
      offset += 1
    }
    return offset
  }
}
