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
      case 0x22: offset = endOfString(array, offset)
      case 0x5B, 0x7B: depth += 1
      case 0x5D, 0x7D: depth -= 1
      default: break
      }
      if (byte == 0x2C && depth == 1) || (byte == 0x5D && depth == 0) {
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
    while offset < text.count, text[offset] != 0x22 {
      offset += text[offset] == 0x5C ? 2 : 1
    }
    return offset
  }

  /// Appends a value without the white space around its parts, which might hold line breaks.
  static func appendCompact(_ value: ByteView, to output: inout ByteBuffer) {
    var start = 0
    var offset = 0
    while offset < value.count {
      let byte = value[offset]
      if byte == 0x22 {
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
