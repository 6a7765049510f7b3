import StageKit
import Wire

/// A field of a stream's records; the raw values count from 0.
protocol FieldSlot: RawRepresentable, CaseIterable, Sendable where RawValue == Int {
  /// The field's name.
  var name: String { get }
}

/// Reads the wanted fields of one record after another, each strictly in its own type.
///
/// Absent, null and blank are nil: unknown. Anything else that is not of the type is a fault.
struct RecordFields<Slot: FieldSlot>: ~Copyable {
  private var matcher: FieldMatcher
  private var decoded = ByteBuffer(capacity: 1024)
  /// Where in `decoded` the text of each slot lies whose value has escapes.
  private var places: [Range<Int>]

  /// Makes a reader of the fields, and of others that are only looked for: those have the numbers
  /// that follow.
  init(_ others: [String] = []) {
    let names = Slot.allCases.map(\.name) + others
    matcher = FieldMatcher(names)
    places = Array(repeating: 0..<0, count: names.count)
  }

  /// Finds the fields of a record.
  mutating func find(_ record: borrowing MemberTable, _ line: ByteView) throws(RecordFault) {
    matcher.match(record, in: line)
    if record.hasEscapedValues { decodeTexts(record, line) }
    if let slot = matcher.duplicate {
      throw .duplicate(matcher.names[slot])
    }
  }

  /// Decodes the texts of all slots that have escapes, so that reading one changes nothing.
  @inline(never)
  private mutating func decodeTexts(_ record: borrowing MemberTable, _ line: ByteView) {
    decoded.removeAll()
    for slot in places.indices {
      let position = Int(matcher.positions[slot])
      guard position >= 0, record[position].valueEscaped else { continue }
      let start = decoded.count
      _ = JSONString.decode(record[position].stringBody(in: line), into: &decoded)
      places[slot] = start..<decoded.count
    }
  }

  /// The member of a slot, or nil where it is absent or null.
  @inline(__always)
  func member(_ slot: Slot, _ record: borrowing MemberTable) -> JSONMember? {
    let position = self.position(slot.rawValue)
    if position < 0 { return nil }
    let member = record[position]
    return member.kind == .null ? nil : member
  }

  /// One bit for each field that the record has, `null` or not, from the first on.
  var present: UInt32 {
    var bits: UInt32 = 0
    for slot in 0..<Slot.allCases.count where position(slot) >= 0 { bits |= 1 << UInt32(slot) }
    return bits
  }

  /// The position among the record's members of the field with a number, or -1.
  @inline(__always)
  func position(_ number: Int) -> Int { Int(matcher.positions[number]) }

  /// The number of a member's field, or -1 where it is none of them.
  mutating func number(
    ofMemberAt index: Int,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) -> Int {
    matcher.slot(ofMemberAt: index, record[index], in: line)
  }

  /// The text of a string, decoded.
  @inline(__always)
  @_lifetime(borrow self, copy line)
  func string(
    _ slot: Slot,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> ByteView? {
    guard let member = member(slot, record) else { return nil }
    guard member.kind == .string else {
      throw fault(.invalidText, "is not text", slot, member, line)
    }
    let text = text(of: member, slot, line).trimmed
    return text.isEmpty ? nil : text
  }

  /// The text of a string or the digits of a number, as identifiers come in both.
  @_lifetime(borrow self, copy line)
  func identifier(
    _ slot: Slot,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> ByteView? {
    guard let member = member(slot, record) else { return nil }
    if member.kind == .number {
      let digits = member.value(in: line)
      // 1e3 and 5.0 are whole numbers too, but no program that knows it writes an id writes them.
      guard digits.allSatisfy(\.isDigit) else {
        throw fault(.invalidInteger, "is not a whole number", slot, member, line)
      }
      return digits
    }
    guard member.kind == .string else {
      throw fault(.invalidText, "is neither text nor a number", slot, member, line)
    }
    let text = text(of: member, slot, line).trimmed
    return text.isEmpty ? nil : text
  }

  /// A day since 1970, or nil where there is none.
  ///
  /// Where a time may be given instead, a text that is no day is left to ``time(_:_:_:)``.
  func day(
    _ slot: Slot,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    isTimeAllowed: Bool = true
  ) throws(RecordFault) -> Int? {
    guard let member = member(slot, record) else { return nil }
    guard member.kind == .string else {
      if isTimeAllowed { return nil }
      throw .notADay(member.value(in: line), slot.name)
    }
    let text = text(of: member, slot, line).trimmed
    if text.isEmpty { return nil }
    if let day = CivilDate(text) { return day.daysSinceEpoch }
    guard !isTimeAllowed else { return nil }
    throw .notADay(text, slot.name)
  }

  /// The store of a record, `default` where it names none.
  @_lifetime(borrow self, copy line)
  func store(
    _ slot: Slot,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> ByteView {
    if let store = try identifier(slot, record, line) { return store }
    return ByteView("default")
  }

  /// The instant in a string.
  @inline(__always)
  func time(
    _ slot: Slot,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Timestamp? {
    guard let member = member(slot, record) else { return nil }
    guard member.kind == .string else {
      throw .notATime(member.value(in: line), slot.name)
    }
    let text = text(of: member, slot, line).trimmed
    if text.isEmpty { return nil }
    guard let time = Timestamp(text) else { throw .notATime(text, slot.name) }
    return time
  }

  /// The exact number in a number or in a string of digits, as Shopify writes money.
  @inline(__always)
  func decimal(
    _ slot: Slot,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> ExactDecimal? {
    guard let member = member(slot, record) else { return nil }
    let text: ByteView
    switch member.kind {
    case .number: text = member.value(in: line)
    case .string:
      text = self.text(of: member, slot, line).trimmed
      if text.isEmpty { return nil }
    default: throw fault(.invalidNumber, "is not a decimal number", slot, member, line)
    }
    guard let number = ExactDecimal(text) else {
      throw fault(
        .invalidNumber,
        "is not a decimal number of at most 38 digits",
        slot,
        member,
        line
      )
    }
    return number
  }

  /// A currency code.
  @inline(__always)
  func currency(
    _ slot: Slot,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> CurrencyCode? {
    guard let text = try string(slot, record, line) else { return nil }
    guard let code = CurrencyCode(text) else {
      throw RecordFault(
        .invalidCurrency,
        "is not a currency code of three letters",
        slot.name,
        value: text.text
      )
    }
    return code
  }

  /// The text of a slot's member, which is a string, decoded where it has escapes.
  @inline(__always)
  @_lifetime(borrow self, copy line)
  func text(of member: JSONMember, _ slot: Slot, _ line: ByteView) -> ByteView {
    if member.valueEscaped { return decoded.view[places[slot.rawValue]] }
    return member.stringBody(in: line)
  }

  /// A fault of the value of a slot.
  @inline(never)
  func fault(
    _ code: RejectCode,
    _ reason: String,
    _ slot: Slot,
    _ member: JSONMember,
    _ line: ByteView
  ) -> RecordFault {
    RecordFault(code, reason, slot.name, value: member.value(in: line).text)
  }
}
