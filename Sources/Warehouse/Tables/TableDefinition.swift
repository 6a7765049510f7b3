/// A table of the warehouse as PostgreSQL's catalog describes it.
struct TableDefinition: Sendable {
  /// The table's name, without the schema.
  let name: String
  let columns: [TableColumn]
  /// The columns of the primary key, in its order; empty where there is none.
  let key: [String]

  func column(_ name: String) -> TableColumn? { columns.first { $0.name == name } }
}

/// A column as the catalog describes it.
struct TableColumn: Sendable {
  let name: String
  /// The column's number in the table, from 1; it never changes.
  let number: Int
  /// The type as SQL writes it: `timestamp with time zone`.
  let typeName: String
  let isRequired: Bool
  /// The expression of a generated column, else nil.
  let generation: String?
  /// The columns that a generated column is made of.
  let sources: [String]
  /// True where a generated column is null when all of its sources are.
  let needsASource: Bool
  /// The constant that a missing value stands for, else nil.
  let defaultText: String?
  /// The values that a CHECK allows; empty where there is no such check.
  let allowed: [String]
  /// How many text columns the largest index on this column has; 0 where there is none.
  let indexedTexts: Int

  var type: ColumnType? { ColumnType(rawValue: typeName) }
}
