import Shopify
import StageKit
import Wire

/// Finds the fields of a rule in a record, and whether the record meets its conditions.
struct RuleFields: ~Copyable {
  private struct FieldWay {
    let slot: Int
    let rest: [String]
  }

  private var matcher: FieldMatcher
  private let ways: [EventField: [FieldWay]]
  private let conditions: [(way: FieldWay, words: [String])]
  /// The slot in which a tap says when a record was deleted at its source.
  private let deletedSlot: Int

  init(_ rule: ClaimRule) {
    var names: [String] = []
    func way(_ path: [String]) -> FieldWay {
      let first = path.first ?? ""
      let slot = names.firstIndex(of: first) ?? names.count
      if slot == names.count { names.append(first) }
      return FieldWay(slot: slot, rest: Array(path.dropFirst()))
    }
    ways = rule.fields.mapValues { $0.map(way) }
    conditions = rule.conditions.map { (way($0.path), $0.words) }
    deletedSlot = way([Self.deletedAt]).slot
    matcher = FieldMatcher(names)
  }

  private static let deletedAt = "_sdc_deleted_at"

  /// True for a record that its source no longer has.
  func isDeleted(_ record: borrowing MemberTable, _ line: ByteView) -> Bool {
    let position = Int(matcher.positions[deletedSlot])
    guard position >= 0 else { return false }
    let time = JSONView(record[position], in: line)
    return time.kind != .null && !time.text.trimmed.isEmpty
  }

  /// Looks at a record; true where it meets the conditions.
  mutating func match(_ record: borrowing MemberTable, _ line: ByteView) -> Bool {
    matcher.match(record, in: line)
    for condition in conditions {
      guard let value = value(condition.way, record, line) else { return false }
      guard condition.words.contains(where: { value.text.equals($0) }) else { return false }
    }
    return true
  }

  /// The name of a wanted member that the record has twice; nil where there is none.
  var duplicate: String? { matcher.duplicate.map { matcher.names[$0] } }

  /// The value of a field, on the first way that leads to one; nil where none does, or to null or a blank
  /// text.
  ///
  /// - Throws: ``RecordFault`` where the way goes through an object that came as text: what it says is
  ///   not passed over.
  @_lifetime(copy line)
  func value(
    _ field: EventField,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> JSONView? {
    for way in ways[field] ?? [] {
      guard let found = value(way, record, line) else {
        if !way.rest.isEmpty { try checkTexts(way, record, line) }
        continue
      }
      if found.kind == .null { continue }
      if found.kind == .string, found.text.trimmed.isEmpty { continue }
      return found
    }
    return nil
  }

  private func checkTexts(
    _ way: FieldWay,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) {
    let position = Int(matcher.positions[way.slot])
    guard position >= 0, let text = JSONView(record[position], in: line).text(onWay: way.rest)
    else {
      return
    }
    throw RecordFault(
      .wrongType,
      "is text, and an object is expected; have the tap deliver it as it is, without flattening",
      ([matcher.names[way.slot]] + way.rest).joined(separator: "."),
      value: text.text.text
    )
  }

  @_lifetime(copy line)
  private func value(
    _ way: FieldWay,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) -> JSONView? {
    let position = Int(matcher.positions[way.slot])
    guard position >= 0 else { return nil }
    return JSONView(record[position], in: line).value(at: way.rest)
  }
}
