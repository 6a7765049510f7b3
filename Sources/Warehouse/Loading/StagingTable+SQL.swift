extension StagingTable {
  /// The temporary table, qualified.
  var qualifiedName: String { "pg_temp." + SQLText.identifier(name) }

  /// Creates the temporary table, without constraints: rows were checked before they are sent.
  var createStatement: String {
    let sequence = StreamTable.Metadata.sequence
    var parts = table.columns.map { "\(SQLText.identifier($0.name)) \($0.typeName)" }
    if !table.knowledge.isEmpty {
      parts.append("\(SQLText.identifier(StreamTable.Metadata.known)) bigint")
    }
    parts.append("\(SQLText.identifier(sequence)) bigint")
    for column in table.generated {
      parts.append(
        "\(SQLText.identifier(column.name)) \(column.typeName) "
          + "GENERATED ALWAYS AS (\(column.expression)) STORED"
      )
    }
    return "CREATE TEMPORARY TABLE \(SQLText.identifier(name)) (\(parts.joined(separator: ", ")))"
  }

  /// Gives the rows of an earlier plan the types that a later one has; nil where those are the same.
  func widenStatement(to later: StreamTable) -> String? {
    let changed = later.columns.filter { column in
      table.columns.contains { $0.name == column.name && $0.typeName != column.typeName }
    }
    guard !changed.isEmpty else { return nil }
    let parts = changed.map { column in
      let name = SQLText.identifier(column.name)
      return
        "ALTER COLUMN \(name) TYPE \(column.typeName) USING \(name)::\(column.encoder.type.rawValue)"
    }
    return "ALTER TABLE \(qualifiedName) \(parts.joined(separator: ", "))"
  }

  /// The COPY that takes the encoded rows.
  var copyStatement: String {
    let names =
      table.columns.map(\.name) + (table.knowledge.isEmpty ? [] : [StreamTable.Metadata.known])
      + [StreamTable.Metadata.sequence]
    return "COPY \(qualifiedName) (\(SQLText.list(names))) FROM STDIN (FORMAT binary)"
  }
}

extension StagingTable {
  /// Creates the temporary table in which the marts find the keys of changed rows; nil for
  /// streams that no mart knows.
  func createTouchedStatement(schema: String) -> String? {
    guard let touched = table.touchedTable else { return nil }
    return "CREATE TEMPORARY TABLE \(SQLText.identifier(touched)) AS SELECT "
      + "\(SQLText.list(table.key)), false AS changed "
      + "FROM \(SQLText.identifier(schema, table.table)) WITH NO DATA"
  }
}
