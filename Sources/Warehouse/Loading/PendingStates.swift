import StageKit
import Wire

/// The STATEs whose rows are staged but not committed.
struct PendingStates {
  /// The value of the last one, as it came; empty where there is none.
  private var value: [UInt8] = []
  /// The same as text that jsonb can hold.
  private(set) var stored: String?
  /// The values of those that say what their exports cover.
  private(set) var covering: [JSONValue] = []

  var isEmpty: Bool { value.isEmpty }

  /// Takes a STATE message, or says why its value cannot be stored.
  mutating func take(_ message: ByteView, _ policy: inout TextPolicy) -> RecordFault? {
    var scanner = JSONScanner()
    guard scanner.scan(message) == nil,
      let index = scanner.envelope.lastIndex(named: "value", in: message)
    else { return RecordFault(.missingState, "the STATE message holds no value", "value") }
    let text = scanner.envelope[index].value(in: message)
    var field = ByteBuffer()
    if let fault = ColumnEncoder.appendJSON(text, &field, &policy) { return fault.of("value") }
    value = text.array
    // Behind the length of the field and the version of its binary form.
    stored = field.view[5, field.count].text
    if let statement = Coverage.statement(in: message) { covering.append(statement) }
    return nil
  }

  /// Hands over the value of the last STATE, which with all before it is committed; empty for none.
  mutating func takeCommitted() -> [UInt8] {
    defer { self = PendingStates() }
    return value
  }
}
