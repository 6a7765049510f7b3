/// How the records of one stream become rows: the columns of its staging table in COPY order, and
/// where each takes its value from.
struct StreamTable: Sendable {
  let stream: String
  /// The target table's name, without the schema.
  let table: String
  let columns: [StagedColumn]
  /// The columns that identify a row; empty for a table that is only appended to.
  let key: [String]
  /// Generated columns of the key, which the staging table computes too.
  var generated: [GeneratedColumn] = []
  /// Fields of records that are neither stored nor kept: PostgreSQL computes them itself.
  var ignoredFields: [String] = []
  /// Groups of fields of which each record must give one.
  var alternatives: [[String]] = []
  /// Whether a later `updated_at` makes a newer version.
  var hasUpdatedAt = false
  /// The bit of each column that a source may know or not, by name; empty where the table does not
  /// keep track of that.
  var knowledge: [String: Int64] = [:]
  /// Whether rows carry the version that ACTIVATE_VERSION names, that of their generation.
  var hasTableVersion = false
  /// What to create or alter before the merge; nil for tables that migrations made.
  var registration: StreamRegistration?

  /// Where the marts find which rows changed; nil for streams that no mart knows.
  var touchedTable: String? { registration == nil ? "touched_\(stream)" : nil }

  /// The columns that the loader itself fills.
  enum Metadata {
    static let extra = "extra"
    static let extractedAt = "_sdc_extracted_at"
    static let batchedAt = "_sdc_batched_at"
    static let tableVersion = "_sdc_table_version"
    /// When the row was deleted at its source, where a tap says so.
    static let deletedAt = "_sdc_deleted_at"
    static let sequence = "_seq"
    /// Which columns the newest observation knew: the sum of their bits.
    static let known = "_sdc_known"
    /// The observations of columns that the newest one did not know.
    static let stamps = "_sdc_stamps"
    static let names = [extra, extractedAt, batchedAt, tableVersion, sequence, known, stamps]
  }
}

/// A generated column of a key.
struct GeneratedColumn: Sendable {
  let name: String
  let typeName: String
  let expression: String
  /// The columns that it is made of.
  let sources: [String]
}

extension StreamTable {
  /// Whether records with that key are the rows of the table: a generated column of its key can be
  /// named itself, or by what it is made of.
  func accepts(key fields: [String]) -> Bool {
    let made = Set(generated.map(\.name))
    let free = made.union(generated.flatMap(\.sources)).union(ignoredFields)
    let plain = Set(key).subtracting(made)
    return plain.isSubset(of: fields) && Set(fields).subtracting(plain).isSubset(of: free)
  }
}

extension StreamTable {
  /// The longest text that a b-tree page holds is 2,704 bytes; the rest is left for other columns.
  private static let indexBytes = 2560

  /// The most bytes of each of N texts of one index; nil for none.
  static func byteLimit(indexedTexts: Int) -> Int? {
    indexedTexts == 0 ? nil : indexBytes / indexedTexts
  }

  /// The columns that indexes of the marts hold as they are: for each, how many texts the largest of
  /// those has.
  private static let martTexts: [String: [String: Int]] = [
    "attributed_orders": [
      "message_id": 5, "source_system": 5, "store_id": 5, "currency": 5,
      "matched_order_id": 2,
    ],
    "message_performance": ["currency": 5],
    "shopify_orders": ["order_name": 2, "currency": 5],
  ]

  /// The plan for a table that migrations made, or nil where it is not a stream's table.
  init?(canonical definition: TableDefinition) throws {
    guard definition.column(Metadata.batchedAt) != nil, definition.column(Metadata.extra) != nil,
      !definition.key.isEmpty
    else { return nil }
    stream = definition.name
    table = definition.name
    key = definition.key
    // A bare record has it as a member; it is the loader's own.
    ignoredFields = ["time_extracted"]
    hasUpdatedAt = definition.column("updated_at")?.type == .timestamptz
    hasTableVersion = definition.column(Metadata.tableVersion) != nil
    var staged: [StagedColumn] = []
    let tracksKnowledge = definition.column(Metadata.known) != nil
    let own = [Metadata.batchedAt, Metadata.known, Metadata.stamps]
    for column in definition.columns where !own.contains(column.name) {
      if let expression = column.generation {
        ignoredFields.append(column.name)
        guard definition.key.contains(column.name) else { continue }
        generated.append(
          GeneratedColumn(
            name: column.name,
            typeName: column.typeName + Self.collation(column.type),
            expression: expression,
            sources: column.sources
          )
        )
        if column.needsASource { alternatives.append(column.sources) }
      } else {
        staged.append(try Self.staged(column, in: definition))
        guard tracksKnowledge, !definition.key.contains(column.name) else { continue }
        if ![Metadata.extractedAt, Metadata.tableVersion].contains(column.name) {
          knowledge[column.name] = 1 << (column.number - 1)
        }
      }
    }
    columns = staged
  }

  private static func staged(
    _ column: TableColumn,
    in definition: TableDefinition
  ) throws -> StagedColumn {
    guard let type = column.type else {
      throw DatabaseError(
        sqlState: "F0000",
        message: "column \(column.name) of table \(definition.name) has the type "
          + "\(column.typeName), which the loader cannot write"
      )
    }
    // A generated column repeats its sources in the index, after a few bytes of overhead.
    let makers = definition.columns.filter { $0.sources.contains(column.name) }
    let texts = max(
      column.indexedTexts,
      makers.map(\.indexedTexts).max() ?? 0,
      martTexts[definition.name]?[column.name] ?? 0
    )
    let source: StagedColumn.ValueSource =
      switch column.name {
      case Metadata.extra: .extra
      case Metadata.extractedAt: .extractedAt
      case Metadata.tableVersion: .tableVersion
      default: .field(column.name)
      }
    return StagedColumn(
      name: column.name,
      typeName: column.typeName + collation(type),
      source: source,
      encoder: ColumnEncoder(
        type: type,
        allowed: column.allowed,
        byteLimit: byteLimit(indexedTexts: texts),
        takesDocuments: type == .jsonb && source != .extra
      ),
      isRequired: column.isRequired,
      defaultText: column.defaultText
    )
  }

  /// That two rows have the same key, as SQL.
  func sameKey(_ one: String, _ other: String) -> String {
    key.map(SQLText.identifier).map { "\(one).\($0) = \(other).\($0)" }
      .joined(separator: " AND ")
  }

  /// Staged text sorts by bytes: the same everywhere, and several times faster than a language's.
  static func collation(_ type: ColumnType?) -> String { type == .text ? " COLLATE \"C\"" : "" }
}
