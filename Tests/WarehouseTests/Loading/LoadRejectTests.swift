import TestSupport
import Testing

/// One bad record costs itself, never the batch.
@Suite("Rejects of load-postgres")
struct LoadRejectTests {
  /// A bad field of an attributed order, and the code of its reject.
  struct Fault: Sendable, CustomTestStringConvertible {
    let field: String
    let json: String
    let code: String
    var testDescription: String { "\(field): \(json)" }

    init(_ field: String, _ json: String, _ code: String) {
      (self.field, self.json, self.code) = (field, json, code)
    }
  }

  static let faults: [Fault] = [
    Fault("claimed_revenue", #""12,50""#, "invalid_number"),
    Fault("claimed_revenue", #""NaN""#, "invalid_number"),
    Fault("claimed_revenue", #""""#, "invalid_number"),
    Fault("claimed_revenue", #""007""#, "invalid_number"),
    Fault("claimed_revenue", "true", "invalid_number"),
    Fault("claimed_revenue", "1e131073", "out_of_range"),
    Fault("claimed_revenue", "1e-16384", "out_of_range"),
    Fault("claimed_revenue", "1e99999999999999999999", "out_of_range"),
    Fault("order_at", #""2024-02-30T00:00:00Z""#, "no_such_day"),
    Fault("order_at", #""2024-02-03T00:00:00""#, "no_offset"),
    Fault("order_at", #""0000-01-01T00:00:00Z""#, "no_such_day"),
    Fault("order_at", #""294277-01-01T00:00:00Z""#, "invalid_time"),
    Fault("order_at", "1700000000", "invalid_time"),
    Fault("window_checked", #""yes""#, "invalid_boolean"),
    Fault("window_checked", "1", "invalid_boolean"),
    Fault("currency", "{}", "invalid_text"), Fault("currency", "false", "invalid_text"),
    Fault("message_name", #""a\u0000b""#, "unstorable_text"),
    Fault("message_name", #""\ud800""#, "unstorable_text"),
    Fault("message_name", #""\udc00\ud800x""#, "unstorable_text"),
    Fault("rejection_reasons", #"["\u0000"]"#, "unstorable_text"),
    Fault("rejection_reasons", #"{"a\ud83dx":1}"#, "unstorable_text"),
    Fault("rejection_reasons", "[1e200000]", "out_of_range"),
    Fault("unforeseen", #""\u0000""#, "unstorable_text"),
    Fault("validation_status", #""perhaps""#, "unknown_word"),
    Fault("message_id", "null", "missing_value"),
    Fault("message_id", "[]", "invalid_text"),
    Fault("order_id", "null", "missing_value"),
    Fault("message_id", "\"\(String(repeating: "k", count: 3000))\"", "text_too_long"),
  ]

  /// An attributed order in which one field has another value.
  private func claim(_ id: Int, _ field: String = "", _ json: String = "") -> String {
    var fields = [
      ("source_system", #""postscript""#), ("order_id", #""\#(id)""#), ("message_id", #""m""#),
    ]
    fields.removeAll { $0.0 == field }
    if !field.isEmpty { fields.append((field, json)) }
    let text = fields.map { #""\#($0.0)":\#($0.1)"# }.joined(separator: ",")
    return Message.record("attributed_orders", text)
  }

  @Test("each fault is a reject and the rest is loaded")
  func eachFaultIsARejectAndTheRestIsLoaded() throws {
    try withWarehouse { warehouse in
      let bad = Self.faults.enumerated().map { claim($0 + 100, $1.field, $1.json) }
      var lines: [String] = []
      for (index, line) in bad.enumerated() { lines += [claim(index), line] }
      let outcome = try warehouse.mustLoad(lines, "--rejects", "rejects.ndjson")
      let count = try warehouse.database.row("select count(*) from sms.attributed_orders")
      #expect(count == String(bad.count))
      let rejects = try warehouse.rejects()
      #expect(rejects.count == bad.count, "\(outcome)")
      for (index, (fault, reject)) in zip(Self.faults, rejects).enumerated() {
        #expect(reject.contains(#""code":"\#(fault.code)""#), "\(fault): \(reject)")
        #expect(reject.contains(#""line":\#(index * 2 + 2)"#), "\(reject)")
        #expect(reject.contains(#""stream":"attributed_orders""#), "\(reject)")
      }
      #expect(outcome.errors.contains("read \(bad.count * 2), written \(bad.count), rejected"))
    }
  }

  @Test("without a rejects file the first bad record ends the run")
  func withoutARejectsFileTheFirstBadRecordEndsTheRun() throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.load([
        claim(1), claim(2, "claimed_revenue", #""abc""#), Message.state(),
      ])
      #expect(outcome.status == 65)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("line 2"), "\(outcome)")
      #expect(outcome.errors.contains(#"field claimed_revenue: "abc" is not a number"#))
      #expect(try warehouse.database.row("select count(*) from sms.attributed_orders") == "0")
    }
  }

  @Test("too many rejects leave nothing")
  func tooManyRejectsLeaveNothing() throws {
    try withWarehouse { warehouse in
      let lines = (1...10).map { claim($0) } + [claim(11, "currency", "{}")] + [Message.state()]
      let outcome = try warehouse.load(lines, "--rejects", "r.ndjson", "--max-rejects", "5%")
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(try warehouse.database.row("select count(*) from sms.attributed_orders") == "0")
    }
  }

  @Test("corrected rejects can be fed in again")
  func mendedRejectsCanBeFedInAgain() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(
        [claim(1), claim(2, "currency", #"{"code":"USD"}"#)],
        "--rejects",
        "r.ndjson"
      )
      let fixed = try warehouse.workspace.read("r.ndjson")
        .replacing(#"{\"code\":\"USD\"}"#, with: #"\"USD\""#)
      let outcome = try warehouse.workspace.run(
        warehouse.loader(["--replay", "--at-eof", "commit"]),
        input: .text(fixed)
      )
      #expect(outcome.succeeded, "\(outcome)")
      let rows = try warehouse.database.rows(
        "select order_id, currency from sms.attributed_orders order by 1"
      )
      #expect(rows == ["1|NULL", "2|USD"])
    }
  }

  @Test("invalid text can be replaced")
  func invalidTextCanBeReplaced() throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.mustLoad(
        [
          Message.order(1, #""email":"a\u0000b\ud800","tags":["\udc00","\\u0000","\ud83d\ude00"]"#),
          Message.order(2, #""odd":"\u0000""#),
        ],
        "--invalid-text",
        "replace"
      )
      let rows = try warehouse.database.rows(
        "select email, tags, extra from sms.shopify_orders order by order_id"
      )
      #expect(rows == [#"a�b�|["�", "\\u0000", "😀"]|NULL"#, #"NULL|NULL|{"odd": "�"}"#])
      #expect(outcome.errors.contains("characters replaced 4"), "\(outcome)")
    }
  }

  @Test("a stream without table and schema is a reject")
  func aStreamWithoutTableAndSchemaIsAReject() throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.mustLoad(
        [Message.record("nowhere", #""id":1"#), Message.order(1)],
        "--rejects",
        "rejects.ndjson"
      )
      #expect(try warehouse.rejects()[0].contains(#""code":"record_before_schema""#))
      #expect(outcome.errors.contains("read 2, written 1, rejected 1"), "\(outcome)")
      let bare = try warehouse.load([#"{"id":1}"#], "--stream", "nowhere")
      #expect(bare.status == 65)
      #expect(bare.errors.contains("where --key names the fields of its key"), "\(bare)")
    }
  }

  @Test("one bad record among thousands")
  func oneBadRecordAmongThousands() throws {
    try withWarehouse { warehouse in
      var lines = (1...5000).map { Message.order($0, #""total_price":\#($0).25"#) }
      lines[3456] = Message.order(3457, #""total_price":"free""#)
      try warehouse.mustLoad(lines, "--rejects", "rejects.ndjson")
      #expect(try warehouse.rejects().count == 1)
      #expect(try warehouse.rejects()[0].contains(#""line":3457"#))
      #expect(try warehouse.database.row("select count(*) from sms.shopify_orders") == "4999")
    }
  }
}
