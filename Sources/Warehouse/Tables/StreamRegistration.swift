import StageKit
import Wire

/// The table of a stream that no migration knows, and how it grows with the stream's schema.
///
/// A pure value: ``adopt(_:)`` decides, and the statements are run elsewhere.
struct StreamRegistration: Sendable, Equatable {
  /// A column, the property that it holds, and as which type.
  struct RegisteredColumn: Sendable, Equatable {
    let property: String
    var type: ColumnType
    let name: String
    /// Whether somebody has made it NOT NULL.
    var isRequired = false
  }

  let stream: String
  let table: String
  /// The properties that identify a record; empty for a stream that is only appended to.
  let key: [String]
  private(set) var columns: [RegisteredColumn] = []
  /// Columns that the table has besides, so that no property can take their names.
  private(set) var others: [String] = []

  /// How many columns a row has room for whatever they hold; further properties go to `extra`.
  ///
  /// A row must fit a page of 8 KiB, and even a long text moved out of the row leaves a pointer
  /// of 18 bytes there.
  static let columnLimit = 400

  init(
    stream: String,
    table: String,
    key: [String],
    columns: [RegisteredColumn] = [],
    others: [String] = []
  ) {
    self.stream = stream
    self.table = table
    self.key = key
    self.columns = columns
    self.others = others
  }

  /// Makes room for the properties of a schema: new columns for new properties, and a second
  /// column (`name__type`) for a property whose type has changed.
  ///
  /// The key comes first, since it must have columns of its own. Returns for each property, in the
  /// order in which they are then stored, the column that holds it from now on; nil for those left
  /// to `extra`. Throws `StageError` 65 where a property of the key changes its type to one that
  /// could not hold the values there are.
  mutating func adopt(_ properties: [SchemaMessage.Property]) throws -> [RegisteredColumn?] {
    var adopted: [RegisteredColumn?] = []
    for property in properties.filter({ key.contains($0.name) }) {
      adopted.append(try adopt(key: property))
    }
    for property in properties.filter({ !key.contains($0.name) }) {
      let type = property.type.column
      let known = columns.filter { $0.property == property.name }
      if let fitting = known.first(where: { $0.type.holds(type) }) {
        adopted.append(fitting)
      } else if columns.count < Self.columnLimit {
        let base = known.isEmpty ? property.name : property.name + "__" + type.suffix
        adopted.append(add(property.name, type, named: base))
      } else {
        adopted.append(nil)
      }
    }
    return adopted
  }

  private mutating func adopt(key property: SchemaMessage.Property) throws -> RegisteredColumn {
    // A key is compared for equality, and nested values have no one text: it is kept as text.
    let type = property.type.column == .jsonb ? .text : property.type.column
    guard let index = columns.firstIndex(where: { $0.property == property.name }) else {
      return add(property.name, type, named: property.name)
    }
    let known = columns[index].type
    if known.holds(type) || known == .text && type == .bigint { return columns[index] }
    // Every whole number is a number and has one text, so that rows are found again.
    guard known == .bigint, type == .numeric || type == .text else {
      throw StageError(
        .data,
        "stream \(stream): the key property \(property.name) was \(known.rawValue) and "
          + "is now \(type.rawValue); rows could no longer be matched. Load it under another name"
      )
    }
    columns[index].type = type
    return columns[index]
  }

  private mutating func add(
    _ property: String,
    _ type: ColumnType,
    named base: String
  ) -> RegisteredColumn {
    let taken = Set(columns.map(\.name) + others + StreamTable.Metadata.names)
    let name = ColumnNaming.free(base, suffix: "__field") { taken.contains($0) }
    let column = RegisteredColumn(property: property, type: type, name: name)
    columns.append(column)
    return column
  }

  /// The names of the key's columns.
  var keyColumns: [String] {
    key.compactMap { property in columns.first { $0.property == property }?.name }
  }

  /// For each property the column that was registered last.
  var latest: [RegisteredColumn] {
    columns.enumerated().filter { index, column in
      !columns[(index + 1)...].contains { $0.property == column.property }
    }.map(\.element)
  }
}

extension ColumnType {
  /// Whether a column of this type holds every value of another one as it is.
  fileprivate func holds(_ other: ColumnType) -> Bool {
    self == other || (self, other) == (.numeric, .bigint)
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
