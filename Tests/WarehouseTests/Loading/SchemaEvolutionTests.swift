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
          "big":{"type":"integer","maximum":99999999999999999999},
          "sb":{"type":["null","string","boolean"]},"bi":{"type":["boolean","integer"]},
          "sd":{"type":["null","string"],"format":"singer.decimal"},
          "xd":{"type":"string","format":"x-singer.decimal"},"ao":{"type":["array","object"]},
          "or":{"anyOf":[{"type":"string"},{}]},"all":{"allOf":[{"type":"string"},{"minLength":1}]}
          """#.split(separator: "\n").joined()
        )
      ])
      #expect(
        try warehouse.database.rows(types) == [
          "id|text", "i|bigint", "n|numeric", "b|boolean", "t|timestamp with time zone", "d|date",
          "o|jsonb", "a|jsonb", "any|jsonb", "u|text", "in|numeric", "is|text", "so|jsonb",
          "big|numeric", "sb|text", "bi|text", "sd|numeric", "xd|numeric", "ao|jsonb", "or|jsonb",
          "all|text", "extra|jsonb", "_sdc_table_version|bigint",
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
      let long = (0..<33).map { #""k\#($0)""# }.joined(separator: ",")
      let tooMany = try warehouse.load([Message.schema("other", properties, key: long)])
      #expect(tooMany.status == 65 && tooMany.errors.contains("names 33 key"), "\(tooMany)")
    }
  }

  @Test(
    "a key of whole numbers can become one of numbers or of text",
    arguments: ["number", "string"]
  )
  func aWiderKey(_ type: String) throws {
    try withWarehouse { warehouse in
      let value = type == "string" ? #""b""# : "2.5"
      let wider = [
        Message.schema("things", #""id":{"type":"\#(type)"},"v":{"type":"integer"}"#),
        Message.record("things", #""id":\#(value),"v":2"#),
      ]
      // In one load, and in the next.
      try warehouse.mustLoad(
        [
          Message.schema("things", #""id":{"type":"integer"},"v":{"type":"integer"}"#),
          Message.record("things", #""id":1,"v":1"#),
        ] + wider
      )
      try warehouse.mustLoad(wider + [Message.record("things", #""id":1,"v":3"#)])
      let narrow = [
        Message.schema("things", #""id":{"type":"integer"},"v":{"type":"integer"}"#),
        Message.record("things", #""id":1,"v":4"#),
      ]
      try warehouse.mustLoad(narrow)
      let rows = try warehouse.database.rows("select id, v from sms.things order by v")
      #expect(rows == [type == "string" ? "b|2" : "2.5|2", "1|4"])
    }
  }

  @Test("a key may be named twice, and stands first whatever its place")
  func aKeyComesFirst() throws {
    try withWarehouse { warehouse in
      let properties =
        (0..<450).map { #""p\#($0)":{"type":"string"}"# } + [#""id":{"type":"integer"}"#]
      for _ in 0..<2 {
        try warehouse.mustLoad([
          Message.schema("things", properties.joined(separator: ","), key: #""id","id""#),
          Message.record("things", #""p0":"a","p449":"b","id":1"#),
        ])
      }
      let rows = try warehouse.database.rows("select id, p0, extra from sms.things")
      #expect(rows == [#"1|a|{"p449": "b"}"#])
    }
  }

  @Test("what a schema does not name keeps its value")
  func deselected() throws {
    let all = #""id":{"type":"integer"},"name":{"type":"string"},"note":{"type":"string"}"#
    let few = #""id":{"type":"integer"},"name":{"type":"string"}"#
    func record(_ id: Int, _ name: String, _ note: String? = nil) -> String {
      let more = note.map { #","note":"\#($0)""# } ?? ""
      return Message.record("things", #""id":\#(id),"name":"\#(name)"\#(more)"#)
    }
    func rows(_ warehouse: TestWarehouse) throws -> [String] {
      try warehouse.database.rows("select id, name, note from sms.things order by id")
    }
    try withWarehouse { warehouse in
      try warehouse.mustLoad([
        Message.schema("things", all), record(1, "a", "kept"), record(2, "b", "too"),
      ])
      let less = try warehouse.mustLoad([
        Message.schema("things", few), record(1, "a2"), record(2, "b"),
      ])
      #expect(less.errors.contains("updated 1, unchanged 1"), "\(less)")
      #expect(try rows(warehouse) == ["1|a2|kept", "2|b|too"])
      // Within one load, to and fro: the record that came last counts, by what its schema named.
      try warehouse.mustLoad([
        Message.schema("things", all), record(1, "z", "first"), record(2, "z", "first"),
        Message.schema("things", few), record(1, "m"), record(3, "n"),
        Message.schema("things", all), record(3, "a", "last"), Message.schema("things", few),
        record(3, "b"),
      ])
      #expect(try rows(warehouse) == ["1|m|first", "2|z|first", "3|b|last"])
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
