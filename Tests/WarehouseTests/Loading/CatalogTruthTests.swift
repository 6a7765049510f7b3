import TestSupport
import Testing

/// What PostgreSQL's catalog says of a table is the truth, not what the loader noted of it.
@Suite("The catalog is the truth")
struct CatalogTruthTests {
  private static let fields =
    #""id":{"type":"integer"},"v":{"type":"integer"},"w":{"type":"string"}"#

  /// Loads a row, changes something by hand, and loads another.
  private func change(_ sql: String, check: (TestWarehouse, Outcome) throws -> Void) throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([
        Message.schema("things", Self.fields),
        Message.record("things", #""id":1,"v":1,"w":"one""#),
      ])
      try warehouse.database.execute(sql)
      let outcome = try warehouse.load([
        Message.schema("things", Self.fields),
        Message.record("things", #""id":2,"v":2,"w":"two""#), Message.state(),
      ])
      try check(warehouse, outcome)
    }
  }

  /// Changes by hand, and what the table then holds after the next load.
  static let repairs: [(String, [String])] = [
    ("drop table sms.things", ["2|2|two"]),
    ("alter table sms.things drop column v", ["1|NULL|one", "2|2|two"]),
    ("alter table sms.things rename column v to x", ["1|NULL|one", "2|2|two"]),
    ("alter table sms.things alter column v type numeric", ["1|1|one", "2|2|two"]),
    ("alter table sms.things drop constraint things_pkey", ["1|1|one", "2|2|two"]),
    (
      "alter table sms.things drop column extra, drop column _sdc_batched_at",
      ["1|1|one", "2|2|two"]
    ),
    ("truncate sms.things", ["2|2|two"]),
    ("drop view sms.obt_orders cascade; drop function sms.refresh_marts", ["1|1|one", "2|2|two"]),
  ]

  @Test("what somebody dropped or changed comes back", arguments: repairs)
  func repaired(_ sql: String, _ expected: [String]) throws {
    try change(sql) { (warehouse, outcome) throws in
      #expect(outcome.succeeded, "\(outcome)")
      #expect(
        try warehouse.database.rows("select id, v, w from sms.things order by id") == expected
      )
      #expect(try warehouse.database.row("select count(*) from sms.obt_orders") == "0")
      // And stays: nothing is made twice.
      let again = try warehouse.mustLoad([
        Message.schema("things", Self.fields),
        Message.record("things", #""id":2,"v":2,"w":"two""#),
      ])
      #expect(again.errors.contains("unchanged 1"), "\(again)")
      #expect(!again.errors.contains("definitions"), "\(again)")
    }
  }

  @Test(
    "a table of the migrations comes back empty, as it was made, and the marts with it",
    arguments: ["shopify_orders", "attributed_orders", "postscript_keywords", "claim_outcomes"]
  )
  func migratedTable(_ table: String) throws {
    try withWarehouse { warehouse in
      let columns = """
        select string_agg(attname || ' ' || format_type(atttypid, atttypmod) || ' '
          || coalesce(col_description(attrelid, attnum), ''), ', ' order by attnum)
        from pg_attribute where attrelid = 'sms.\(table)'::regclass and attnum > 0 and not attisdropped
          and not attisdropped
        """
      let indexes = """
        select string_agg(indexdef, '; ' order by indexdef) from pg_indexes
        where schemaname = 'sms' and tablename = '\(table)'
        """
      try warehouse.mustLoad([Message.order(1)])
      let before = try [columns, indexes].map { try warehouse.database.row($0) }
      try warehouse.database.execute("drop table sms.\(table) cascade")
      let outcome = try warehouse.mustLoad([Message.order(2)])
      #expect(outcome.errors.contains("made again, as they were gone: \(table)"), "\(outcome)")
      #expect(try [columns, indexes].map { try warehouse.database.row($0) } == before)
      let orders = try warehouse.database.rows("select order_id from sms.obt_orders order by 1")
      #expect(orders == (table == "shopify_orders" ? ["2"] : ["1", "2"]))
      #expect(
        try warehouse.database.rows("select nspname from pg_namespace where nspname ~ 'restored'")
          == []
      )
    }
  }

  @Test("settings that are gone are for a backup to bring back")
  func settings() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1)])
      try warehouse.database.execute("drop table sms.settings cascade")
      let outcome = try warehouse.load([Message.order(2), Message.state()])
      #expect(outcome.status == 78, "\(outcome)")
      #expect(outcome.errors.contains("the table settings is gone"), "\(outcome)")
    }
  }

  @Test("a table that is gone takes another key")
  func anotherKey() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([
        Message.schema("things", Self.fields), Message.record("things", #""id":1,"v":1"#),
      ])
      try warehouse.database.execute("drop table sms.things")
      try warehouse.mustLoad([
        Message.schema("things", Self.fields, key: #""v""#),
        Message.record("things", #""id":1,"v":7"#),
      ])
      // Without a schema, too, a table that is gone is made as it was.
      try warehouse.database.execute("drop table sms.things")
      try warehouse.mustLoad([Message.record("things", #""id":1,"v":8,"x":true"#)])
      #expect(
        try warehouse.database.rows("select id, v, w, extra from sms.things")
          == [#"1|8|NULL|{"x": true}"#]
      )
    }
  }

  @Test("a column that somebody added is not taken for another")
  func addedColumn() throws {
    try change("alter table sms.things add column n date") { (warehouse, outcome) throws in
      #expect(outcome.succeeded, "\(outcome)")
      try warehouse.mustLoad([
        Message.schema("things", Self.fields + #","n":{"type":"integer"}"#),
        Message.record("things", #""id":3,"n":5"#),
      ])
      #expect(try warehouse.database.row("select n__field from sms.things where id = 3") == "5")
    }
  }

  @Test("a column that somebody made NOT NULL rejects the record, with line and field")
  func requiredColumn() throws {
    try change("alter table sms.things alter column v set not null") { (warehouse, _) throws in
      let outcome = try warehouse.load([
        Message.schema("things", Self.fields), Message.record("things", #""id":3"#),
        Message.state(),
      ])
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.errors.contains("line 2, stream things, field v: is missing"), "\(outcome)")
    }
  }

  /// Changes by hand that only a hand can undo, and what the loader says of them.
  static let beyondRepair: [(String, String)] = [
    (
      "drop table sms.things; create view sms.things as select 1 as id",
      "things, the name of its table, belongs to something else now"
    ),
    (
      "alter table sms.things drop constraint things_pkey; insert into sms.things (id) values (1)",
      "the table things has lost its key, and holds rows that are the same"
    ),
    ("alter table sms.things drop column id", "no longer has its key column id"),
    (
      """
      create function no() returns trigger language plpgsql as $$ begin raise 'not today'; end $$;
      create trigger no before insert on sms.things for each row execute function no()
      """, "not today"
    ),
  ]

  @Test("what only a hand can undo is exit code 78 and its reason", arguments: beyondRepair)
  func refused(_ sql: String, _ words: String) throws {
    try change(sql) { (_, outcome) throws in
      #expect(outcome.status == 78, "\(outcome)")
      #expect(outcome.errors.contains(words), "\(outcome)")
      #expect(outcome.output.isEmpty)
    }
  }
}
