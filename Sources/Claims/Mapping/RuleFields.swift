import Shopify
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
    matcher = FieldMatcher(names)
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
  @_lifetime(copy line)
  func value(
    _ field: EventField,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) -> JSONView? {
    for way in ways[field] ?? [] {
      guard let found = value(way, record, line), found.kind != .null else { continue }
      if found.kind == .string, found.text.trimmed.isEmpty { continue }
      return found
    }
    return nil
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
