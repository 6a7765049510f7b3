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

  /// True where a look at the bytes shows that nothing is put around an id and nothing is lost of
  /// it, which is nearly always; false where the slow way has to look.
  @inline(__always)
  private static func isPlain(_ field: Field) -> Bool {
    let count = field.count
    let first = field[0]
    // What begins with a digit is digits throughout, or a spreadsheet may have written it.
    if first.isDigit { return count <= 24 && field.isDigits }
    // Not a space, `'123`, `="123"`, a sign, `gid://shopify/Order/123` or `Err:502`; an order's name may
    // be `#123`.
    guard
      first > UInt8(ascii: "/") && first != UInt8(ascii: "g") && first != UInt8(ascii: "=")
        || first == UInt8(ascii: "#") && field[1].isDigit
    else { return false }
    // Nor a short word for nothing, such as `null`, `\N` or a dash.
    if count <= 8,
      first | 0x20 == UInt8(ascii: "n") || first == UInt8(ascii: "E")
        || first == UInt8(ascii: "\\")
    {
      return false
    }
    return !first.mayBeInvisible && !field[count &- 1].mayBeInvisible
  }

  @inline(never)
  private mutating func writeUnusualIdentifier(
    _ field: Field,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    let bare = IdentifierText.bare(field)
    if bare.isEmpty || UnknownValue.contains(bare) { return .missingValue }
    if SpreadsheetText.isSpoilt(bare.bytes) { return .roundedIdentifier }
    row.append(string: bare)
    return nil
  }

  /// The types that are not in every row, or that cost little beside the rest.
  @inline(never)
  mutating func writeRarer(
    _ type: ValueType,
    _ field: Field,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    let field = IdentifierText.unwrapped(field)
    if field.isEmpty { return .missingValue }
    switch type {
    case .contact: return Self.writeContact(field, &row)
    case .boolean: return Self.writeBoolean(field, &row)
    case .date: return times.writeDay(field, to: &row)
    case .dateOrPeriod: return times.writePeriod(field, to: &row)
    case .category: return categories.write(field, to: &row)
    case .financialStatus: return financialStatuses.write(field, to: &row)
    case .channel: return channels.write(field, to: &row)
    case .messageType: return messageTypes.write(field, to: &row)
    case .attributionType: return attributionTypes.write(field, to: &row)
    case .currency: return Self.writeCurrency(field, &row)
    case .cents: return numbers.writeCents(field, to: &row)
    case .list: return Self.writeList(field, &row)
    case .pairs: return Self.writePairs(field, &row)
    default: preconditionFailure("\(type) is written by write")
    }
  }

  /// Writes a text that a spreadsheet keeps in a formula: `="paid"`.
  @inline(never)
  static func writeWrapped(_ field: Field, _ row: inout RowWriter) -> ValueProblem? {
    let text = IdentifierText.unwrapped(field)
    if text.isEmpty { return .missingValue }
    row.append(string: text)
    return nil
  }

  @inline(__always)
  private static func writeContact(_ field: Field, _ row: inout RowWriter) -> ValueProblem? {
    guard isPlainContact(field) else { return writeUnusualContact(field, &row) }
    row.append(string: field)
    return nil
  }

  /// True for a plus sign with digits, and for a longer text that begins with a letter, as nearly all
  /// addresses do: nothing is put around them, and they are no number and no word for nothing.
  @inline(__always)
  private static func isPlainContact(_ field: Field) -> Bool {
    let count = field.count
    let first = field[0]
    if first == UInt8(ascii: "+") { return count > 1 && field.slice(1, count).isDigits }
    // An error of LibreOffice is `Err:502`.
    return first.lowered &- UInt8(ascii: "a") < 26 && first != UInt8(ascii: "E") && count > 4
      && !field[count &- 1].mayBeInvisible
  }

  @inline(never)
  private static func writeUnusualContact(
    _ field: Field,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    let text = IdentifierText.phone(field)
    if text.isEmpty || UnknownValue.contains(text) { return .missingValue }
    if SpreadsheetText.isSpoilt(phone: text.bytes) { return .roundedIdentifier }
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
    case "true", "yes", "y", "t", "1", "1.0": return true
    case "false", "no", "n", "f", "0", "0.0": return false
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
  private static func writePairs(_ field: Field, _ row: inout RowWriter) -> ValueProblem? {
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
    return isFirst ? .missingValue : nil
  }
}
