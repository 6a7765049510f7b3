import TestSupport
import Testing
import Wire

@Suite("transform-events")
struct TransformEventsTests {
  private static let mapping = """
    {"streams": {"s": {"id": "id", "time": "at", "phone": ["phone", "customer.phone"],
      "email": "email", "subscriber_id": "sid", "events": [
        {"type": "Booked!", "when": {"kind": ["Room Booked", "other"], "paid": "true"},
         "targets": "targets",
         "properties": {"n": "integer", "x": "number", "m": "money", "b": "boolean", "d": "date",
           "t": "datetime", "s": "string", "any": "any", "deep": {"from": ["a.b", "c"], "type": "string"}}},
        {"type": "Rest"}]}}}
    """

  private static func record(_ more: String, targets: String = #""both""#) -> String {
    let comma = more.isEmpty ? "" : ","
    return #"{"at":"2026-01-02T03:04:05Z","email":"a@b.example","kind":"room_booked","paid":true,"#
      + #""targets":\#(targets)\#(comma)\#(more)}"#
  }

  /// The properties of one event that is made of a record with some members more.
  private func properties(_ more: String) throws -> String? {
    let made = try Transforming(Self.mapping, "s", [Self.record(more)]).records()
    return made.first?["properties"]?.text
  }

  @Test(
    "a property has the type that the mapping says",
    arguments: [
      (#""n":5"#, #"{"n":5}"#), (#""n":"5""#, #"{"n":5}"#), (#""n":5.0"#, #"{"n":5}"#),
      (#""n":" -7 ""#, #"{"n":-7}"#),
      (#""n":123456789012345678901234567890"#, #"{"n":123456789012345678901234567890}"#),
      (#""n":1e3"#, #"{"n":1000}"#), (#""n":"""#, "{}"), (#""n":null"#, "{}"),
      (#""x":12.50"#, #"{"x":12.50}"#), (#""x":"0.10""#, #"{"x":0.10}"#),
      (#""m":12.50"#, #"{"m":"12.50"}"#),
      (#""m":"1234567890123456.7890""#, #"{"m":"1234567890123456.7890"}"#),
      (#""b":true"#, #"{"b":true}"#), (#""b":"False""#, #"{"b":false}"#),
      (#""d":"2026-01-31""#, #"{"d":"2026-01-31"}"#),
      (#""d":"2026-01-31T20:00:00-05:00""#, #"{"d":"2026-02-01T01:00:00Z"}"#),
      (#""t":"2026-03-08T02:30:00-05:00""#, #"{"t":"2026-03-08T07:30:00Z"}"#),
      (#""s":9001"#, #"{"s":"9001"}"#), (#""s":"""#, #"{"s":""}"#),
      (#""s":"q\"\u00e9\n""#, #"{"s":"q\"é\n"}"#),
      (#""a":{"b":"in"},"c":"out""#, #"{"deep":"in"}"#),
      (#""a":{"b":null},"c":"out""#, #"{"deep":"out"}"#),
      (#""a":5,"c":"out""#, #"{"deep":"out"}"#),
      (
        #""any":{"a":{"b":1.50},"c":[true,"x"],"d":null}"#,
        #"{"any_a_b":1.50,"any_c_1":true,"any_c_2":"x"}"#
      ),
      (#""any":5"#, #"{"any":5}"#),
    ]
  )
  func types(source: String, expected: String) throws {
    #expect(try properties(source) == expected)
  }

  @Test(
    "what is not of its type is a reject, and the others go on",
    arguments: [
      (#""n":"n/a""#, "invalid_integer"), (#""n":5.5"#, "invalid_integer"),
      (#""n":true"#, "invalid_integer"),
      (#""x":"1,5""#, "invalid_number"), (#""m":{}"#, "invalid_number"),
      (#""b":1"#, "invalid_boolean"),
      (#""d":"2026-02-30""#, "no_such_day"), (#""t":"2026-01-31""#, "no_time_of_day"),
      (#""t":"2026-01-31T08:00:00""#, "no_offset"), (#""s":[1]"#, "invalid_text"),
      (#""any":{"a":{"b":1},"a_b":2}"#, "duplicate_field"), (#""n":1,"n":2"#, "duplicate_field"),
      (#""phone":"555-0146""#, "invalid_phone"), (#""phone":"+1202555014""#, "invalid_phone"),
      (#""sid":"8123""#, "invalid_identifier"),
    ]
  )
  func rejects(source: String, code: String) throws {
    let record = Self.record(source)
    let run = try Transforming(
      Self.mapping,
      "s",
      [record, Self.record("")],
      "--rejects",
      "rejects"
    )
    #expect(run.outcome.succeeded, "\(run.outcome)")
    #expect(run.rejects.contains(#""code":"\#(code)""#), "\(run.outcome)")
    #expect(run.outcome.errors.contains("read 2, written 1, rejected 1"))
    #expect(!run.outcome.errors.contains("555"), "a phone number is in no log")
  }

  @Test(
    "a phone number becomes E.164",
    arguments: [
      ("+1-202-555-0146", "+12025550146", ""), ("(202) 555-0146", "+12025550146", "US"),
      ("12025550146", "+12025550146", "US"), ("07911 123456", "+447911123456", "GB"),
      ("0151 12345678", "+4915112345678", "49"), ("0049 151 12345678", "+4915112345678", "US"),
    ]
  )
  func phones(text: String, expected: String, country: String) throws {
    let arguments = country.isEmpty ? "1" : country
    let made = try Transforming(
      Self.mapping,
      "s",
      [Self.record(#""customer":{"phone":"\#(text)"}"#)],
      "--country",
      arguments
    ).records()
    #expect(made.first?["phone"]?.string == expected)
  }

  @Test("the time is UTC in the API's form, whatever zone the machine is in")
  func times() throws {
    let one = [
      Self.record(#""id":1"#).replacing("2026-01-02T03:04:05Z", with: "2026-03-08T02:30:00-05:00")
    ]
    let made = try Transforming(Self.mapping, "s", one, environment: ["TZ": "Asia/Tokyo"]).records()
    #expect(made.first?["occurred_at"]?.string == "2026-03-08 07:30:00.000000")
    let local = [Self.record("").replacing("03:04:05Z", with: "03:04:05.25")]
    let refused = try Transforming(Self.mapping, "s", local)
    #expect(refused.outcome.status == 65 && refused.outcome.errors.contains("no offset"))
    let zoned = try Transforming(Self.mapping, "s", local, "--timezone", "America/New_York")
      .records()
    #expect(zoned.first?["occurred_at"]?.string == "2026-01-02 08:04:05.250000")
    let before1970 = [
      Self.record("").replacing("2026-01-02T03:04:05Z", with: "1969-12-31T23:59:59.5")
    ]
    let old = try Transforming(Self.mapping, "s", before1970, "--timezone", "UTC").records()
    #expect(old.first?["occurred_at"]?.string == "1969-12-31 23:59:59.500000")
  }

  @Test("an event has the same external_id in every run, and another event another")
  func identifiers() throws {
    let records = [
      Self.record(#""id":"e1""#), Self.record(#""n":1"#), Self.record(#""n":2"#),
      Self.record(#""n":1,"phone":"+12025550146""#),
    ]
    let first = try Transforming(Self.mapping, "s", records).records()
    let again = try Transforming(Self.mapping, "s", records.reversed()).records()
    let ids = first.compactMap { $0["external_id"]?.string }
    #expect(ids.first == "Booked:e1")
    #expect(Set(ids).count == 4)
    #expect(again.compactMap { $0["external_id"]?.string } == ids.reversed())
  }

  @Test("a record is for its targets, becomes its event, and needs a person")
  func skipped() throws {
    let none = #"{"at":"2026-01-02T03:04:05Z","kind":"x","phone":"  ","email":null}"#
    let records = [
      Self.record(""), none, Self.record("", targets: #"["Klaviyo"]"#),
      Self.record("", targets: "[]"), Self.record("").replacing("true", with: "false"),
    ]
    let run = try Transforming(Self.mapping, "s", records)
    #expect(try run.records().compactMap { $0["type"]?.string } == ["Booked", "Rest"])
    #expect(
      run.outcome.errors.contains("read 5, written 2, rejected 0, skipped 3"),
      "\(run.outcome)"
    )
    #expect(run.outcome.errors.contains("for other targets 2"))
    #expect(run.outcome.errors.contains("without phone or email 1"))
    let other = try Transforming(Self.mapping, "s", records, "--target", "klaviyo").records()
    #expect(other.count == 3)
  }

  @Test("a target that nobody knows is a reject")
  func unknownTarget() throws {
    let record = Self.record("", targets: #""Postscrpt""#)
    let run = try Transforming(Self.mapping, "s", [record], "--rejects", "rejects")
    #expect(run.rejects.contains(#""code":"unknown_word""#), "\(run.outcome)")
  }

  @Test("items beyond the limit are counted, not sent")
  func items() throws {
    let offers = (1...25).map { #"{"title":"T\#($0)"}"# }.joined(separator: ",")
    let record = """
      {"event":"Upsell Recommendations","occurred_at":"2026-01-02T03:04:05Z","email":"a@b.example",\
      "integrations":"both","offers":[\(offers)]}
      """
    let run = try Transforming(
      "order-editing",
      "order_editing_events",
      [record],
      "--max-items",
      "4"
    )
    let made = try run.records()
    #expect(
      made.first?["properties"]?.text
        == #"{"offer_count":25,"title_1":"T1","title_2":"T2","title_3":"T3","title_4":"T4"}"#
    )
    #expect(run.outcome.errors.contains("items left out 21"))
  }

  @Test("two types that become one end the run before anything is written")
  func clash() throws {
    let mapping =
      #"{"streams":{"s":{"email":"email","time":"at","events":[{"type":"A B","when":{"k":"1"}},{"type":"A-B"}]}}}"#
    let run = try Transforming(mapping, "s", [Self.record(#""k":"1""#)])
    #expect(run.outcome.status == 78)
    #expect(run.outcome.output.isEmpty)
    #expect(run.outcome.errors.contains("\"A B\"") && run.outcome.errors.contains("\"A-B\""))
  }

  @Test("messages of other streams pass through, byte for byte and in order")
  func others() throws {
    let lines = [
      #"{"type":"SCHEMA","stream":"x", "schema":{}, "key_properties":["id"]}"#,
      #"{"type":"RECORD","stream":"x","record":{"id": 1}}"#,
      #"{"type":"RECORD","stream":"s","record":\#(Self.record("")),"time_extracted":"2026-01-03T00:00:00Z"}"#,
      #"{"type":"STATE","value":{"n":1}}"#,
      #"{"type":"ACTIVATE_VERSION","stream":"x","version":1}"#,
      #"{"type":"STATE","value":{"n":2}}"#,
    ]
    let outcome = try withWorkspace { work in
      let mapping = try work.write("mapping.json", Self.mapping)
      return try work.run(
        .built("transform-events", "--mapping", mapping),
        input: .text(lines.map { $0 + "\n" }.joined())
      ).orThrow()
    }
    let others = outcome.lines.filter { !$0.contains("postscript_events") }
    #expect(others == [lines[0], lines[1], lines[3], lines[4], lines[5]])
    let made = outcome.lines.firstIndex {
      $0.contains("\"RECORD\",\"stream\":\"postscript_events\"")
    }
    #expect(made == 3)
    #expect(outcome.lines[3].hasSuffix(#""time_extracted":"2026-01-03T00:00:00Z"}"#))
  }
}
