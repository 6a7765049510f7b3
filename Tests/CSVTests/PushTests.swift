import TestSupport
import Testing

/// Unloads of what Postscript's Data Warehouse Push writes.
@Suite("Data Warehouse Push")
struct PushTests {
  private static let header =
    "ATTRIBUTION_ID,MESSAGE_ID,ORDER_ID,AMOUNT_IN_CENTS,ACTION_TYPE,COUPON_USED,SHOP_ID,SUBSCRIBER_ID,"
    + "CUSTOMER_ID,MINUTES_FROM_ACTION,ORDER_CREATED_AT,_UPDATED_AT,__SYNCED_AT\n"

  private static func row(
    _ cents: String,
    _ action: String,
    _ minutes: String,
    _ at: String,
    order: Int = 5001
  ) -> String {
    "a,m1,\(order),\(cents),\(action),,sh,s1,c1,\(minutes),\(at),2026-01-03,2026-01-03\n"
  }

  @Test("amounts come from cents, and touches from the minutes before the order")
  func attribution() throws {
    let rows = [
      Self.row("4050", "click", "90", "2026-01-02 12:00:00.000 +0000"),
      Self.row("7", "view", "0.5", "2026-01-02T12:00:00Z", order: 5002),
      Self.row("100", "", "1440", "2026-01-02T12:00:00+01:00", order: 5003),
      Self.row("-150", "other", "", "2026-01-02T12:00:00Z", order: 5004),
      Self.row("", "click", "0", "2024-03-01T00:00:00Z", order: 5005),
    ]
    let run = try ExtractRun(Self.header + rows.joined(), "--profile", "auto", "--currency", "USD")
    #expect(run.codes == [])
    #expect(run.texts("claimed_revenue") == ["40.50", "0.07", "1.00", "-1.50", "null"])
    #expect(
      run.texts("clicked_at") == [
        "2026-01-02T10:30:00Z", "null", "null", "null", "2024-03-01T00:00:00Z",
      ]
    )
    #expect(
      run.texts("sent_at") == [
        "null", "2026-01-02T11:59:30Z", "2026-01-01T11:00:00Z", "null", "null",
      ]
    )
    #expect(run.texts("attribution_type") == ["click", "view", "unknown", "unknown", "click"])
    #expect(run.texts("source_system") == Array(repeating: "postscript", count: 5))
  }

  @Test("an action that nobody understands is named, and its time is that of no send")
  func unknownAction() throws {
    let rows = ["tapped", "tapped", "view"].enumerated().map {
      Self.row("100", $0.element, "90", "2026-01-02T12:00:00Z", order: 5001 + $0.offset)
    }
    let run = try ExtractRun(Self.header + rows.joined(), "--profile", "postscript-attribution")
    #expect(run.texts("sent_at") == ["null", "null", "2026-01-02T10:30:00Z"])
    #expect(run.texts("clicked_at") == ["null", "null", "null"])
    let name = "\"tapped\" in the column \"ACTION_TYPE\" is no known attribution_type"
    #expect(run.outcome.errors.split(separator: name).count == 2, "\(run.outcome)")
  }

  @Test("words that nobody understands are named, a few of many")
  func unknownWords() throws {
    let rows = (0..<40).map { "\($0 + 1),1.00,word\($0)\n" } + ["99,1.00,unknown\n"]
    let run = try ExtractRun(
      "Order ID,Revenue,Message Type\n" + rows.joined(),
      "--profile",
      "postscript-revenue"
    )
    let lines = run.outcome.errors.split(separator: "\n").filter { $0.contains("no known") }
    #expect(lines.count == 1 && lines[0].contains("and maybe others"), "\(run.outcome)")
    #expect(lines[0].contains("message_type") && lines[0].contains("\"word0\""))
  }

  @Test(
    "what is no count of cents or minutes is a reject",
    arguments: [
      ("40.5", "5", "invalid_integer"), ("4.050", "5", "invalid_integer"),
      ("40 50", "5", "invalid_number"), ("1.23E+05", "5", "invalid_number"),
      ("400", "-5", "negative_count"), ("400", "soon", "invalid_number"),
      ("400", "99999999999999999999", "invalid_number"),
    ]
  )
  func rejects(_ cents: String, _ minutes: String, _ code: String) throws {
    let row = Self.row(cents, "click", minutes, "2026-01-02T12:00:00Z")
    let run = try ExtractRun(Self.header + row, "--profile", "postscript-attribution")
    #expect(run.codes == [code])
  }

  @Test(
    "a number of cents may be written as counts are",
    arguments: [
      ("1475.0", "14.75"), ("(1475)", "-14.75"), ("1,475", "14.75"), ("0", "0.00"),
      ("-0", "0.00"), ("=\"1475\"", "14.75"),
    ]
  )
  func cents(_ cents: String, _ amount: String) throws {
    let cell = cents.contains(",") ? "\"\(cents)\"" : cents
    let row = Self.row(cell, "click", "1", "2026-01-02T12:00:00Z")
    let run = try ExtractRun(Self.header + row, "--profile", "auto", "--currency", "USD")
    #expect(run.texts("claimed_revenue") == [amount] && run.codes == [])
  }

  @Test(
    "hundredths of a currency that has none are refused, unless there are none of them",
    arguments: ["JPY", "KWD"]
  )
  func noHundredths(currency: String) throws {
    let rows = ["1475", "150000", "1400", "", "5"].enumerated().map {
      Self.row($0.element, "click", "1", "2026-01-02T12:00:00Z", order: 5001 + $0.offset)
    }
    let text = Self.header + rows.joined()
    let run = try ExtractRun(text, "--profile", "auto", "--currency", currency)
    #expect(run.texts("claimed_revenue") == ["1500.00", "14.00", "null"])
    #expect(run.codes == ["too_many_decimals", "too_many_decimals"])
    let reason = "counts hundredths, and \(currency) has none"
    #expect(run.reasons.allSatisfy { $0.hasPrefix(reason) }, "\(run.reasons)")
    let named = try ExtractRun(
      "Order ID,Revenue (in cents),Currency\n1,1475,\(currency)\n2,1475,EUR\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(named.texts("claimed_revenue") == ["14.75"])
    #expect(named.codes == ["too_many_decimals"])
  }

  @Test("a time without an offset is refused, since nobody says which zone it is in")
  func zone() throws {
    let row = Self.row("1", "click", "1", "2026-01-02 12:00:00")
    #expect(try ExtractRun(Self.header + row, "--profile", "auto").codes == ["no_offset"])
    let run = try ExtractRun(Self.header + row, "--profile", "auto", "--timezone", "UTC")
    #expect(run.texts("clicked_at") == ["2026-01-02T11:59:00Z"])
  }

  private static let failures =
    "MESSAGE_ID,SHOP_ID,POSTSCRIPT_MESSAGE_ID,DIRECTION,MESSAGE_SERVICE,FAILED_AT,FAILED,TEXT,MEDIA_URL,TYPE,"
    + "TYPE_NAME,_UPDATED_AT,__SYNCED_AT\n"

  private static func failure(
    _ message: String,
    _ way: String,
    _ at: String,
    _ failed: String
  )
    -> String
  { "\(message),s,p,\(way),t,\(at),\(failed),\"a, b\",,Campaign,Spring,,\n" }

  @Test("a text that failed is a failure of its message and day")
  func failed() throws {
    let rows = [
      Self.failure("m1", "outbound", "2026-01-02 23:30:00.000 -0100", "TRUE"),
      Self.failure("m2", "OUTBOUND", "", "false"),
      Self.failure("m3", "outbound", "2026-01-02T10:00:00Z", "false"),
      Self.failure("m4", "inbound", "2026-01-02T10:00:00Z", "true"),
      Self.failure("m5", "", "2026-01-02T10:00:00Z", ""),
      Self.failure("m6", "outbound", "", "true"),
      Self.failure("m7", "sideways", "2026-01-02T10:00:00Z", "true"),
      Self.failure("m8", "outbound", "2026-01-02T10:00:00Z", "perhaps"),
      Self.failure("", "outbound", "2026-01-02T10:00:00Z", "true"),
      Self.failure("m9", "outbound", "2026-01-02 10:00:00", "true"),
    ]
    let run = try ExtractRun(Self.failures + rows.joined(), "--profile", "auto")
    #expect(
      run.codes == [
        "missing_value", "unknown_word", "invalid_boolean", "missing_value", "no_offset",
      ]
    )
    #expect(run.texts("message_id") == ["m1", "m5"])
    #expect(run.texts("date") == ["2026-01-03", "2026-01-02"])
    #expect(run.texts("message_unique_bounces") == ["1", "1"])
    #expect(run.texts("message_type") == ["campaign", "campaign"])
    #expect(run.texts("message_name") == ["Spring", "Spring"])
    #expect(run.texts("granularity") == ["day", "day"])
    #expect(run.texts("platform_reported_orders") == [nil, nil])
  }

  private static let sends =
    "MESSAGE_ID,SHOP_ID,DIRECTION,SUBSCRIBER_ID,CREATED_AT,_UPDATED_AT,__SYNCED_AT\n"

  @Test("texts sent are added up by message and day")
  func sent() throws {
    let rows = [
      "m1,s,outbound,u1,2026-01-02T10:00:00Z,,",
      "\"m\"\"2\",s,outbound,u1,2026-01-02T10:00:00Z,,",
      "m1,s,outbound,u2,2026-01-02T10:00:00Z,,", "m1,s,outbound,u1,2026-01-02T10:00:00Z,x,y",
      "m1,s,outbound,u1,2026-01-02T11:00:00Z,,", "m1,s,inbound,u3,2026-01-02T10:00:00Z,,",
      "m1,s,outbound,u2,2026-01-03T00:30:00+01:00,,", "m1,s,outbound,,2026-01-02T10:00:00Z,,",
      "m1,s,outbound,u2,2026-01-03 00:00:00 UTC,,", "m1,s,,u9,2026-01-02T10:00:00Z,,",
    ]
    let run = try ExtractRun(
      Self.sends + rows.joined(separator: "\n"),
      "--profile",
      "auto"
    )
    #expect(run.codes == ["missing_value"])
    #expect(run.texts("message_id") == ["m1", "m\"2", "m1"])
    #expect(run.texts("date") == ["2026-01-02", "2026-01-02", "2026-01-03"])
    #expect(run.texts("sms_unique_sends") == ["5", "1", "1"])
    #expect(run.texts("source_system") == ["postscript", "postscript", "postscript"])
  }

  @Test("two texts of one second are two, and one that is written in two ways is one")
  func sameSecond() throws {
    let times = [
      "10:00:30.250Z", "10:00:30.750Z", "10:00:30Z", "10:00:30.25Z", "10:00:30.000Z",
      "10:00:30.250000+00:00",
    ]
    let rows = times.map { "m1,s,outbound,u1,2026-01-02T\($0),,\n" }
    let run = try ExtractRun(Self.sends + rows.joined(), "--profile", "auto")
    #expect(run.texts("sms_unique_sends") == ["3"], "\(run.outcome)")
    #expect(run.outcome.errors.contains("repeated texts 3"))
  }

  @Test("a word for a direction that only begins like one counts as that, and is named")
  func direction() throws {
    let rows = ["outbuond", "outbuond", "OUTGOING", "inbond", "sent"].enumerated().map {
      "m1,s,\($0.element),u\($0.offset),2026-01-02T10:00:00Z,,\n"
    }
    let run = try ExtractRun(Self.sends + rows.joined(), "--profile", "auto")
    #expect(run.texts("sms_unique_sends") == ["4"])
    let log = run.outcome.errors
    let words = "in the column \"DIRECTION\" is no known direction, and counts as"
    #expect(log.contains("\"inbond\" \(words) inbound"), "\(log)")
    #expect(log.contains("\"outbuond\" \(words) outbound"))
    #expect(!log.contains("OUTGOING"))
  }

  @Test("what is counted together keeps no field of its own, and is not replayed by itself")
  func wholeOnly() throws {
    let row = "m1,s,outbound,u1,2026-01-02T10:00:00Z,,"
    let mapping = #"{"profile":"postscript-fct-messages","fields":{"channel":"SHOP_ID"}}"#
    let mapped = try ExtractRun(
      Self.sends + row,
      "--profile",
      "postscript-fct-messages",
      mapping: mapping
    )
    #expect(mapped.outcome.status == 78)
    let bad = "m1,s,sideways,u1,2026-01-02T10:00:00Z,,"
    let open = try ExtractRun(
      Self.sends + bad,
      "--profile",
      "postscript-fct-messages",
      mapping: #"{"fields":{"direction":{"headers":[],"required":false}}}"#
    )
    #expect(open.texts("sms_unique_sends") == ["1"])
    try withWorkspace { work in
      try work.write("in.csv", Self.sends + bad)
      let common = ["--profile", "postscript-fct-messages"]
      let extract = Command(
        path: BuiltProducts.program("extract-csv"),
        common + ["--rejects", "rejects", "in.csv"]
      )
      try work.run(extract).orThrow()
      let replay = Command(
        path: BuiltProducts.program("extract-csv"),
        common + ["--replay", "rejects"]
      )
      #expect(try work.run(replay).status == 64)
    }
  }
}
