import Wire

extension RowEncoder {
  /// Writes an id or a name without what spreadsheets and GraphQL put around it.
  @inline(__always)
  mutating func writeIdentifier(_ field: Field, _ row: inout RowWriter) -> ValueProblem? {
    if Self.isPlain(field) {
      row.append(string: field)
      return nil
    }
    return writeUnusualIdentifier(field, &row)
  }

  /// True where a few bytes show that nothing is put around an id, which is nearly always; false
  /// where the slow way has to look.
  @inline(__always)
  private static func isPlain(_ field: Field) -> Bool {
    let count = field.count
    let first = field[0]
    // Not a space, `'123` or `gid://shopify/Order/123`; an order's name may begin with `#`.
    guard
      first > UInt8(ascii: "'") && first != UInt8(ascii: "g") || first == UInt8(ascii: "#")
    else { return false }
    // Not `123 `, and not `123.0`, whose point is the last byte but one.
    guard field[count &- 1] > UInt8(ascii: " "),
      count < 3 || field[count &- 2] != UInt8(ascii: ".")
    else { return false }
    // Not `5.63E+12` or `5E+12`: a spreadsheet rounds an id to one digit before the point.
    let second = field[1]
    return count < 5 || second != UInt8(ascii: ".") && second != UInt8(ascii: "E")
  }

  @inline(never)
  private mutating func writeUnusualIdentifier(
    _ field: Field,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    var field = field.trimmed
    if field.count > 1, field[0] == UInt8(ascii: "'") {
      field = field.slice(1, field.count).trimmed
    }
    if field.isEmpty { return .missingValue }
    let bytes = field.bytes
    if field.count > 6, bytes[0, 6].equals("gid://"),
      let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    {
      field = field.slice(slash + 1, field.count)
    }
    if field.count > 2, field[field.count - 1] == UInt8(ascii: "0"),
      field[field.count - 2] == UInt8(ascii: "."),
      bytes[0, field.count - 2].allSatisfy(\.isDigit)
    {
      field = field.slice(0, field.count - 2)
    }
    if Self.isRounded(field.bytes) { return .roundedIdentifier }
    row.append(string: field)
    return nil
  }

  /// True for `5.63E+12`, which is what a spreadsheet makes of a long id.
  private static func isRounded(_ text: ByteView) -> Bool {
    guard let exponent = text.firstIndex(of: UInt8(ascii: "E")), exponent >= 1,
      exponent + 2 < text.count, text[exponent + 1] == UInt8(ascii: "+")
    else { return false }
    return text[0, exponent].allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
      && text[exponent + 2, text.count].allSatisfy(\.isDigit)
  }

  /// The types that are not in every row, or that cost little beside the rest.
  @inline(never)
  mutating func writeRarer(
    _ type: ValueType,
    _ field: Field,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    switch type {
    case .contact: return Self.writeContact(field, &row)
    case .boolean: return Self.writeBoolean(field, &row)
    case .date: return times.writeDay(field, to: &row)
    case .category: categories.write(field, to: &row)
    case .channel: channels.write(field, to: &row)
    case .messageType: messageTypes.write(field, to: &row)
    case .attributionType: attributionTypes.write(field, to: &row)
    case .currency: return Self.writeCurrency(field, &row)
    case .list: return Self.writeList(field, &row)
    case .pairs: Self.writePairs(field, &row)
    default: preconditionFailure("\(type) is written by write")
    }
    return nil
  }

  private static func writeContact(_ field: Field, _ row: inout RowWriter) -> ValueProblem? {
    let trimmed = field.trimmed
    let isMarked = trimmed.count > 0 && trimmed[0] == UInt8(ascii: "'")
    let text = isMarked ? trimmed.slice(1, trimmed.count).trimmed : trimmed
    if text.isEmpty { return .missingValue }
    row.append(string: text)
    return nil
  }

  private static func writeBoolean(_ field: Field, _ row: inout RowWriter) -> ValueProblem? {
    guard let value = Self.boolean(field) else { return .notABoolean }
    row.append(value ? "true" : "false")
    return nil
  }

  /// True and false in the words of exports; nil for any other.
  static func boolean(_ field: Field) -> Bool? {
    guard field.count <= 5 else { return nil }
    switch field.text.lowercased() {
    case "true", "yes", "y", "t", "1": return true
    case "false", "no", "n", "f", "0": return false
    default: return nil
    }
  }

  @inline(__always)
  private static func writeCurrency(_ field: Field, _ row: inout RowWriter) -> ValueProblem? {
    guard field.count == 3 else { return .notACurrency }
    let letters = field.word(at: 0) & 0xDFDFDF
    // Each byte at least A, and at most Z.
    let isCode = (letters &+ 0x3F_3F3F) & (0xDA_DADA &- letters) & 0x80_8080 == 0x80_8080
    guard isCode else { return .notACurrency }
    row.append(UInt8(ascii: "\""))
    row.append(word: letters, 3)
    row.append(UInt8(ascii: "\""))
    return nil
  }

  private static func writeList(_ field: Field, _ row: inout RowWriter) -> ValueProblem? {
    var start = 0
    var isFirst = true
    row.append(UInt8(ascii: "["))
    for offset in 0...field.count
    where offset == field.count || field[offset] == UInt8(ascii: ",") {
      let item = field.slice(start, offset).trimmed
      start = offset + 1
      if item.isEmpty { continue }
      if !isFirst { row.append(UInt8(ascii: ",")) }
      isFirst = false
      row.append(string: item)
    }
    row.append(UInt8(ascii: "]"))
    return isFirst ? .missingValue : nil
  }

  /// Writes lines of `name: value`; a line without a colon goes on with the value before it.
  private static func writePairs(_ field: Field, _ row: inout RowWriter) {
    row.append(UInt8(ascii: "["))
    var isFirst = true
    var start = 0
    for offset in 0...field.count
    where offset == field.count || field[offset] == UInt8(ascii: "\n")
      || field[offset] == UInt8(ascii: "\r")
    {
      let line = field.slice(start, offset).trimmed
      start = offset + 1
      if line.isEmpty { continue }
      if !isFirst { row.append(UInt8(ascii: ",")) }
      isFirst = false
      row.append("{\"name\":")
      if let colon = line.bytes.firstIndex(of: UInt8(ascii: ":")) {
        row.append(string: line.slice(0, colon).trimmed)
        row.append(",\"value\":")
        row.append(string: line.slice(colon + 1, line.count).trimmed)
      } else {
        row.append(string: line)
        row.append(",\"value\":null")
      }
      row.append(UInt8(ascii: "}"))
    }
    row.append(UInt8(ascii: "]"))
  }
}
