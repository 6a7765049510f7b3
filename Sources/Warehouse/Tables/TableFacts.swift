import StageKit
import Wire

/// What PostgreSQL's catalog says of the table of a stream that no migration knows.
struct TableFacts {
  struct ColumnFact {
    let name: String
    /// The type; nil for one that the loader cannot write.
    let type: ColumnType?
    let isRequired: Bool
    let isGenerated: Bool
  }

  /// Whether it is a table, and no view or such.
  let isTable: Bool
  let columns: [ColumnFact]
  /// The columns of each unique index that covers all rows.
  private let keys: [Set<String>]

  func column(_ name: String) -> ColumnFact? { columns.first { $0.name == name } }

  /// Whether rows can be told apart by those columns.
  func hasKey(of names: [String]) -> Bool { keys.contains(Set(names)) }

  /// Reads the facts; nil where nothing in the schema has that name.
  static func read(
    _ name: String,
    in schema: String,
    _ connection: inout Connection
  ) throws -> TableFacts? {
    let rows = try connection.query(
      """
      SELECT c.relkind IN ('r', 'p'),
        (SELECT jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod),
            a.attnotnull AND NOT a.atthasdef, a.attgenerated <> '' OR a.attidentity = 'a')
            ORDER BY a.attnum)
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)::text,
        (SELECT jsonb_agg((SELECT jsonb_agg(a.attname) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey::int2[])))
          FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid
            AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL)::text
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $2 AND c.relname = $1
      """,
      [name, schema]
    )
    guard rows.count == 1 else { return nil }
    return TableFacts(
      isTable: rows.boolean(0, 0),
      columns: list(rows.text(0, 1)).map { column in
        let items = column.array ?? []
        return ColumnFact(
          name: items.first?.string ?? "",
          type: items.dropFirst().first?.string.flatMap { ColumnType(rawValue: $0) },
          isRequired: items.dropFirst(2).first?.bool ?? false,
          isGenerated: items.dropFirst(3).first?.bool ?? false
        )
      },
      keys: list(rows.text(0, 2)).map { Set(($0.array ?? []).compactMap(\.string)) }
    )
  }

  private static func list(_ text: String?) -> [JSONValue] {
    text.flatMap { try? JSONValue(parsing: $0) }?.array ?? []
  }
}
