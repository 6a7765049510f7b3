import TestSupport
import Testing

/// Every value that a column can hold arrives as it was sent.
@Suite("Stored values")
struct StoredValueTests {
  /// A JSON value, the JSON Schema of its property, and what PostgreSQL shows of it.
  struct Value: Sendable {
    let schema: String
    let json: String
    let shown: String

    init(_ schema: String, _ json: String, _ shown: String) {
      (self.schema, self.json, self.shown) = (schema, json, shown)
    }
  }

  private static let text = #"{"type":"string"}"#
  private static let number = #"{"type":["null","number"]}"#
  private static let integer = #"{"type":"integer"}"#
  private static let boolean = #"{"type":"boolean"}"#
  private static let time = #"{"type":"string","format":"date-time"}"#
  private static let date = #"{"type":"string","format":"date"}"#
  private static let object = #"{"type":["object","null"]}"#
  private static let array = #"{"type":["array","null"]}"#
  private static let any = "{}"
  private static let textOrObject = #"{"type":["string","object"]}"#
  private static let textOrBoolean = #"{"type":["null","string","boolean"]}"#
  private static let booleanOrInteger = #"{"anyOf":[{"type":"boolean"},{"type":"integer"}]}"#
  private static let decimal = #"{"type":["null","string"],"format":"singer.decimal"}"#
  private static let zeros = String(repeating: "0", count: 200)

