import Wire

extension RowWriter {
  /// Appends a field's text as a JSON string with its quotes.
  @inline(__always)
  mutating func append(string field: Field) {
    append(UInt8(ascii: "\""))
    if field.traits.isDisjoint(with: [.needsEscape, .doubledQuotes]) {
      append(field)
    } else {
      appendEscaped(field)
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends a field's text with JSON's escapes, doubled quotes undone, without quotes around it.
  @inline(never)
  mutating func appendEscaped(_ field: Field) {
    let isDoubled = field.traits.contains(.doubledQuotes)
    var offset = 0
    while offset < field.count {
      let byte = field[offset]
      offset += byte == UInt8(ascii: "\"") && isDoubled ? 2 : 1
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0x00..<0x20:
        append("\\u00")
        append(UInt8(ascii: "0") + byte >> 4)
        let low = byte & 15
        append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
      default: append(byte)
      }
    }
  }
}
