public import Wire

/// The fields of a stream that a catalog has deselected, and what takes them out of messages.
public struct FieldSelection: ~Copyable {
  /// The names of the fields that are left out.
  private let dropped: [[UInt8]]
  /// True where nothing is left out.
  public let isWhole: Bool
  private var scanner = JSONScanner()
  private var kept = ByteBuffer(capacity: 64)
  private var name = ByteBuffer(capacity: 64)

  /// Leaves some fields out.
  public init(dropping names: [String]) {
    dropped = names.map { Array($0.utf8) }
    isWhole = names.isEmpty
  }

  /// Whether a field is left out.
  public func drops(_ name: String) -> Bool { dropped.contains(Array(name.utf8)) }

  /// A SCHEMA message without the fields that are left out.
  public func schema(_ message: String) -> String {
    guard !isWhole, let parsed = try? JSONValue(parsing: message), let schema = parsed["schema"]
    else { return message }
    let names = Set(dropped)
    let left = (schema["properties"]?.members ?? []).filter { !names.contains(Array($0.key.utf8)) }
    return parsed.setting("schema", schema.setting("properties", .object(left))).text
  }

  /// Takes the fields out of the record that a buffer ends with: in a RECORD message, or bare.
  public mutating func cut(_ output: inout ByteBuffer, from start: Int, isBare: Bool) {
    guard !isWhole else { return }
    write(output.view[start, output.count], isBare: isBare)
    output.truncate(to: start)
    output.append(kept.view)
  }

  private mutating func write(_ line: ByteView, isBare: Bool) {
    kept.removeAll()
    let fault = isBare ? scanner.scanBare(line) : scanner.scan(line)
    precondition(fault == nil, "what an extractor writes is JSON")
    kept.append(line[0, scanner.recordStart])
    kept.append(UInt8(ascii: "{"))
    var isFirst = true
    for index in 0..<scanner.record.count {
      let member = scanner.record[index]
      if isDropped(member, line) { continue }
      if !isFirst { kept.append(UInt8(ascii: ",")) }
      isFirst = false
      kept.append(line[Int(member.keyStart) - 1, Int(member.valueEnd)])
    }
    kept.append(UInt8(ascii: "}"))
    kept.append(line[scanner.recordEnd, line.count])
  }

  private mutating func isDropped(_ member: JSONMember, _ line: ByteView) -> Bool {
    guard member.keyEscaped else { return contains(member.key(in: line)) }
    name.removeAll()
    _ = JSONString.decode(member.key(in: line), into: &name)
    return contains(name.view)
  }

  private func contains(_ key: ByteView) -> Bool {
    dropped.contains { name in name.withView { $0.equals(key) } }
  }
}
