import StageKit
import Wire

/// A stream that is extracted: where it comes from, its columns, and where it begins.
struct UnloadStream {
  /// The name of its bookmark in a state.
  let id: String
  let name: String
  /// What stands behind FROM.
  let source: String
  let columns: [SourceColumn]
  let key: [String]
  /// Nil where all of it is read each time.
  var mark: ReplicationMark?
  /// The first value of the replication key that counts; nil for all.
  var start: Int64?
  /// The value of the bookmark of the last run.
  var bookmark: Int64?
  /// Whether it is written as observations (``Observations``).
  var isObserved = false
  /// The schema of its table; empty for a query.
  var schema = ""

  init(
    id: String,
    name: String,
    source: String,
    columns: [SourceColumn],
    key: [String],
    optionalKey: Set<String> = []
  ) {
    self.id = id
    self.name = name
    self.source = source
    self.key = key
    self.columns = columns.map { column in
      var column = column
      column.isKey = key.contains(column.name) && !optionalKey.contains(column.name)
      return column
    }
  }

  /// The COPY that reads it.
  var statement: String {
    let lead = isObserved ? Observations.lead : []
    let list = (lead + columns.map(\.expression)).joined(separator: ", ")
    let condition = start.flatMap { start in mark?.condition(from: start) }
    let rows = condition.map { " WHERE \($0)" } ?? ""
    return "COPY (SELECT \(list) FROM \(source)\(rows)) TO STDOUT"
  }

  /// The SCHEMA message.
  var schemaMessage: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("type", .string("SCHEMA")), ("stream", .string(name)),
      ("schema", Self.schema(columns)),
      ("key_properties", .array(key.map { .string($0) })),
    ]
    if let mark { members.append(("bookmark_properties", .array([.string(mark.column)]))) }
    return .object(members)
  }

  /// The JSON Schema of records with those columns.
  static func schema(_ columns: [SourceColumn]) -> JSONValue {
    let properties = columns.filter { !$0.isSpliced }.map { column in
      (key: column.name, value: column.form.schema(nullable: !column.isKey))
    }
    return .object([("type", .string("object")), ("properties", .object(properties))])
  }

  /// The bookmark after a run that has read up to a mark; nil where the stream has none.
  ///
  /// It never goes back, and never beyond the present.
  func bookmark(after mark: ReplicationMark?, at now: Timestamp) -> JSONValue? {
    guard let mark else { return nil }
    var value = mark.highest
    if let latest = mark.latest(at: now), let highest = value { value = min(highest, latest) }
    guard let value = [value, bookmark].compactMap(\.self).max() else { return nil }
    return .object([
      ("replication_key", .string(mark.column)),
      ("replication_key_value", .string(mark.text(value))),
    ])
  }
}
