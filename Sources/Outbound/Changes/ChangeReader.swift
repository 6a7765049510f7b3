import StageKit
import Wire

/// Reads the update of a subscriber and finds what of it is new.
struct ChangeReader: ~Copyable {
  /// The members of the record that go out with any change, each with its comma.
  private(set) var members = ByteBuffer()
  /// The properties that have changed, with commas between them.
  private(set) var changes = ByteBuffer()
  private var fields = RecordReader(["store_id", "person", "subscriber_id", "phone", "email"])
  private var times = FieldMatcher(["updated_at", "properties"])
  private var properties = JSONScanner()
  private let deleted: DeletedProperty

  /// Who an update is of: the person, else the first of id, phone number and email address.
  private static let person = SourceField(
    name: "person",
    locations: (1...4).map { SourceField.Location(slot: $0, inside: []) }
  )
  private static let store = SourceField(
    name: "store_id",
    locations: [SourceField.Location(slot: 0, inside: [])]
  )
  private static let emptyValue = PersonState.value(ByteView("\"\""))

  init(_ deleted: DeletedProperty) { self.deleted = deleted }

  /// The person of a record.
  ///
  /// - Throws: ``RecordFault`` where it names none.
  mutating func person(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> PersonKey {
    try fields.match(record, line)
    _ = fields.find(Self.store, record, line)
    let store = fields.text.view.array
    guard fields.findText(Self.person, record, line) != nil else { throw .missing("person") }
    let person = fields.text.view
    return store.withView { PersonKey(store: $0, person: person) }
  }

  /// The time of a record, in microseconds; nil where it has none.
  mutating func time(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Int64? {
    times.match(record, in: line)
    if let slot = times.duplicate { throw .duplicate(times.names[slot]) }
    let position = Int(times.positions[0])
    guard position >= 0, record[position].kind != .null else { return nil }
    guard record[position].kind == .string else {
      throw RecordFault.notATime(ByteView(""), "updated_at")
    }
    let text = record[position].stringBody(in: line)
    guard let time = Timestamp(text, rounding: true) else { throw .notATime(text, "updated_at") }
    return time.microseconds
  }

  /// Compares a record with the state of its person, which then becomes the record's.
  ///
  /// - Returns: whether anything has changed.
  /// - Throws: ``RecordFault`` where the properties are no object.
  mutating func compare(
    _ record: borrowing MemberTable,
    _ line: ByteView,
    with state: inout PersonState
  ) throws(RecordFault) -> Bool {
    members.removeAll()
    changes.removeAll()
    var hasChanged = false
    for index in 0..<record.count {
      let member = record[index]
      let key = member.key(in: line)
      if key.equals("properties") { continue }
      members.append(UInt8(ascii: "\""))
      members.append(key)
      members.append("\":")
      members.append(member.value(in: line))
      members.append(UInt8(ascii: ","))
      // Beside the properties, what says who it is and when does not change.
      let isFixed = key.equals("store_id") || key.equals("person") || key.equals("updated_at")
      guard !isFixed, member.kind != .null else { continue }
      let name = PersonState.name(key) ^ 0x5555_5555
      if state.set(name, PersonState.value(member.value(in: line))) { hasChanged = true }
    }
    let position = Int(times.positions[1])
    guard position >= 0, record[position].kind != .null else { return hasChanged }
    guard record[position].kind == .object else {
      throw RecordFault(.wrongType, "is no object", "properties")
    }
    let body = record[position].value(in: line)
    if properties.scan(body) != nil {
      throw RecordFault(.duplicateField, "has a member record twice", "properties")
    }
    return compare(body, with: &state) || hasChanged
  }

  private mutating func compare(_ body: ByteView, with state: inout PersonState) -> Bool {
    for index in 0..<properties.envelope.count {
      let member = properties.envelope[index]
      let name = PersonState.name(member.key(in: body))
      let isNull = member.kind == .null
      if isNull {
        // What was never set needs no deletion.
        guard deleted == .empty, state.has(name, otherThan: Self.emptyValue) else { continue }
      }
      let value = isNull ? Self.emptyValue : PersonState.value(member.value(in: body))
      guard state.set(name, value) else { continue }
      if !changes.isEmpty { changes.append(UInt8(ascii: ",")) }
      changes.append(UInt8(ascii: "\""))
      changes.append(member.key(in: body))
      changes.append("\":")
      if isNull { changes.append("\"\"") } else { changes.append(member.value(in: body)) }
    }
    return !changes.isEmpty
  }
}
