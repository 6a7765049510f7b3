import StageKit
import Wire

/// The table of a stream that no migration knows, and how it grows with the stream's schema.
///
/// A pure value: ``adopt(_:)`` decides, and the statements are run elsewhere.
struct StreamRegistration: Sendable, Equatable {
  /// A column, the property that it holds, and as which type.
  struct RegisteredColumn: Sendable, Equatable {
    let property: String
    let type: ColumnType
    let name: String
  }

  let stream: String
  let table: String
  /// The properties that identify a record; empty for a stream that is only appended to.
  let key: [String]
  private(set) var columns: [RegisteredColumn] = []

  /// How many columns a row has room for whatever they hold; further properties go to `extra`.
  ///
  /// A row must fit a page of 8 KiB, and even a long text moved out of the row leaves a pointer
  /// of 18 bytes there.
  static let columnLimit = 400

  init(stream: String, table: String, key: [String], columns: [RegisteredColumn] = []) {
    self.stream = stream
    self.table = table
    self.key = key
    self.columns = columns
  }

  /// Makes room for the properties of a schema: new columns for new properties, and a second
  /// column (`name__type`) for a property whose type has changed.
  ///
  /// Returns for each property the column that holds it from now on; nil for those left to
  /// `extra`. Throws `StageError` 65 where a property of the key changes its type.
  mutating func adopt(
    _ properties: [(name: String, type: ColumnType)]
  ) throws -> [RegisteredColumn?] {
    var adopted: [RegisteredColumn?] = []
    for property in properties {
      // A key is compared for equality, and nested values have no one text: it is kept as text.
      let isKey = key.contains(property.name)
      let type = isKey && property.type == .jsonb ? .text : property.type
      let known = columns.filter { $0.property == property.name }
      if let fitting = known.first(where: {
        $0.type == type || ($0.type, type) == (.numeric, .bigint)
      }) {
        adopted.append(fitting)
        continue
      }
      guard known.isEmpty || !isKey else {
        throw StageError(
          .data,
          "stream \(stream): the key property \(property.name) was \(known[0].type.rawValue) and "
            + "is now \(type.rawValue); rows could no longer be matched. Load it under another name"
        )
      }
      guard columns.count < Self.columnLimit else {
        adopted.append(nil)
        continue
      }
      let taken = Set(columns.map(\.name) + StreamTable.Metadata.names)
      let base = known.isEmpty ? property.name : property.name + "__" + type.suffix
      let name = ColumnNaming.free(base, suffix: "__field") { taken.contains($0) }
      columns.append(RegisteredColumn(property: property.name, type: type, name: name))
      adopted.append(columns.last)
    }
    return adopted
  }

  /// The names of the key's columns.
  var keyColumns: [String] {
    key.compactMap { property in columns.first { $0.property == property }?.name }
  }
}

extension StreamRegistration {
  /// The columns as the registry stores them.
  var columnsText: String {
    JSONValue.array(
      columns.map { column in
        .object([
          ("column", .string(column.name)), ("property", .string(column.property)),
          ("type", .string(column.type.rawValue)),
        ])
      }
    ).text
  }

  /// The columns that a text of the registry names.
  static func columns(from text: String) throws -> [RegisteredColumn] {
    guard let items = try? JSONValue(parsing: text).array else {
      throw StageError(.config, "the registry of streams (etl_streams) holds unreadable columns")
    }
    return try items.map { item in
      guard let name = item["column"]?.string, let property = item["property"]?.string,
        let type = item["type"]?.string.flatMap({ ColumnType(rawValue: $0) })
      else {
        throw StageError(.config, "the registry of streams (etl_streams) holds an unknown column")
      }
      return RegisteredColumn(property: property, type: type, name: name)
    }
  }
}
