import StageKit

/// Reads PostgreSQL's catalog: the migrations are the only description of the tables that we keep.
struct Catalog {
  let schema: String

  /// The table of that name, or nil where the schema has none.
  func table(_ name: String, _ connection: inout Connection) throws -> TableDefinition? {
    let found = try connection.query(
      """
      SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')
      """,
      [schema, name]
    )
    guard found.count == 1, let oid = found.text(0, 0) else { return nil }
    let checks = try allowedValues(oid, &connection)
    let indexed = try indexedTexts(oid, &connection)
    var sources = try sources(oid, &connection)
    let rows = try connection.query(
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated <> '',
        pg_get_expr(d.adbin, d.adrelid), a.attnum
      FROM pg_attribute a
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """,
      [oid]
    )
    var columns: [TableColumn] = []
    for row in 0..<rows.count {
      let column = rows.text(row, 0) ?? ""
      let isGenerated = rows.boolean(row, 3)
      let expression = rows.text(row, 4)
      let made = isGenerated ? sources.removeValue(forKey: column) ?? [] : []
      columns.append(
        TableColumn(
          name: column,
          number: rows.integer(row, 5) ?? 0,
          typeName: rows.text(row, 1) ?? "",
          isRequired: rows.boolean(row, 2),
          generation: isGenerated ? expression : nil,
          sources: made,
          needsASource: isGenerated && !made.isEmpty
            ? try isNull(expression ?? "", made, oid, &connection) : false,
          defaultText: isGenerated ? nil : expression.flatMap(Self.literal),
          allowed: checks[column] ?? [],
          indexedTexts: indexed[column] ?? 0
        )
      )
    }
    return TableDefinition(name: name, columns: columns, key: try key(oid, &connection))
  }

  private func key(_ oid: String, _ connection: inout Connection) throws -> [String] {
    let rows = try connection.query(
      """
      SELECT a.attname FROM pg_index i
      CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = $1 AND i.indisprimary ORDER BY k.place
      """,
      [oid]
    )
    return (0..<rows.count).compactMap { rows.text($0, 0) }
  }

  /// The values of each `CHECK (column IN (…))`, in the form that PostgreSQL gives it back.
  private func allowedValues(
    _ oid: String,
    _ connection: inout Connection
  ) throws -> [String: [String]] {
    let rows = try connection.query(
      """
      SELECT a.attname, pg_get_constraintdef(c.oid), quote_ident(a.attname) FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.conrelid = $1 AND c.contype = 'c' AND cardinality(c.conkey) = 1
      """,
      [oid]
    )
    var allowed: [String: [String]] = [:]
    for row in 0..<rows.count {
      let prefix = "CHECK ((\(rows.text(row, 2) ?? "") = ANY (ARRAY["
      guard let column = rows.text(row, 0), let text = rows.text(row, 1),
        text.hasPrefix(prefix), text.hasSuffix("])))")
      else { continue }
      allowed[column] = Self.quoted(text.dropFirst(prefix.count))
    }
    return allowed
  }

  /// For each indexed text column: how many text columns share the index with it, at most.
  private func indexedTexts(
    _ oid: String,
    _ connection: inout Connection
  ) throws -> [String: Int] {
    let rows = try connection.query(
      """
      WITH used AS (
        SELECT i.indexrelid, k.attnum FROM pg_index i
        CROSS JOIN unnest(i.indkey::int2[]) AS k(attnum) WHERE i.indrelid = $1
        UNION
        SELECT i.indexrelid, d.refobjsubid FROM pg_index i
        JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
          AND d.refobjid = i.indrelid WHERE i.indrelid = $1
      ), texts AS (
        SELECT u.indexrelid, a.attname FROM used u
        JOIN pg_attribute a ON a.attrelid = $1 AND a.attnum = u.attnum
        WHERE u.attnum > 0 AND a.atttypid = 'text'::regtype
      )
      SELECT t.attname, max(s.n) FROM texts t
      JOIN (SELECT indexrelid, count(*) AS n FROM texts GROUP BY 1) s USING (indexrelid)
      GROUP BY 1
      """,
      [oid]
    )
    var indexed: [String: Int] = [:]
    for row in 0..<rows.count { indexed[rows.text(row, 0) ?? ""] = rows.integer(row, 1) }
    return indexed
  }

  /// The columns that each generated column is made of.
  private func sources(_ oid: String, _ connection: inout Connection) throws -> [String: [String]] {
    let rows = try connection.query(
      """
      SELECT g.attname, s.attname FROM pg_attribute g
      JOIN pg_attrdef f ON f.adrelid = g.attrelid AND f.adnum = g.attnum
      JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = g.attrelid
        AND (d.classid = 'pg_class'::regclass AND d.objid = g.attrelid AND d.objsubid = g.attnum
          OR d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid)
      JOIN pg_attribute s ON s.attrelid = g.attrelid AND s.attnum = d.refobjsubid
      WHERE g.attrelid = $1 AND g.attgenerated <> '' AND s.attnum <> g.attnum AND s.attnum > 0
      GROUP BY g.attname, s.attname, s.attnum ORDER BY g.attname, s.attnum
      """,
      [oid]
    )
    var sources: [String: [String]] = [:]
    for row in 0..<rows.count {
      sources[rows.text(row, 0) ?? "", default: []].append(rows.text(row, 1) ?? "")
    }
    return sources
  }

  /// Whether a generated column is null when all of its sources are.
  private func isNull(
    _ expression: String,
    _ sources: [String],
    _ oid: String,
    _ connection: inout Connection
  ) throws -> Bool {
    let types = try connection.query(
      "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = $1",
      [oid]
    )
    var nulls: [String] = []
    for row in 0..<types.count {
      guard let name = types.text(row, 0), sources.contains(name), let type = types.text(row, 1)
      else { continue }
      nulls.append("NULL::\(type) AS \(SQLText.identifier(name))")
    }
    let list = nulls.joined(separator: ", ")
    return try connection.query("SELECT (\(expression)) IS NULL FROM (SELECT \(list)) AS s")
      .boolean(0, 0)
  }

  /// The text of a default that is a plain literal: `'day'::text`; nil for anything else.
  static func literal(_ expression: String) -> String? {
    guard expression.hasPrefix("'"), expression.hasSuffix("'::text") else { return nil }
    let values = quoted(Substring(expression))
    return values.count == 1 ? values[0] : nil
  }

  /// The literals in single quotes that a text holds.
  static func quoted(_ text: Substring) -> [String] {
    var values: [String] = []
    var current: String?
    var rest = text
    while let character = rest.popFirst() {
      if character != "'" {
        current?.append(character)
      } else if current == nil {
        current = ""
      } else if rest.first == "'" {
        rest.removeFirst()
        current?.append("'")
      } else {
        values.append(current ?? "")
        current = nil
      }
    }
    return values
  }
}
