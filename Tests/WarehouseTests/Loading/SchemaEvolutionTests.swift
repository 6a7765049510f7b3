import TestSupport
import Testing

/// Streams that no migration knows get tables by their schema, which grow with it.
@Suite("Schema evolution")
struct SchemaEvolutionTests {
  private let types = """
    select attname, format_type(atttypid, atttypmod) from pg_attribute
    where attrelid = 'sms.things'::regclass and attnum > 0 order by attnum
    """

  @Test("types come from the schema")
  func typesComeFromTheSchema() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([
        Message.schema(
          "things",
          #"""
          "id":{"type":"string"},"i":{"type":["null","integer"]},"n":{"type":"number"},
          "b":{"type":"boolean"},"t":{"type":"string","format":"date-time"},
          "d":{"type":["string","null"],"format":"date"},"o":{"type":"object"},
          "a":{"type":"array","items":{"type":"string"}},"any":{},
          "u":{"anyOf":[{"type":"string","format":"date-time"},{"type":"string"},{"type":"null"}]},
          "in":{"type":["integer","number"]},"is":{"type":["integer","string"]},
          "so":{"type":["string","object"]},
          "big":{"type":"integer","maximum":99999999999999999999}
          """#.split(separator: "\n").joined()
        )
      ])
      #expect(
        try warehouse.database.rows(types) == [
          "id|text", "i|bigint", "n|numeric", "b|boolean", "t|timestamp with time zone", "d|date",
          "o|jsonb", "a|jsonb", "any|jsonb", "u|text", "in|numeric", "is|text", "so|jsonb",
          "big|numeric", "extra|jsonb", "_sdc_table_version|bigint",
          "_sdc_extracted_at|timestamp with time zone", "_sdc_batched_at|timestamp with time zone",
        ]
      )
    }
  }

  @Test("new properties become columns")
  func newPropertiesBecomeColumns() throws {
    try withWarehouse { warehouse in
      let id = #""id":{"type":"integer"}"#
      // Within one transaction, then in a later run, then in one without any SCHEMA.
      try warehouse.mustLoad([
        Message.schema("things", id), Message.record("things", #""id":1,"a":"early""#),
        Message.schema("things", id + #","a":{"type":"string"}"#),
        Message.record("things", #""id":2,"a":"x""#),
      ])
      try warehouse.mustLoad([
        Message.schema("things", id + #","b":{"type":"boolean"},"a":{"type":"string"}"#),
        Message.record("things", #""id":3,"a":"y","b":true"#),
      ])
      try warehouse.mustLoad([Message.record("things", #""id":4,"b":false,"c":1"#)])
      #expect(
        try warehouse.database.rows("select id, a, b, extra from sms.things order by id") == [
          #"1|NULL|NULL|{"a": "early"}"#, "2|x|NULL|NULL", "3|y|t|NULL", #"4|NULL|f|{"c": 1}"#,
        ]
      )
    }
  }

  @Test("a changed type goes to a second column")
  func aChangedTypeGoesToASecondColumn() throws {
    try withWarehouse { warehouse in
      func load(_ type: String, _ fields: String) throws {
        try warehouse.mustLoad([
          Message.schema("things", #""id":{"type":"integer"},"v":{"type":"\#(type)"}"#),
          Message.record("things", fields),
        ])
      }
      try load("integer", #""id":1,"v":1"#)
      try load("integer", #""id":2,"v":2"#)
      try load("string", #""id":2,"v":"two""#)
      try load("number", #""id":3,"v":3.5"#)
      try load("integer", #""id":4,"v":4"#)
      #expect(
        try warehouse.database.rows(
          "select id, v, v__text, v__numeric from sms.things order by id"
        )
          == ["1|1|NULL|NULL", "2|NULL|two|NULL", "3|NULL|NULL|3.5", "4|4|NULL|NULL"]
      )
    }
  }

  @Test("awkward names become columns")
  func awkwardNamesBecomeColumns() throws {
    try withWarehouse { warehouse in
      let long = String(repeating: "n", count: 80)
      let names = [
        "id", "ID", "select", "Order ID", "ctid", "_sdc_extracted_at", "extra", "_seq", "1st", "é",
        #"quo\"te"#, "a.b", "a-b", long + "1", long + "2", "",
      ]
      let properties = names.map { #""\#($0)":{"type":"string"}"# }.joined(separator: ",")
      let fields = names.map { #""\#($0)":"is \#($0)""# }
      for _ in 0..<2 {
        try warehouse.mustLoad([
          Message.schema("things", properties),
          Message.record("things", fields.joined(separator: ",")),
        ])
      }
      let rows = try warehouse.database.rows(types)
      #expect(rows.count == names.count + 4)
      #expect(rows.contains("select|text") && rows.contains("order_id|text"))
      #expect(rows.contains("ctid_|text") && rows.contains("_1st|text") && rows.contains("é|text"))
      let row = try warehouse.database.row("select id, \"select\", order_id from sms.things")
      #expect(row == "is id|is select|is Order ID")
    }
  }

  @Test("stream names become tables")
  func streamNamesBecomeTables() throws {
    try withWarehouse { warehouse in
      let streams = ["Select", "my stream", "obt_orders", "etl_state", "café.x", "select"]
      let lines = streams.flatMap {
        [
          Message.schema($0, #""id":{"type":"string"}"#),
          Message.record($0, #""id":"\#($0)""#),
        ]
      }
      try warehouse.mustLoad(lines)
      let outcome = try warehouse.mustLoad(lines)
      #expect(outcome.errors.contains("unchanged 6"), "\(outcome)")
      let tables = try warehouse.database.rows("select table_name from sms.etl_streams order by 1")
      #expect(
        tables.sorted() == [
          "café_x", "etl_state__stream", "my_stream", "obt_orders__stream", "select",
          "select__stream",
        ]
      )
    }
  }

  @Test("without a key rows are appended")
  func withoutAKeyRowsAreAppended() throws {
    try withWarehouse { warehouse in
      let lines = [
        Message.schema("things", #""v":{"type":"integer"}"#, key: ""),
        Message.record("things", #""v":1"#), Message.record("things", #""v":1"#),
      ]
      try warehouse.mustLoad(lines)
      try warehouse.mustLoad(lines)
      #expect(try warehouse.database.row("select count(*) from sms.things") == "4")
    }
  }

  @Test("a changed key is refused")
  func aChangedKeyIsRefused() throws {
    try withWarehouse { warehouse in
      let properties = #""id":{"type":"integer"},"v":{"type":"integer"}"#
      try warehouse.mustLoad([Message.schema("things", properties)])
      let other = try warehouse.load([
        Message.schema("things", properties, key: #""v""#), Message.state(),
      ])
      #expect(other.status == 65, "\(other)")
      let retyped = try warehouse.load([
        Message.schema("things", #""id":{"type":"boolean"}"#), Message.state(),
      ])
      #expect(retyped.status == 65, "\(retyped)")
      #expect(retyped.errors.contains("key property id"))
    }
  }

  @Test("a key must be there")
  func aKeyMustBeThere() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(
        [
          Message.schema("things", #""v":{"type":"integer"}"#, key: #""id","part""#),
          Message.record("things", #""id":1,"part":null,"v":1"#),
          Message.record("things", #""part":1,"v":1"#),
          Message.record("things", #""id":1,"part":{"x":1},"v":1"#),
          Message.record("things", #""id":1,"part":2,"v":1"#),
        ],
        "--rejects",
        "rejects.ndjson"
      )
      #expect(try warehouse.rejects().count == 3)
      #expect(try warehouse.database.rows("select id, part, v from sms.things") == ["1|2|1"])
    }
  }

  @Test("a bad schema is a reject")
  func aBadSchemaIsAReject() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(
        [
          #"{"type":"SCHEMA","stream":"things"}"#,
          #"{"type":"SCHEMA","stream":"things","schema":{},"key_properties":"id"}"#,
          Message.order(1),
        ],
        "--rejects",
        "rejects.ndjson"
      )
      let rejects = try warehouse.rejects()
      #expect(rejects.count == 2)
      #expect(rejects.allSatisfy { $0.contains(#""code":"invalid_schema""#) })
    }
  }

  @Test("more columns than a table can hold go to extra")
  func moreColumnsThanATableCanHoldGoToExtra() throws {
    try withWarehouse { warehouse in
      let properties = (0..<1700).map { #""p\#($0)":{"type":"integer"}"# }
      let fields = (0..<1700).map { #""p\#($0)":\#($0)"# }
      try warehouse.mustLoad([
        Message.schema("things", properties.joined(separator: ","), key: #""p0""#),
        Message.record("things", fields.joined(separator: ",")),
      ])
      #expect(
        try warehouse.database.row(
          "select p399, extra -> 'p400', extra -> 'p1699' from sms.things"
        )
          == "399|400|1699"
      )
    }
  }
}
