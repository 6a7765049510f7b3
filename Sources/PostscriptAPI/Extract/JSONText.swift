import Wire

/// Works on JSON text that has passed the scanner, without building a tree: so that numbers,
/// escapes and unknown fields stay as they were sent.
enum JSONText {
  /// Where the elements of an array lie in it.
  static func elements(of array: ByteView) -> [Range<Int>] {
    var elements: [Range<Int>] = []
    var depth = 0
    var start = 1
    var offset = 0
    while offset < array.count {
      let byte = array[offset]
      switch byte {
      case UInt8(ascii: "\""): offset = endOfString(array, offset)
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
      if (byte == UInt8(ascii: ",") && depth == 1) || (byte == UInt8(ascii: "]") && depth == 0) {
        if !array[start, offset].trimmed.isEmpty { elements.append(start..<offset) }
        start = offset + 1
      }
      offset += 1
    }
    return elements
  }

  /// The offset of the quote that ends the string which begins at an offset.
  private static func endOfString(_ text: ByteView, _ start: Int) -> Int {
    var offset = start + 1
    while offset < text.count, text[offset] != UInt8(ascii: "\"") {
      offset += text[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    return offset
  }

  /// Appends a value without the white space around its parts, which might hold line breaks.
  static func appendCompact(_ value: ByteView, to output: inout ByteBuffer) {
    var start = 0
    var offset = 0
    while offset < value.count {
      let byte = value[offset]
      if byte == UInt8(ascii: "\"") {
        offset = endOfString(value, offset)
      } else if byte.isJSONSpace {
        output.append(value[start, offset])
        start = offset + 1
      }
      offset += 1
    }
    output.append(value[start, value.count])
  }
}
