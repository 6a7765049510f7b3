extension ByteView {
  /// The kind of JSON value that the bytes are, with white space around it; nil where they are none.
  public var jsonKind: JSONKind? {
    var cursor = JSONCursor(self)
    let end = cursor.value(cursor.skipSpace(0))
    guard end >= 0, cursor.skipSpace(end) == count else { return nil }
    return cursor.kind
  }
}

extension JSONValue {
  /// Appends the value as compact JSON.
  public func write(to output: inout ByteBuffer) {
    switch self {
    case .null: output.append("null")
    case .bool(let value): output.append(value ? "true" : "false")
    case .number(let text): output.append(text)
    case .string(let text): output.appendJSONString(text)
    case .array(let items):
      output.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        item.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        output.appendJSONString(member.key)
        output.append(UInt8(ascii: ":"))
        member.value.write(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  /// The value as compact JSON text.
  public var text: String {
    var output = ByteBuffer()
    write(to: &output)
    return output.view.text
  }

  /// The value as JSON for people: two columns of indent for each level.
  public func indented(_ margin: String = "") -> String {
    let inner = margin + "  "
    switch self {
    case .object(let members) where !members.isEmpty:
      let lines = members.map { member in
        "\(inner)\(JSONValue.string(member.key).text): \(member.value.indented(inner))"
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(margin)}"
    case .array(let items) where items.contains(where: { $0.members != nil || $0.array != nil }):
      return "[\n\(items.map { inner + $0.indented(inner) }.joined(separator: ",\n"))\n\(margin)]"
    default: return text
    }
  }
}
