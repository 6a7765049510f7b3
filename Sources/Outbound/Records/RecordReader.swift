import StageKit
import Wire

/// Reads the members of a stream's records that its mapping names.
struct RecordReader: ~Copyable {
  private var matcher: FieldMatcher
  /// What was found last: the decoded text of a string, else the value as JSON.
  private(set) var text = ByteBuffer()

  init(_ members: [String]) { matcher = FieldMatcher(members) }

  /// Finds the members of a record.
  mutating func match(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) {
    matcher.match(record, in: line)
    if let slot = matcher.duplicate { throw .duplicate(matcher.names[slot]) }
  }

  /// Finds the value of a field, and leaves it in ``text``.
  ///
  /// - Returns: its kind; null where it is null at each place where it is at all, and nil where it
  ///   is nowhere.
  mutating func find(
    _ field: SourceField,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) -> JSONKind? {
    var found: JSONKind?
    for location in field.locations {
      let position = Int(matcher.positions[location.slot])
      guard position >= 0 else { continue }
      let member = record[position]
      let kind =
        location.inside.isEmpty
        ? take(member, line) : take(inside(member, line, location.inside))
      guard let kind else { continue }
      found = kind
      if kind != .null { return kind }
    }
    return found
  }

  /// The same for a value that must be there for something to be read: null and blank text are nil.
  mutating func findText(
    _ field: SourceField?,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) -> JSONKind? {
    guard let field, let kind = find(field, record, line), kind != .null else { return nil }
    return kind == .string && text.view.trimmed.isEmpty ? nil : kind
  }

  /// Takes a member of the record itself.
  mutating func take(_ member: JSONMember, _ line: ByteView) -> JSONKind {
    text.removeAll()
    if member.kind == .string {
      if member.valueEscaped {
        _ = JSONString.decode(member.stringBody(in: line), into: &text)
      } else {
        text.append(member.stringBody(in: line))
      }
    } else {
      text.append(member.value(in: line))
    }
    return member.kind
  }

  /// Takes a value of a tree.
  mutating func take(_ value: JSONValue?) -> JSONKind? {
    guard let value else { return nil }
    text.removeAll()
    if let string = value.string {
      text.append(string)
      return .string
    }
    value.write(to: &text)
    return value.kind
  }

  private func inside(_ member: JSONMember, _ line: ByteView, _ path: [String]) -> JSONValue? {
    guard member.kind == .object else { return member.kind == .null ? .null : nil }
    var value = try? JSONValue(parsing: member.value(in: line))
    for name in path {
      if value == .null { return .null }
      value = value?[name]
    }
    return value
  }
}

extension JSONValue {
  /// What kind of value it is.
  var kind: JSONKind {
    switch self {
    case .null: .null
    case .bool(let value): value ? .true : .false
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}
