import StageKit
import Wire

/// Writes the lists of an order: tags, discount codes, payment gateways, note attributes.
enum ListWriter {
  /// Appends the JSON of a list; `null` where it has no items.
  ///
  /// - Returns: false where it wrote `null`.
  static func write(
    _ value: JSONView,
    _ kind: OrderColumn.ColumnKind,
    _ field: String,
    to output: inout ByteBuffer
  ) throws(RecordFault) -> Bool {
    if value.kind == .null {
      output.append("null")
      return false
    }
    let start = output.count
    var count = 0
    let isText = kind == .joined
    output.append(isText ? UInt8(ascii: "\"") : UInt8(ascii: "["))
    if let inner = nested(value) {
      try inner.withView { (text) throws(RecordFault) in
        try JSONView(valid: text).forEachItem { (item) throws(RecordFault) in
          try add(item, kind, field, &count, &output)
        }
      }
    } else if value.kind == .string, kind != .pairs {
      split(value.text, isText, &count, &output)
    } else if value.isList {
      try value.forEachItem { (item) throws(RecordFault) in
        try add(item, kind, field, &count, &output)
      }
    } else {
      throw ValueReader.fault(
        .invalidList,
        "is neither comma-separated text nor an array",
        value,
        field
      )
    }
    output.append(isText ? UInt8(ascii: "\"") : UInt8(ascii: "]"))
    if count > 0 { return true }
    output.truncate(to: start)
    output.append("null")
    return false
  }

  /// The list that a text holds as JSON, as taps write it that flatten what they read; nil where it holds
  /// none.
  private static func nested(_ value: JSONView) -> [UInt8]? {
    guard value.holdsJSON, let text = (try? JSONValue(parsing: value.bytes))?.string,
      let list = try? JSONValue(parsing: text)
    else { return nil }
    let bytes = Array(list.text.utf8)
    return bytes.withView({ JSONView(valid: $0).isList }) ? bytes : nil
  }

  /// Adds the items of comma-separated text.
  private static func split(
    _ text: ByteView,
    _ isText: Bool,
    _ count: inout Int,
    _ output: inout ByteBuffer
  ) {
    var start = 0
    for offset in 0...text.count
    where offset == text.count || text[offset] == UInt8(ascii: ",") {
      add(text[start, offset].trimmed, isText, &count, &output)
      start = offset + 1
    }
  }

  private static func add(
    _ item: JSONView,
    _ kind: OrderColumn.ColumnKind,
    _ field: String,
    _ count: inout Int,
    _ output: inout ByteBuffer
  ) throws(RecordFault) {
    if kind == .pairs { return try add(pair: item, field, &count, &output) }
    if item.kind == .null { return }
    if kind == .codes, item.kind == .object {
      guard let code = item.member("code") else { return }
      return try add(code, kind, field, &count, &output)
    }
    guard let text = try ValueReader.text(item, field) else { return }
    add(text, kind == .joined, &count, &output)
  }

  private static func add(
    _ text: ByteView,
    _ isText: Bool,
    _ count: inout Int,
    _ output: inout ByteBuffer
  ) {
    if text.isEmpty { return }
    if count > 0 { output.append(isText ? ", " : ",") }
    count += 1
    if isText {
      output.append(text)
    } else {
      _ = ValueWriter.write(text, to: &output)
    }
  }

  private static func add(
    pair item: JSONView,
    _ field: String,
    _ count: inout Int,
    _ output: inout ByteBuffer
  ) throws(RecordFault) {
    guard let name = item.value(atFirstOf: [["name"], ["key"]]),
      let text = try ValueReader.text(name, field)
    else { return }
    if count > 0 { output.append(",") }
    count += 1
    output.append("{\"name\":")
    _ = ValueWriter.write(text, to: &output)
    output.append(",\"value\":")
    var value: ByteView?
    if let found = item.member("value") { value = try ValueReader.text(found, field) }
    _ = ValueWriter.write(value, to: &output)
    output.append("}")
  }
}
