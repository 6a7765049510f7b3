import Wire

/// The custom properties of a subscriber as one JSON object, kept byte for byte: what a write doesn't
/// name stays as it was written.
struct PropertyObject: Sendable {
  /// The most custom properties that a subscriber may have.
  static let limit = 50

  /// Compact JSON.
  private(set) var json = Array("{}".utf8)

  /// No properties.
  init() {}

  /// Takes over an object that is valid and compact.
  init(json: [UInt8]) { self.json = json }

  /// The names, decoded.
  var keys: [String] {
    (try? json.withView { try JSONValue(parsing: $0) })?.members?.map(\.key) ?? []
  }

  /// The object with some properties set, at their old places where they have one.
  func setting(_ changes: [(key: String, value: JSONValue)]) -> PropertyObject {
    var rest: [(key: String, value: JSONValue)] = []
    for change in changes {
      rest.removeAll { $0.key == change.key }
      rest.append(change)
    }
    let merged = json.withView { text -> [UInt8] in
      var scanner = JSONScanner()
      var output = ByteBuffer(capacity: text.count + 256)
      output.append("{")
      guard scanner.scanBare(text) == nil else { return text.array }
      for index in 0..<scanner.record.count {
        let member = scanner.record[index]
        let key = member.key(in: text)
        output.append(index > 0 ? ",\"" : "\"")
        output.append(key)
        output.append("\":")
        var name = ByteBuffer()
        _ = JSONString.decode(key, into: &name)
        if let place = rest.firstIndex(where: { $0.key == name.view.text }) {
          rest.remove(at: place).value.write(to: &output)
        } else {
          output.append(member.value(in: text))
        }
      }
      for change in rest {
        if output.count > 1 { output.append(",") }
        output.appendJSONString(change.key)
        output.append(":")
        change.value.write(to: &output)
      }
      output.append("}")
      return output.view.array
    }
    return PropertyObject(json: merged)
  }
}
