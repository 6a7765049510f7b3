import StageKit
import Wire

/// Messages of a batch as values.
enum BatchMessage {
  /// The schema that a SCHEMA message holds.
  ///
  /// - Throws: exit code 65 where it holds none.
  static func schema(_ line: [UInt8], line number: Int) throws(StageError) -> JSONValue {
    guard let schema = (try? line.withView { try JSONValue(parsing: $0) })?["schema"] else {
      throw StageError(.data, "line \(number): the SCHEMA message holds no schema")
    }
    return schema
  }

  /// The stream of a message that was read before, where it goes to Postscript.
  static func stream(_ entry: SpooledMessage) -> SenderStream? {
    let message = try? entry.text.withView { try JSONValue(parsing: $0) }
    return message?["stream"]?.string.flatMap { SenderStream(rawValue: $0) }
  }

  /// The record of a message that was read before, and its stream.
  static func record(_ entry: SpooledMessage) -> (stream: SenderStream, value: JSONValue)? {
    guard let message = try? entry.text.withView({ try JSONValue(parsing: $0) }),
      let stream = message["stream"]?.string.flatMap({ SenderStream(rawValue: $0) }),
      let value = message["record"]
    else { return nil }
    return (stream, value)
  }

  /// What to set aside of a message that was read before: the line as it came.
  static func original(_ entry: SpooledMessage) -> [UInt8] {
    guard entry.kind == .bareRecord, let record = record(entry) else { return entry.text }
    return Array(record.value.text.utf8)
  }

  /// The bare value of a STATE, which a loader writes.
  static func stateValue(_ line: [UInt8]) -> [UInt8] {
    let value = (try? line.withView { try JSONValue(parsing: $0) })?["value"] ?? .object([])
    return Array(value.text.utf8)
  }
}
