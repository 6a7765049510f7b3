import StageKit
import Wire

/// The STATEs whose rows are staged but not committed.
struct PendingStates {
  /// The line of the last one; empty where there is none.
  private var line: [UInt8] = []
  /// The values of those that say what their exports cover.
  private(set) var covering: [JSONValue] = []

  var isEmpty: Bool { line.isEmpty }

  /// Takes a STATE message.
  mutating func take(_ message: ByteView) {
    line = message.array
    if let statement = Coverage.statement(in: message) { covering.append(statement) }
  }

  /// Hands over the line of the last STATE, which with all before it is committed; empty for none.
  mutating func takeCommitted() -> [UInt8] {
    defer { self = PendingStates() }
    return line
  }

  /// The value of the last STATE as text that jsonb can hold, or nil where there is none.
  func value() throws -> String? {
    try isEmpty ? nil : line.withView { try Self.stateValue($0) }
  }

  /// The value of a STATE as text that jsonb can hold.
  private static func stateValue(_ line: ByteView) throws -> String {
    var scanner = JSONScanner()
    guard scanner.scan(line) == nil,
      let index = scanner.envelope.lastIndex(named: "value", in: line)
    else { throw StageError(.data, "a STATE message holds no value") }
    var scratch = ByteBuffer()
    var policy = TextPolicy(.reject)
    let value = scanner.envelope[index].value(in: line)
    if let fault = ColumnEncoder.appendJSON(value, &scratch, &policy) {
      throw StageError(.data, "the value of a STATE message \(fault.reason)")
    }
    return value.text
  }
}
