import StageKit

/// Brings the functions and views of a schema up to date, inside the caller's transaction.
///
/// A changed definition replaces its object where PostgreSQL can do that, so that rights and the
/// views of others stay as they are. Where it cannot (other columns, another signature), the
/// object goes with all of ours that rest on it, and all are created again, with their rights.
struct DefinitionUpdate {
  let schema: String
  /// The definitions of this build.
  let definitions: [Definition]
  /// What the schema has: the checksum by name.
  let recorded: [String: String]

  /// Names whose objects were dropped on the way and are to be created again.
  private var dropped: Set<String> = []
  private var grants: [String] = []

  init(schema: String, definitions: [Definition], recorded: [String: String]) {
    self.schema = schema
    self.definitions = definitions
    self.recorded = recorded
  }

  /// Whether anything differs.
  var isNeeded: Bool {
    definitions.count != recorded.count
      || definitions.contains { recorded[$0.name] != $0.checksum }
  }

  /// Drops all that is recorded, before a migration that changes what lies beneath.
  mutating func dropAll(_ connection: inout Connection) throws {
    for name in recorded.keys.sorted() { try drop(name, &connection) }
  }

  /// Replaces what changed, drops what is gone, and returns the names of both.
  mutating func perform(_ connection: inout Connection) throws -> [String] {
    var changed: [String] = []
    for one in Definition.inOrder(definitions) {
      let isNew = recorded[one.name] != one.checksum
      guard isNew || dropped.contains(one.name) else { continue }
      try replace(one, &connection)
      guard isNew else { continue }
      try record(one, &connection)
      changed.append(one.name)
    }
    let present = Set(definitions.map(\.name))
    for name in recorded.keys.sorted() where !present.contains(name) {
      try drop(name, &connection)
      _ = try connection.query("DELETE FROM \(table) WHERE name = $1", [name])
      changed.append(name)
    }
    for grant in grants { try connection.execute(grant) }
    return changed
  }

  private var table: String { SQLText.identifier(schema, "schema_definitions") }

  private mutating func replace(_ one: Definition, _ connection: inout Connection) throws {
    let sql = one.sql(schema: schema)
    let isReplaced = try connection.inSavepoint {
      try $0.execute(sql)
      // Another signature makes a second function beside the first.
      return try objects(named: one.name, &$0).count == 1
    } unless: {
      // Other columns of a view, or another result of a function.
      $0.sqlState == "42P16" || $0.sqlState == "42P13"
    }
    if isReplaced { return }
    try drop(one.name, &connection)
    try connection.execute(sql)
  }

  /// The kind and the identity of the objects of that name: one, or several while replaced.
  private func objects(
    named name: String,
    _ connection: inout Connection
  ) throws -> [(kind: String, identity: String)] {
    let rows = try connection.query(
      """
      SELECT 'VIEW', c.oid::regclass::text FROM pg_class c
      WHERE c.relnamespace = $1::regnamespace AND c.relname = $2 AND c.relkind = 'v'
      UNION ALL
      SELECT 'FUNCTION', p.oid::regprocedure::text FROM pg_proc p
      WHERE p.pronamespace = $1::regnamespace AND p.proname = $2
      """,
      [SQLText.identifier(schema), name]
    )
    return (0..<rows.count).map { (rows.text($0, 0) ?? "", rows.text($0, 1) ?? "") }
  }

  private mutating func drop(_ name: String, _ connection: inout Connection) throws {
    for object in try objects(named: name, &connection) {
      try noteDependents(of: name, &connection)
      try connection.execute("DROP \(object.kind) IF EXISTS \(object.identity) CASCADE")
    }
  }

  /// Notes what a cascading drop will take along, and refuses to take what is not ours.
  private mutating func noteDependents(
    of name: String,
    _ connection: inout Connection
  ) throws {
    let rows = try connection.query(Self.dependents, [SQLText.identifier(schema), name])
    for row in 0..<rows.count {
      let other = rows.text(row, 0) ?? ""
      guard rows.boolean(row, 1), recorded[other] != nil || other == name else {
        throw StageError(
          .config,
          "schema \(schema): \(rows.text(row, 2) ?? other) rests on \(name), which has to be "
            + "dropped and created again: drop it first, and create it again afterwards"
        )
      }
      dropped.insert(other)
      grants += try rights(on: other, &connection)
    }
  }

  /// The objects that rest on the one of a name, itself included, as the catalog knows them: name,
  /// whether it is a function or a view of the schema, and a description.
  private static let dependents = """
    WITH RECURSIVE found (classid, objid) AS (
      SELECT 'pg_class'::regclass::oid, oid FROM pg_class
      WHERE relnamespace = $1::regnamespace AND relname = $2 AND relkind = 'v'
      UNION
      SELECT 'pg_proc'::regclass::oid, oid FROM pg_proc
      WHERE pronamespace = $1::regnamespace AND proname = $2
      UNION
      SELECT CASE WHEN r.oid IS NULL THEN d.classid ELSE 'pg_class'::regclass::oid END,
        coalesce(r.ev_class, d.objid)
      FROM found f
      JOIN pg_depend d ON d.refclassid = f.classid AND d.refobjid = f.objid AND d.deptype = 'n'
      LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    )
    SELECT coalesce(c.relname, p.proname, ''),
      coalesce(coalesce(c.relnamespace, p.pronamespace) = $1::regnamespace, false),
      pg_describe_object(f.classid, f.objid, 0)
    FROM found f
    LEFT JOIN pg_class c ON f.classid = 'pg_class'::regclass AND c.oid = f.objid
    LEFT JOIN pg_proc p ON f.classid = 'pg_proc'::regclass AND p.oid = f.objid
    """

  private func rights(on name: String, _ connection: inout Connection) throws -> [String] {
    let rows = try connection.query(
      """
      SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, c.oid::regclass,
        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
        CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM pg_class c, aclexplode(c.relacl) a
      WHERE c.relnamespace = $1::regnamespace AND c.relname = $2 AND c.relkind = 'v'
        AND a.grantee <> c.relowner
      """,
      [SQLText.identifier(schema), name]
    )
    return (0..<rows.count).compactMap { rows.text($0, 0) }
  }

  private func record(_ one: Definition, _ connection: inout Connection) throws {
    _ = try connection.query(
      """
      INSERT INTO \(table) (name, checksum) VALUES ($1, $2)
      ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = now()
      """,
      [one.name, one.checksum]
    )
  }
}
