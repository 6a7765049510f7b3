import StageKit
import Wire

/// The rules for the records of one stream, and whether any record met one.
final class StreamRules {
  /// One for each rule.
  private(set) var readers: [EventReader] = []
  private var records = 0
  private var matched = 0
  private var members: [String] = []

  /// Members beyond these are no help to somebody who compares them with a mapping.
  private static let mostMembers = 20

  /// Adds a rule.
  func add(_ reader: EventReader) { readers.append(reader) }

  /// The rule that a record meets first; nil where it meets none.
  func reader(of record: borrowing MemberTable, _ line: ByteView) -> EventReader? {
    records += 1
    for reader in readers where reader.takes(record, line) {
      matched += 1
      return reader
    }
    if matched == 0, records <= 100 { note(record, line) }
    return nil
  }

  private func note(_ record: borrowing MemberTable, _ line: ByteView) {
    for index in 0..<record.count where members.count < Self.mostMembers {
      let name = record[index].key(in: line).text
      if !members.contains(name) { members.append(name) }
    }
  }

  /// What to say of a stream whose records met no rule at all; nil where one did, or there were none.
  func warning(stream: String) -> String? {
    guard records > 0, matched == 0 else { return nil }
    let found = members.map(Excerpt.quoted).joined(separator: ", ")
    return
      "no record of the stream \(stream) met a rule of the mapping, so nothing was made of \(records); "
      + "members found: \(found.isEmpty ? "none" : found)"
  }
}