  static let values: [Value] = [
    Value(text, #""""#, ""), Value(text, #""plain""#, "plain"),
    Value(text, #""a\tb\\c\"\u00e9\ud83d\ude00/\/""#, "a\tb\\c\"é😀//"),
    Value(text, #""NULL""#, "NULL"), Value(text, #""\\N""#, #"\N"#),
    Value(text, "9007199254740993", "9007199254740993"), Value(text, "1.50", "1.50"),
    Value(number, "0", "0"), Value(number, "-0", "0"), Value(number, "-0.00", "0.00"),
    Value(number, "12.50", "12.50"), Value(number, "-0.05", "-0.05"),
    Value(number, "10000", "10000"),
    Value(number, "99999999", "99999999"), Value(number, "0.00010", "0.00010"),
    Value(number, "100000000.00000001", "100000000.00000001"),
    Value(
      number,
      "12345678901234567890123456789012345678901234567890.123456789",
      "12345678901234567890123456789012345678901234567890.123456789"
    ),
    Value(number, "1e3", "1000"), Value(number, "1.5e1", "15"), Value(number, "1.25E-3", "0.00125"),
    Value(number, "-12.34e5", "-1234000"), Value(number, "1e200", "1\(zeros)"),
    Value(number, "0e9999", "0"), Value(number, #""19.99""#, "19.99"),
    Value(integer, "9007199254740993", "9007199254740993"),
    Value(integer, "9223372036854775807", "9223372036854775807"),
    Value(integer, "-9223372036854775808", "-9223372036854775808"),
    Value(integer, "5.0", "5"), Value(integer, "1e3", "1000"), Value(integer, "-0", "0"),
    Value(integer, #""42""#, "42"), Value(integer, "0e99999999999999999999", "0"),
    Value(boolean, "true", "true"), Value(boolean, "false", "false"),
    Value(time, #""2024-02-29T23:59:59Z""#, "2024-02-29 23:59:59+00"),
    Value(time, #""2024-01-01T00:00:00.123456+05:30""#, "2023-12-31 18:30:00.123456+00"),
    Value(time, #""2024-01-01T00:00:00""#, "2024-01-01 00:00:00+00"),
    Value(time, #""0001-01-01T00:00:00Z""#, "0001-01-01 00:00:00+00"),
    Value(time, #""9999-12-31T23:59:59.999999Z""#, "9999-12-31 23:59:59.999999+00"),
    Value(date, #""2024-02-29""#, "2024-02-29"), Value(date, #""0001-01-01""#, "0001-01-01"),
    Value(object, #"{"b":[1.50,null],"a":"\u00e9\""}"#, #"{"a": "é\"", "b": [1.50, null]}"#),
    Value(object, "[]", "[]"), Value(object, #""just text""#, #""just text""#),
    Value(object, "-1.0e-5", "-0.000010"),
    Value(object, #""{\"key\": \"Value\", \"n\": 1.50}""#, #"{"n": 1.50, "key": "Value"}"#),
    Value(array, #"" [1,2]\n""#, "[1, 2]"), Value(array, #""[1,""#, #""[1,""#),
    Value(any, #""{}""#, #""{}""#), Value(textOrObject, #""[1]""#, #""[1]""#),
    Value(textOrBoolean, "true", "true"), Value(textOrBoolean, #""yes""#, "yes"),
    Value(booleanOrInteger, "false", "false"), Value(booleanOrInteger, "7", "7"),
    Value(decimal, #""12.3400""#, "12.3400"), Value(decimal, #""-1E+2""#, "-100"),
    Value(time, #""2024-01-01T00:00:00.1234567Z""#, "2024-01-01 00:00:00.123457+00"),
    Value(time, #""2024-01-01T00:00:00.123456499""#, "2024-01-01 00:00:00.123456+00"),
    Value(time, #""2024-12-31T23:59:59.9999995Z""#, "2025-01-01 00:00:00+00"),
    Value(time, #""2016-12-31T23:59:60Z""#, "2017-01-01 00:00:00+00"),
    Value(time, #""2016-12-31T18:59:60.5-05:00""#, "2017-01-01 00:00:00.5+00"),
  ]

  @Test("every value arrives as sent")
  func everyValueArrivesAsSent() throws {
    try withWarehouse { warehouse in
      let properties = Self.values.enumerated().map { #""v\#($0)":\#($1.schema)"# }
      let fields = Self.values.enumerated().map { #""v\#($0)":\#($1.json)"# }
      let nulls = Self.values.indices.map { #""v\#($0)":null"# }
      try warehouse.mustLoad([
        Message.schema("every", properties.joined(separator: ","), key: ""),
        Message.record("every", fields.joined(separator: ",")),
        Message.record("every", nulls.joined(separator: ",")),
      ])
      for (index, value) in Self.values.enumerated() {
        let rows = try warehouse.database.rows(
          "select '<' || v\(index)::text || '>' from sms.every order by v\(index) is null"
        )
        #expect(rows == ["<\(value.shown)>", "NULL"], "\(value)")
      }
    }
  }

  /// A schema, a value that it does not allow, and what is said of it.
  static let refused = [
    Value(text, "true", "field v: true is not a string"),
    Value(object, #""\"x\"""#, "is a string that holds neither an object nor an array"),
    Value(object, #""null""#, #""null" is a string that holds neither"#),
    Value(number, "true", "field v: true is not a number"),
    Value(decimal, #""NaN""#, #""NaN" is not a number"#),
    Value(time, "5", "field v: 5 is not a time"),
    Value(time, #""2024-01-01T00:00:61Z""#, "is not a time"),
  ]

  @Test("what a schema does not allow is named as it is", arguments: refused)
  func whatASchemaDoesNotAllow(value: Value) throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.load([
        Message.schema("every", #""v":\#(value.schema)"#, key: ""),
        Message.record("every", #""v":\#(value.json)"#), Message.state(),
      ])
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.errors.contains(value.shown), "\(outcome)")
    }
  }

  @Test("a document in a string is no string in a table of ours either")
  func documentsInStrings() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([
        Message.order(1, #""tags":"[\"a\"]""#), Message.order(2, #""tags":"a, b""#),
      ])
      #expect(
        try warehouse.database.rows("select tags from sms.shopify_orders order by order_id")
          == [#"["a"]"#, #""a, b""#]
      )
    }
  }

  @Test("a name that no index can hold is told apart all the same")
  func longNames() throws {
    func claim(_ order: Int, _ field: String, _ text: String) -> String {
      Message.record(
        "attributed_orders",
        #""store_id":"s","source_system":"p","order_id":"\#(order)","message_id":"m","#
          + #""order_at":"2026-03-01T12:00:00Z","\#(field)":"\#(text)""#
      )
    }
    // Random text, since the database would shrink any other before it is too long.
    var random = SplitMix64(seed: 7)
    let long = (0..<3000).map { _ in String(UnicodeScalar(UInt8(97 + random.next() % 26))) }
      .joined()
    try withWarehouse { warehouse in
      try warehouse.mustLoad([
        claim(1, "campaign_name", long), claim(2, "campaign_id", long),
        claim(3, "campaign_name", "short"),
      ])
      let row = try warehouse.database.row(
        "select count(distinct campaign_ref), max(length(campaign_name)) from sms.claim_outcomes"
      )
      #expect(row == "3|3000")
      for field in ["currency", "matched_order_id"] {
        let outcome = try warehouse.load([claim(4, field, long), Message.state()])
        #expect(
          outcome.status == 65 && outcome.errors.contains("field \(field): has 3000"),
          "\(outcome)"
        )
      }
      let order = try warehouse.load([Message.order(1, #""order_name":"\#(long)""#)])
      #expect(order.errors.contains("field order_name: has 3000 bytes"), "\(order)")
    }
  }

  @Test("fields without a column are kept")
  func fieldsWithoutAColumnAreKept() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([
        Message.order(1, #""total_price":5.00,"gift":{"to":"é"},"note\u0021":1e2,"none":null"#),
        Message.order(2, #""total_price":6"#),
      ])
      let rows = try warehouse.database.rows(
        "select total_price, extra from sms.shopify_orders order by order_id"
      )
      #expect(rows == [#"5.00|{"gift": {"to": "é"}, "note!": 100}"#, "6|NULL"])
    }
  }

  @Test("defaults of the table replace missing fields")
  func defaultsOfTheTableStandForMissingFields() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([
        Message.record(
          "message_performance",
          #""source_system":"klaviyo","date":"2024-05-01","message_id":"m","campaign_name":"c""#
        )
      ])
      let row = try warehouse.database.row(
        "select store_id, granularity, campaign_ref from sms.message_performance"
      )
      #expect(row == "default|day|name:c")
    }
  }

  @Test("bare records need no envelope")
  func bareRecordsNeedNoEnvelope() throws {
    try withWarehouse { warehouse in
      let known = #"{"store_id":"s","order_id":"7","total_price":1.10}"#
      #expect(try warehouse.load([known], "--stream", "shopify_orders").succeeded)
      #expect(try warehouse.database.row("select total_price from sms.shopify_orders") == "1.10")
      let outcome = try warehouse.load(
        [#"{"id":9007199254740993,"v":[1]}"#, #"{"id":"b","w":true}"#],
        "--stream",
        "visits",
        "--key",
        "id"
      )
      #expect(outcome.succeeded, "\(outcome)")
      let rows = try warehouse.database.rows("select id, extra from sms.visits order by id")
      #expect(rows == [#"9007199254740993|{"v": [1]}"#, #"b|{"w": true}"#])
    }
  }

  @Test("a record of many megabytes fits")
  func aRecordOfManyMegabytesFits() throws {
    try withWarehouse { warehouse in
      let long = String(repeating: "x", count: 15 << 20)
      let outcome = try warehouse.mustLoad([
        Message.order(1, #""tags":["\#(long)"]"#), Message.order(2, #""odd":"\#(long)""#),
        Message.order(3, #""email":"\#(long)\n""#),
      ])
      #expect(outcome.peakMemory <= 64 << 10, "\(outcome.peakMemory) KiB")
      let lengths = try warehouse.database.row(
        "select sum(length(tags ->> 0)), sum(length(extra ->> 'odd')), sum(length(email)) "
          + "from sms.shopify_orders"
      )
      #expect(lengths == "\(15 << 20)|\(15 << 20)|\((15 << 20) + 1)")
    }
  }
}
