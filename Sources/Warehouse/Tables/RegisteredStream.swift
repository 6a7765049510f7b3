import StageKit

/// A stream that no migration knows: what was noted of it, brought in line with its table.
///
/// PostgreSQL's catalog is the truth. A table or column that somebody dropped is made again by the
/// next schema, and one that somebody changed counts as it is now.
struct RegisteredStream {
  /// A step that makes the table what a registration wants.
  enum TableChange: Equatable {
    case create
    /// A column, with its type.
    case add(String)
    case widen(StreamRegistration.RegisteredColumn)
    case addKey
  }

  /// The stream with the columns that are there; without any where the table is not.
  let registration: StreamRegistration
  /// What was noted, for records that come without a schema to a table that is gone.
  let noted: StreamRegistration
  private let facts: TableFacts?

  /// Whether the table is there.
  var isMade: Bool { facts != nil }

  /// Throws `StageError` 78 where the name belongs to something that is no table, or where the key
  /// can no longer be written.
  init(_ noted: StreamRegistration, _ facts: TableFacts?) throws {
    self.noted = noted
    self.facts = facts
    guard let facts else {
      registration = StreamRegistration(stream: noted.stream, table: noted.table, key: noted.key)
      return
    }
    guard facts.isTable else {
      throw StageError(
        .config,
        "stream \(noted.stream): \(noted.table), the name of its table, belongs to something else "
          + "now: drop or rename that"
      )
    }
    let columns = noted.columns.compactMap { column -> StreamRegistration.RegisteredColumn? in
      guard let fact = facts.column(column.name), !fact.isGenerated, let type = fact.type else {
        return nil
      }
      var present = column
      present.type = type
      present.isRequired = fact.isRequired
      return present
    }
    let names = Set(columns.map(\.name))
    registration = StreamRegistration(
      stream: noted.stream,
      table: noted.table,
      key: noted.key,
      columns: columns,
      others: facts.columns.map(\.name).filter { !names.contains($0) }
    )
    let lost = noted.key.filter { field in !columns.contains { $0.property == field } }
    guard lost.isEmpty else {
      throw StageError(
        .config,
        "stream \(noted.stream): the table \(noted.table) no longer has its key column "
          + "\(lost.joined(separator: ", ")), or its type cannot be written: restore it, or drop the "
          + "table to load it anew"
      )
    }
  }

  /// What has to be done so that rows staged for a registration fit the table.
  ///
  /// Throws `StageError` 75 where another loader has made something else of it in the meantime.
  func changes(to wanted: StreamRegistration) throws -> [TableChange] {
    guard let facts else { return [.create] }
    guard wanted.table == registration.table, wanted.key == registration.key else {
      throw conflict
    }
    var changes: [TableChange] = []
    for column in wanted.columns {
      guard let present = registration.columns.first(where: { $0.name == column.name }) else {
        guard facts.column(column.name) == nil else { throw conflict }
        changes.append(.add(wanted.definition(of: column)))
        continue
      }
      guard present.property == column.property else { throw conflict }
      if present.type == column.type { continue }
      guard wanted.keyColumns.contains(column.name), present.type == .bigint else { throw conflict }
      changes.append(.widen(column))
    }
    for metadata in StreamRegistration.metadataColumns where facts.column(metadata.name) == nil {
      changes.append(.add(metadata.definition))
    }
    if !wanted.key.isEmpty, !facts.hasKey(of: wanted.keyColumns) { changes.append(.addKey) }
    return changes
  }

  private var conflict: StageError {
    StageError(
      .tempFail,
      "another loader has changed the table of stream \(noted.stream) in the meantime; run this again"
    )
  }
}

extension StreamRegistration {
  /// The columns that the loader itself fills.
  static let metadataColumns: [(name: String, definition: String)] = [
    (StreamTable.Metadata.extra, "jsonb"), (StreamTable.Metadata.tableVersion, "bigint"),
    (StreamTable.Metadata.extractedAt, "timestamptz"),
    (StreamTable.Metadata.batchedAt, "timestamptz NOT NULL DEFAULT now()"),
  ].map { ($0, "\(SQLText.identifier($0)) \($1)") }

  /// The table with all its columns.
  func createStatement(_ table: String) -> String {
    var parts = columns.map { definition(of: $0) } + Self.metadataColumns.map(\.definition)
    if !key.isEmpty { parts.append("PRIMARY KEY (\(SQLText.list(keyColumns)))") }
    return """
      CREATE TABLE \(table) (\(parts.joined(separator: ", ")));
      COMMENT ON TABLE \(table) IS \(SQLText.literal("Stream \(stream), by its own schema."))
      """
  }

  /// A column with its type; text in the key sorts by bytes, like that of the other tables.
  func definition(of column: RegisteredColumn) -> String {
    let collation = keyColumns.contains(column.name) ? StreamTable.collation(column.type) : ""
    return "\(SQLText.identifier(column.name)) \(column.type.rawValue)\(collation)"
  }

  /// This registration, with the columns that another loader has added to the table besides.
  func keeping(_ present: RegisteredStream) -> StreamRegistration {
    let names = Set(columns.map(\.name))
    let added = present.registration.columns.filter { !names.contains($0.name) }
    return StreamRegistration(stream: stream, table: table, key: key, columns: columns + added)
  }
}
