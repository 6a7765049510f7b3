extension JSONValue {
  /// Appends the value as compact JSON.
  public func write(to output: inout ByteBuffer) {
    switch self {
    case .null: output.append("null")
    case .bool(let value): output.append(value ? "true" : "false")
    case .number(let text): output.append(text)
    case .string(let text): output.appendJSONString(text)
    case .array(let items):
      output.append(0x5B)
      for (index, item) in items.enumerated() {
        if index > 0 { output.append(0x2C) }
        item.write(to: &output)
      }
      output.append(0x5D)
    case .object(let members):
      output.append(0x7B)
      for (index, member) in members.enumerated() {
        if index > 0 { output.append(0x2C) }
        output.appendJSONString(member.key)
        output.append(0x3A)
        member.value.write(to: &output)
      }
      output.append(0x7D)
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
