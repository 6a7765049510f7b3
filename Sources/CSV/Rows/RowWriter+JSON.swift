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
    while true {
      let plain = field.plainLength(from: offset)
      if plain > 0 { append(field.slice(offset, offset + plain)) }
      offset += plain
      guard offset < field.count else { return }
      let byte = field[offset]
      offset += byte == UInt8(ascii: "\"") && isDoubled ? 2 : 1
      JSONString.escape(byte) { append($0) }
    }
  }
}
