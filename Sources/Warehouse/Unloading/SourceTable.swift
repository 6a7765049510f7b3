import StageKit

/// What PostgreSQL's catalog says of a table or view that is extracted.
struct SourceTable {
  let schema: String
  let name: String
  let isView: Bool
  /// The columns of the primary key, in its order.
  let key: [String]
  let columns: [SourceColumn]

  /// Looks a table up; nil where there is none of that name.
  static func find(
    _ name: String,
    in schema: String,
    _ forms: inout TypeForms,
    _ connection: inout Connection
  ) throws -> SourceTable? {
    let found = try connection.query(
      """
      SELECT c.oid::int8, c.relkind IN ('v', 'm') FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = ANY ('{r,p,v,m,f}'::"char"[])
      """,
      [schema, name]
    )
    guard found.count == 1, let number = found.text(0, 0) else { return nil }
    let isView = found.boolean(0, 1)
    let keys = try connection.query(
      """
      SELECT a.attname FROM pg_index i
      CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = $1::int8::oid AND i.indisprimary ORDER BY k.place
      """,
      [number]
    )
    let key = (0..<keys.count).compactMap { keys.text($0, 0) }
    let source = SQLText.identifier(schema, name)
    let columns = try columns(of: source, &forms, &connection)
    return SourceTable(schema: schema, name: name, isView: isView, key: key, columns: columns)
  }

  /// The names of all tables and views of a schema.
  static func names(in schema: String, _ connection: inout Connection) throws -> [String] {
    let rows = try connection.query(
      """
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind = ANY ('{r,p,v,m,f}'::"char"[]) AND NOT c.relispartition
      ORDER BY c.relname COLLATE "C"
      """,
      [schema]
    )
    return (0..<rows.count).compactMap { rows.text($0, 0) }
  }

  /// The columns of what can stand behind FROM; nothing is read but their names and types.
  static func columns(
    of source: String,
    _ forms: inout TypeForms,
    _ connection: inout Connection
  ) throws -> [SourceColumn] {
    let described = try connection.query("SELECT * FROM \(source) LIMIT 0").columns
    return try described.map { column in
      let form = try forms.form(ofType: column.type, &connection)
      let type = try connection.query(
        "SELECT format_type($1::int8::oid, $2::int4)",
        [String(column.type), String(column.modifier)]
      )
      return SourceColumn(column.name, form, typeName: type.text(0, 0) ?? "")
    }
  }
}
