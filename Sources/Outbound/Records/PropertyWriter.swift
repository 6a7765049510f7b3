import StageKit
import Wire

/// Builds the properties of one event or update: flat, each name once, each value of its type.
struct PropertyWriter: ~Copyable {
  /// The members so far, without braces.
  private(set) var members = ByteBuffer()
  /// How many items were beyond the limit.
  private(set) var itemsLeftOut = 0
  private let mapping: MappedProperties
  private let isOfSubscriber: Bool
  private let itemLimit: Int
  private var names: Set<String> = []
  /// Whether names come from records too, so that two can meet.
  private let hasOpenNames: Bool

  init(_ mapping: MappedProperties, isOfSubscriber: Bool, itemLimit: Int) {
    self.mapping = mapping
    self.isOfSubscriber = isOfSubscriber
    self.itemLimit = itemLimit
    hasOpenNames =
      !mapping.families.isEmpty || !mapping.lists.isEmpty
      || mapping.single.contains { $0.type == .any }
  }

  /// Reads the properties of a record.
  ///
  /// - Throws: ``RecordFault`` for a value that is not of its type, and where two properties would
  ///   have one name.
  mutating func read(
    _ reader: inout RecordReader,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ moments: inout MomentReader
  ) throws(RecordFault) {
    members.removeAll()
    names.removeAll(keepingCapacity: true)
    itemsLeftOut = 0
    for property in mapping.single {
      let kind = reader.find(property.field, record, line)
      if property.isRequired, kind ?? .null == .null { throw .missing(property.field.name) }
      guard let kind else { continue }
      try add(property.name, reader.text.view, kind, property.type, property.field, &moments)
    }
    for family in mapping.families { try add(family, &reader, record, line, &moments) }
    for list in mapping.lists { try add(list, &reader, record, line, &moments) }
  }

  /// Adds a value; of an event, null is none.
  private mutating func add(
    _ name: String,
    _ text: ByteView,
    _ kind: JSONKind,
    _ type: MappedType,
    _ field: SourceField,
    _ moments: inout MomentReader
  ) throws(RecordFault) {
    do throws(RecordFault) {
      if type == .any, kind == .object || kind == .array {
        let value = (try? JSONValue(parsing: text)) ?? .null
        return try flatten(value, name, &moments)
      }
      try add(name, text, kind, type, &moments)
    } catch {
      throw error.of(error.field ?? field.name)
    }
  }

  private mutating func add(
    _ name: String,
    _ text: ByteView,
    _ kind: JSONKind,
    _ type: MappedType,
    _ moments: inout MomentReader
  ) throws(RecordFault) {
    // Text without a character is no number, no time and no word: it is a field without a value.
    let isBlank = kind == .string && type != .string && type != .any && text.trimmed.isEmpty
    let kind = isBlank ? .null : kind
    guard isOfSubscriber || kind != .null else { return }
    if hasOpenNames, !names.insert(name).inserted {
      throw RecordFault(.duplicateField, "two properties would have the name \(name)", name)
    }
    if !members.isEmpty { members.append(UInt8(ascii: ",")) }
    members.appendJSONString(name)
    members.append(UInt8(ascii: ":"))
    guard kind != .null else { return members.append("null") }
    try type.write(text, kind, isOfSubscriber: isOfSubscriber, &moments, to: &members)
  }

  /// Adds a value of a tree.
  private mutating func add(
    _ name: String,
    _ value: JSONValue,
    _ type: MappedType,
    _ moments: inout MomentReader
  ) throws(RecordFault) {
    let text = value.string ?? value.text
    try text.withView { (text) throws(RecordFault) in
      try add(name, text, value.kind, type, &moments)
    }
  }

  /// Adds what is nested under names that join the steps: `a_b`, `a_1`.
  private mutating func flatten(
    _ value: JSONValue,
    _ name: String,
    _ moments: inout MomentReader
  ) throws(RecordFault) {
    switch value {
    case .object(let members):
      for member in members { try flatten(member.value, "\(name)_\(member.key)", &moments) }
    case .array(let items):
      itemsLeftOut += max(items.count - itemLimit, 0)
      for (index, item) in items.prefix(itemLimit).enumerated() {
        try flatten(item, "\(name)_\(index + 1)", &moments)
      }
    default: try add(name, value, .any, &moments)
    }
  }

  private mutating func add(
    _ family: PropertyFamily,
    _ reader: inout RecordReader,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ moments: inout MomentReader
  ) throws(RecordFault) {
    if let field = family.field {
      guard let kind = reader.find(field, record, line), kind != .null else { return }
      guard kind == .object, let tree = try? JSONValue(parsing: reader.text.view) else {
        throw RecordFault(.wrongType, "is not an object", field.name, value: reader.text.view.text)
      }
      for (key, value) in tree.members ?? [] {
        let name = family.before + key + family.after
        do throws(RecordFault) {
          try add(name, value, family.type, &moments)
        } catch {
          throw error.of("\(field.name).\(key)")
        }
      }
      return
    }
    for index in 0..<record.count {
      let member = record[index]
      let key = member.key(in: line)
      let start = family.memberPrefix.count
      guard key.count > start, key[0, start].equals(family.memberPrefix) else { continue }
      let name = family.before + key[start, key.count].text + family.after
      let kind = reader.take(member, line)
      do throws(RecordFault) {
        try add(name, reader.text.view, kind, family.type, &moments)
      } catch {
        throw error.of(key.text)
      }
    }
  }

  private mutating func add(
    _ list: ItemList,
    _ reader: inout RecordReader,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ moments: inout MomentReader
  ) throws(RecordFault) {
    guard let kind = reader.find(list.field, record, line), kind != .null else { return }
    guard kind == .array, let items = try? JSONValue(parsing: reader.text.view).array else {
      throw RecordFault(.invalidList, "is not an array", list.field.name)
    }
    if let count = list.count { try add(count, .number(String(items.count)), .integer, &moments) }
    itemsLeftOut += max(items.count - itemLimit, 0)
    for (index, item) in items.prefix(itemLimit).enumerated() {
      for tag in list.tags {
        guard let value = tag.members.lazy.compactMap({ item[$0] }).first(where: { $0 != .null })
        else { continue }
        do throws(RecordFault) {
          try add("\(tag.name)_\(index + 1)", value, tag.type, &moments)
        } catch {
          throw error.of("\(list.field.name)[\(index)].\(tag.members[0])")
        }
      }
    }
  }
}
