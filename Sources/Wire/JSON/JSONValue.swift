/// A JSON value as a small tree, for configuration, mappings, schemas and states: not for records.
///
/// Members keep their order and numbers their text, so that nothing changes on the way through.
public indirect enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, as written.
  case number(String)
  /// A string, decoded.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, its members in order.
  case object([(key: String, value: JSONValue)])

  /// Parses one JSON text, strictly.
  ///
  /// - Throws: ``JSONFault`` where it is not valid JSON (RFC 8259) in UTF-8.
  public init(parsing bytes: ByteView) throws(JSONFault) {
    var cursor = JSONCursor(bytes)
    let start = cursor.skipSpace(0)
    let end = cursor.value(start)
    guard end >= 0 else { throw cursor.fault }
    let rest = cursor.skipSpace(end)
    guard rest == bytes.count else { throw JSONFault(.trailingBytes, at: rest) }
    self = Self.build(bytes, start, end)
  }

  /// Parses one JSON text given as a string.
  ///
  /// - Throws: ``JSONFault`` where it is not valid JSON.
  public init(parsing text: String) throws(JSONFault) {
    self = try text.withView { (view) throws(JSONFault) in try JSONValue(parsing: view) }
  }

  /// The member of an object by its name (the last, where it appears twice), or nil.
  public subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  /// The text of a string, or nil.
  public var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The elements of an array, or nil.
  public var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }

  /// The first name that an object has twice; nil where each is its only one.
  public var repeatedMember: String? {
    var names: Set<String> = []
    return members?.first { !names.insert($0.key).inserted }?.key
  }

  /// The members of an object, or nil.
  public var members: [(key: String, value: JSONValue)]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The value of a number without fraction that fits, or nil.
  public var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }

  /// The value of `true` or `false`, or nil.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// Equal kinds and contents; numbers by their text, members in order.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let one), .bool(let other)): one == other
    case (.number(let one), .number(let other)): one == other
    case (.string(let one), .string(let other)): one == other
    case (.array(let one), .array(let other)): one == other
    case (.object(let one), .object(let other)):
      one.count == other.count
        && zip(one, other).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    default: false
    }
  }
}

extension JSONValue {
  /// Builds the tree of a value that has passed the cursor.
  private static func build(_ bytes: ByteView, _ start: Int, _ end: Int) -> JSONValue {
    switch bytes[start] {
    case UInt8(ascii: "n"): .null
    case UInt8(ascii: "t"): .bool(true)
    case UInt8(ascii: "f"): .bool(false)
    case UInt8(ascii: "\""): .string(decoded(bytes[start + 1, end - 1]))
    case UInt8(ascii: "["): .array(buildArray(bytes, start, end))
    case UInt8(ascii: "{"): .object(buildObject(bytes, start, end))
    default: .number(bytes[start, end].text)
    }
  }

  private static func decoded(_ body: ByteView) -> String {
    var text = ByteBuffer(capacity: body.count)
    _ = JSONString.decode(body, into: &text)
    return text.view.text
  }

  private static func buildArray(_ bytes: ByteView, _ start: Int, _ end: Int) -> [JSONValue] {
    var cursor = JSONCursor(bytes)
    var items: [JSONValue] = []
    var offset = cursor.skipSpace(start + 1)
    while offset < end - 1 {
      let last = cursor.value(offset)
      items.append(build(bytes, offset, last))
      offset = cursor.skipSpace(cursor.skipSpace(last) + 1)
    }
    return items
  }

  private static func buildObject(
    _ bytes: ByteView,
    _ start: Int,
    _ end: Int
  ) -> [(key: String, value: JSONValue)] {
    var cursor = JSONCursor(bytes)
    var members: [(key: String, value: JSONValue)] = []
    var offset = cursor.skipSpace(start + 1)
    while offset < end - 1 {
      let keyEnd = cursor.string(offset + 1)
      let key = decoded(bytes[offset + 1, keyEnd - 1])
      let first = cursor.afterColon(keyEnd)
      let last = cursor.value(first)
      members.append((key, build(bytes, first, last)))
      offset = cursor.skipSpace(cursor.skipSpace(last) + 1)
    }
    return members
  }
}
