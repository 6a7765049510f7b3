import StageKit

/// Makes the large tables hash-partitioned by store, or by another number of partitions, inside the
/// caller's transaction.
///
/// A table is copied into partitions without indexes, takes the place of the old one under its name,
/// and gets the same indexes, rights and comments. Nobody reads or writes it meanwhile.
struct TableSpreading {
  let schema: String
  let partitions: Int

  /// The tables that grow with a shop's messages, and the column of each that names the store.
  private static let large = [
    ("attributed_orders", "store_id"), ("claim_days", "store_id"), ("claim_outcomes", "store_id"),
    ("message_performance", "store_id"), ("order_checks", "store_id"),
    ("postscript_subscribers", "store_id"),
    ("rpt_outbound_message_performance_summary_daily", "sm_store_id"),
    ("shopify_orders", "store_id"),
  ]

  /// Whether a table has another number of partitions.
  func isNeeded(_ connection: inout Connection) throws -> Bool {
    try !pending(&connection).isEmpty
  }

  /// Spreads what is not yet spread so, and returns the names of the tables.
  ///
  /// Throws `StageError` 78 where a table is no longer as the migrations made it, or where something
  /// of others rests on it.
  func perform(_ connection: inout Connection) throws -> [String] {
    let tables = try pending(&connection)
    for (table, column) in tables { try spread(table, by: column, &connection) }
    return tables.map(\.0)
  }

  private func pending(_ connection: inout Connection) throws -> [(String, String)] {
    try Self.large.filter { table, _ in
      let found = try connection.query(
        """
        SELECT c.relkind = 'p' AND (SELECT count(*) FROM pg_inherits WHERE inhparent = c.oid) = $3::integer
        FROM pg_class c WHERE c.relnamespace = to_regnamespace($1) AND c.relname = $2
        """,
        [SQLText.identifier(schema), table, String(partitions)]
      )
      return found.count == 1 && !found.boolean(0, 0)
    }
  }

  private func spread(
    _ table: String,
    by column: String,
    _ connection: inout Connection
  ) throws {
    let old = SQLText.identifier(schema, table)
    let new = SQLText.identifier(schema, table + "__spread")
    try connection.execute("LOCK TABLE \(old) IN ACCESS EXCLUSIVE MODE")
    try check(table, old, &connection)
    let restored = try statements(restoring: old, &connection)
    try connection.execute(
      """
      CREATE TABLE \(new) (LIKE \(old) INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS)
      PARTITION BY HASH (\(SQLText.identifier(column)))
      """
    )
    for number in 0..<partitions {
      try connection.execute(
        "CREATE TABLE \(SQLText.identifier(schema, "\(table)__spread_p\(number)")) PARTITION OF \(new) "
          + "FOR VALUES WITH (MODULUS \(partitions), REMAINDER \(number))"
      )
    }
    let columns = try stored(old, &connection)
    try connection.execute("INSERT INTO \(new) (\(columns)) SELECT \(columns) FROM \(old)")
    try drop(table, old, &connection)
    try connection.execute("ALTER TABLE \(new) RENAME TO \(SQLText.identifier(table))")
    for number in 0..<partitions {
      try connection.execute(
        "ALTER TABLE \(SQLText.identifier(schema, "\(table)__spread_p\(number)")) "
          + "RENAME TO \(SQLText.identifier("\(table)_p\(number)"))"
      )
    }
    for statement in restored { try connection.execute(statement) }
    try connection.execute("ANALYZE \(old)")
  }

  /// What others have added to a table would be lost with it; and a column that was dropped from it
  /// would give the later ones other numbers, by which rows remember what their sources knew.
  private func check(
    _ table: String,
    _ relation: String,
    _ connection: inout Connection
  ) throws {
    let found = try connection.query(
      """
      SELECT CASE
        WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attisdropped)
          THEN 'a column was dropped from it'
        WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal)
          THEN 'it has a trigger'
        WHEN EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid) OR c.relrowsecurity
          THEN 'it has a row security policy'
        WHEN EXISTS (SELECT FROM pg_publication_rel WHERE prrelid = c.oid)
          THEN 'a publication names it'
        WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attacl IS NOT NULL)
          THEN 'rights were granted on single columns'
        WHEN EXISTS (SELECT FROM pg_statistic_ext WHERE stxrelid = c.oid)
          THEN 'it has statistics of its own'
        END
      FROM pg_class c WHERE c.oid = $1::regclass
      """,
      [relation]
    )
    guard let fault = found.text(0, 0) else { return }
    throw StageError(
      .config,
      "schema \(schema): the table \(table) cannot be partitioned, since \(fault): undo that, and do "
        + "it again afterwards"
    )
  }

  /// What makes the indexes and keys, the owner, the rights and the comment of a table again.
  private func statements(
    restoring relation: String,
    _ connection: inout Connection
  ) throws -> [String] {
    let rows = try connection.query(
      """
      SELECT CASE
        WHEN k.oid IS NULL THEN regexp_replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
        ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s', $2::text, k.conname,
          pg_get_constraintdef(k.oid)) END, i.indexrelid::int8
      FROM pg_index i LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype = 'p'
      WHERE i.indrelid = $1::regclass
      UNION ALL
      SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, $2::text,
        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
        CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), 0
      FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = $1::regclass
      UNION ALL
      SELECT format('COMMENT ON TABLE %s IS %L', $2::text, obj_description($1::regclass)), 0
      UNION ALL
      SELECT format('ALTER TABLE %s OWNER TO %s', $2::text, relowner::regrole), -1
      FROM pg_class WHERE oid = $1::regclass AND NOT relowner::regrole = current_user::regrole
      ORDER BY 2
      """,
      [relation, relation]
    )
    return (0..<rows.count).compactMap { rows.text($0, 0) }
  }

  /// The columns that hold what was written; PostgreSQL computes the others.
  private func stored(_ relation: String, _ connection: inout Connection) throws -> String {
    let rows = try connection.query(
      """
      SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND attgenerated = ''
      """,
      [relation]
    )
    return rows.text(0, 0) ?? ""
  }

  private func drop(
    _ table: String,
    _ relation: String,
    _ connection: inout Connection
  ) throws {
    do {
      try connection.execute("DROP TABLE \(relation)")
    } catch let error as DatabaseError where error.sqlState == "2BP01" {
      throw StageError(
        .config,
        "schema \(schema): something of others rests on the table \(table), which partitioning "
          + "replaces: drop it first, and create it again afterwards"
      )
    }
  }
}
