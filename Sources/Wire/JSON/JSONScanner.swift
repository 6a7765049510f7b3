/// Reads a line's JSON object in one strict pass and notes where its members lie, without a tree.
///
/// The whole line is held to RFC 8259 and UTF-8. Noted are the members of the outer object (the
/// ``envelope``) and, where that has a member `record` which is an object, the members of it
/// (the ``record``). Values inside those are checked but not noted. Tables are reused, so that a
/// scan allocates nothing.
public struct JSONScanner: ~Copyable {
  /// The members of the outer object.
  public var envelope = MemberTable()
  /// The members of the object under `record`; empty where there is none.
  public var record = MemberTable()
  /// The offsets of the object under `record`, brackets included; empty where there is none.
  public private(set) var recordStart = 0
  /// The offset after the record's closing bracket.
  public private(set) var recordEnd = 0

  /// Makes a scanner.
  public init() {}

  /// Scans one line, without its newline.
  ///
  /// - Returns: nil where the line is one valid JSON object, else what is wrong and where.
  public mutating func scan(_ line: ByteView) -> JSONFault? {
    envelope.removeAll()
    record.removeAll()
    recordStart = 0
    recordEnd = 0
    var cursor = JSONCursor(line)
    let start = cursor.skipSpace(0)
    guard start < line.count, line[start] == UInt8(ascii: "{") else {
      return JSONFault(start < line.count ? .notObject : .unexpectedEnd, at: start)
    }
    var end = envelopeMembers(&cursor, line, start &+ 1)
    if end < 0 { return cursor.fault }
    end = cursor.skipSpace(end)
    return end == line.count ? nil : JSONFault(.trailingBytes, at: end)
  }

  /// Scans a line that is a record by itself: its members land in ``record``.
  public mutating func scanBare(_ line: ByteView) -> JSONFault? {
    if let fault = scan(line) { return fault }
    swap(&envelope, &record)
    envelope.removeAll()
    recordStart = line.firstIndex(of: UInt8(ascii: "{")) ?? 0
    recordEnd = line.trailingTrimmedCount
    return nil
  }

  @inline(__always)
  private mutating func envelopeMembers(
    _ cursor: inout JSONCursor,
    _ line: ByteView,
    _ start: Int
  ) -> Int {
    var offset = cursor.skipSpace(start)
    if offset < cursor.end, cursor.byte(offset) == UInt8(ascii: "}") { return offset &+ 1 }
    var key = KeyPlace()
    var isLast = false
    while !isLast {
      let valueStart = key.read(&cursor, offset)
      if valueStart < 0 { return valueStart }
      let valueEnd: Int
      let isRecord =
        key.end &- key.start == 6 && valueStart < cursor.end
        && cursor.byte(valueStart) == UInt8(ascii: "{")
        && line[key.start, key.end].equals("record")
      if isRecord {
        guard recordEnd == 0 else { return cursor.fail(.duplicateMember, key.start) }
        recordStart = valueStart
        valueEnd = Self.members(&cursor, &record, valueStart &+ 1)
        recordEnd = valueEnd
        cursor.kind = .object
      } else {
        valueEnd = cursor.value(valueStart)
      }
      if valueEnd < 0 { return valueEnd }
      offset = Self.note(key, valueStart, valueEnd, &envelope, &cursor, &isLast)
      if offset < 0 { return offset }
    }
    return offset
  }

  /// Notes the members of an object from after its opening bracket; returns the offset after it.
  private static func members(
    _ cursor: inout JSONCursor,
    _ table: inout MemberTable,
    _ start: Int
  ) -> Int {
    var offset = cursor.skipSpace(start)
    if offset < cursor.end, cursor.byte(offset) == UInt8(ascii: "}") { return offset &+ 1 }
    var key = KeyPlace()
    var isLast = false
    while !isLast {
      let valueStart = key.read(&cursor, offset)
      if valueStart < 0 { return valueStart }
      let valueEnd = cursor.value(valueStart)
      if valueEnd < 0 { return valueEnd }
      offset = note(key, valueStart, valueEnd, &table, &cursor, &isLast)
      if offset < 0 { return offset }
    }
    return offset
  }

  /// Where the key of a member lies, inside its quotes.
  private struct KeyPlace {
    var start = 0
    var end = 0
    var isEscaped = false

    /// Reads a key from its opening quote on; returns the offset of its value, below zero for none.
    @inline(__always)
    mutating func read(_ cursor: inout JSONCursor, _ offset: Int) -> Int {
      guard offset < cursor.end, cursor.byte(offset) == UInt8(ascii: "\"") else {
        return cursor.fail(.unexpectedCharacter, offset)
      }
      start = offset &+ 1
      let next = cursor.string(start)
      if next < 0 { return next }
      end = next &- 1
      isEscaped = cursor.sawEscape
      return cursor.afterColon(next)
    }
  }

  /// Notes a member that was read and passes over what separates it from the next.
  ///
  /// Returns the offset of the next key, or after the last member that after the object; below
  /// zero for a fault.
  @inline(__always)
  private static func note(
    _ key: KeyPlace,
    _ valueStart: Int,
    _ valueEnd: Int,
    _ table: inout MemberTable,
    _ cursor: inout JSONCursor,
    _ isLast: inout Bool
  ) -> Int {
    table.append(
      JSONMember(
        keyStart: key.start,
        keyEnd: key.end,
        valueStart: valueStart,
        valueEnd: valueEnd,
        kind: cursor.kind,
        keyEscaped: key.isEscaped,
        valueEscaped: cursor.sawEscape && cursor.kind == .string
      )
    )
    let offset = cursor.skipSpace(valueEnd)
    guard offset < cursor.end else { return cursor.fail(.unexpectedEnd, offset) }
    let separator = cursor.byte(offset)
    isLast = separator == UInt8(ascii: "}")
    if isLast { return offset &+ 1 }
    guard separator == UInt8(ascii: ",") else { return cursor.fail(.unexpectedCharacter, offset) }
    return cursor.skipSpace(offset &+ 1)
  }
}

extension ByteView {
  /// The length without white space at the end.
  var trailingTrimmedCount: Int {
    var end = count
    while end > 0, self[end - 1].isJSONSpace { end -= 1 }
    return end
  }
}
