extension StreamTable {
  /// The plan for a stream that no migration knows, whose properties were adopted.
  ///
  /// The properties give the columns that hold values in this run. Their columns of earlier types
  /// stay and become null in the rows that are loaded now. Columns of properties that the schema
  /// does not name are left alone: what a tap does not select is not gone.
  init(
    _ registration: StreamRegistration,
    current: [StreamRegistration.RegisteredColumn],
    types: [String: PropertyType] = [:]
  ) {
    let keyColumns = registration.keyColumns
    let texts = registration.columns.filter { keyColumns.contains($0.name) && $0.type == .text }
      .count
    let named = Set(current.map(\.property))
    var staged: [StagedColumn] = []
    for column in registration.columns where named.contains(column.property) {
      let isKey = keyColumns.contains(column.name)
      let type = types[column.property] ?? PropertyType(storedAs: column.type)
      let isCurrent = current.contains { $0.name == column.name }
      staged.append(
        StagedColumn(
          name: column.name,
          typeName: column.type.rawValue + Self.collation(column.type),
          source: isCurrent ? .field(column.property) : .nothing,
          encoder: ColumnEncoder(
            type: column.type,
            byteLimit: isKey ? Self.byteLimit(indexedTexts: texts) : nil,
            assumesUTC: true,
            takesBooleans: type.takesBooleans,
            takesDocuments: type.takesDocuments
          ),
          isRequired: isKey || isCurrent && column.isRequired
        )
      )
    }
    self.init(
      stream: registration.stream,
      table: registration.table,
      columns: staged + Self.metadata,
      key: keyColumns,
      hasUpdatedAt: registration.columns.contains {
        $0.name == "updated_at" && $0.type == .timestamptz && named.contains($0.property)
      } && !keyColumns.contains("updated_at"),
      hasTableVersion: true,
      registration: registration
    )
  }

  private static let metadata: [StagedColumn] = [
    metadata(Metadata.extra, .jsonb, .extra),
    metadata(Metadata.tableVersion, .bigint, .tableVersion),
    metadata(Metadata.extractedAt, .timestamptz, .extractedAt),
  ]

  private static func metadata(
    _ name: String,
    _ type: ColumnType,
    _ source: StagedColumn.ValueSource
  ) -> StagedColumn {
    StagedColumn(
      name: name,
      typeName: type.rawValue,
      source: source,
      encoder: ColumnEncoder(type: type),
      isRequired: false
    )
  }
}
