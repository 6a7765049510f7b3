import TestSupport
import Testing

/// What a complete export no longer has is withdrawn, but never more of it than `--max-withdrawn`.
@Suite("Withdrawals")
struct WithdrawalTests {
  private static func claims(
    _ numbers: Range<Int>,
    seen day: Int,
    message: String = "m"
  ) -> [String] {
    numbers.map { number in
      Message.record(
        "attributed_orders",
        #""store_id":"s","source_system":"postscript","order_id":"\#(number)","message_id":"\#(message)","#
          + #""order_at":"2026-03-01T12:00:00Z","claimed_revenue":10"#,
        at: "2026-03-\(day)T00:00:00Z"
      )
    }
  }

  private static func covers(
    _ from: String = "2026-03-01",
    _ until: String = "2026-03-02",
    seen day: Int,
    complete: Bool = true
  ) -> String {
    #"{"type":"STATE","value":{"bookmarks":{"attributed_orders":{"covers":[{"store_id":"s","#
      + #""source_system":"postscript","from":"\#(from)","until":"\#(until)","#
      + #""observed_at":"2026-03-\#(day)T00:00:00Z","complete":\#(complete)}]}}}}"#
  }

  private func withdrawn(_ warehouse: TestWarehouse) throws -> [String] {
    try warehouse.database.rows(
      "select order_ref, message_id from sms.claim_outcomes where outcome = 'withdrawn' order by 1, 2"
    )
  }

  /// Loads twenty claims of one day, then an export that lacks some, with options.
  private func load(
    _ second: [String],
    _ arguments: [String] = [],
    check: (TestWarehouse, Outcome) throws -> Void
  ) throws {
    try withWarehouse { warehouse in
      try warehouse.load(Self.claims(1..<21, seen: 10) + [Self.covers(seen: 10)]).orThrow()
      let text = second.map { $0 + "\n" }.joined()
      try check(
        warehouse,
        warehouse.workspace.run(warehouse.loader(arguments), input: .text(text))
      )
    }
  }

  @Test("a tenth may be gone, and not one claim more")
  func aTenth() throws {
    let tenth = Self.claims(3..<21, seen: 11) + [Self.covers(seen: 11)]
    try load(tenth) { (warehouse, outcome) throws in
      #expect(outcome.succeeded, "\(outcome)")
      #expect(try withdrawn(warehouse) == ["1|m", "2|m"])
    }
    let more = Self.claims(4..<22, seen: 11) + [Self.covers(seen: 11)]
    try load(more) { (warehouse, outcome) throws in
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("lacks 3 of the 21 claims"), "\(outcome)")
      #expect(outcome.errors.contains("--max-withdrawn"), "\(outcome)")
      #expect(try withdrawn(warehouse) == [])
      let known = "select count(*), max(_sdc_extracted_at) from sms.attributed_orders"
      #expect(
        try warehouse.database.rows("set timezone = 'UTC'; " + known) == [
          "20|2026-03-10 00:00:00+00"
        ]
      )
      #expect(try warehouse.database.rows("select count(*) from sms.export_coverage") == ["1"])
    }
  }

  @Test("who means it says so")
  func meantSo() throws {
    let few = Self.claims(1..<6, seen: 11) + [Self.covers(seen: 11)]
    try load(few, ["--max-withdrawn", "74%"]) { (_, outcome) throws in
      #expect(outcome.status == 65, "\(outcome)")
    }
    try load(few, ["--max-withdrawn", "75%"]) { (warehouse, outcome) throws in
      #expect(outcome.succeeded, "\(outcome)")
      #expect(try withdrawn(warehouse).count == 15)
      // Claims that come back are claims again.
      try warehouse.load(Self.claims(1..<21, seen: 12) + [Self.covers(seen: 12)]).orThrow()
      #expect(try withdrawn(warehouse) == [])
    }
  }

  @Test(
    "an export that is not complete, is older, or is of a part of the day withdraws nothing",
    arguments: [
      covers(seen: 11, complete: false), covers("2026-02-20", "2026-03-01", seen: 11),
      covers("2026-03-01T00:00:00.000001Z", "2026-03-02", seen: 11),
      covers("2026-03-01", "2026-03-01T23:59:59Z", seen: 11),
    ]
  )
  func nothing(state: String) throws {
    try load(Self.claims(20..<21, seen: 11) + [state]) { (warehouse, outcome) throws in
      #expect(outcome.succeeded, "\(outcome)")
      #expect(try withdrawn(warehouse) == [])
    }
  }

  @Test(
    "an older export that comes later withdraws nothing, and a newer one also where it came first"
  )
  func inEitherOrder() throws {
    let older = Self.claims(1..<21, seen: 10) + [Self.covers(seen: 10)]
    let newer = Self.claims(1..<20, seen: 11) + [Self.covers(seen: 11)]
    for loads in [[older, newer], [newer, older], [older + newer], [newer + older]] {
      try withWarehouse { warehouse in
        for lines in loads { try warehouse.load(lines).orThrow() }
        #expect(try withdrawn(warehouse) == ["20|m"])
      }
    }
  }

  @Test("a claim that went to another message is withdrawn, and is not counted as gone")
  func anotherMessage() throws {
    let moved = Self.claims(1..<21, seen: 11, message: "n") + [Self.covers(seen: 11)]
    try load(moved, ["--max-withdrawn", "0"]) { (warehouse, outcome) throws in
      #expect(outcome.succeeded, "\(outcome)")
      #expect(try withdrawn(warehouse).count == 20)
    }
  }

  /// Claims to the same orders, of a type of message.
  private static func typed(_ type: String, seen day: Int) -> [String] {
    claims(1..<21, seen: day, message: type).map { line in
      line.replacing(
        #""claimed_revenue":10"#,
        with: #""claimed_revenue":10,"message_type":"\#(type)""#
      )
    }
  }

  @Test("an export without any claim of a type of message has only a part of the claims")
  func anotherType() throws {
    try withWarehouse { warehouse in
      try warehouse.load(Self.typed("flow", seen: 10) + [Self.covers(seen: 10)]).orThrow()
      let campaigns = Self.typed("campaign", seen: 11) + [Self.covers(seen: 11)]
      let outcome = try warehouse.load(campaigns)
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.errors.contains("lacks 20 of the 40 claims"), "\(outcome)")
      #expect(try withdrawn(warehouse) == [])
    }
  }

  @Test("claims that come with the newer export that lacks them count as gone, in one load as well")
  func inOneLoad() throws {
    try withWarehouse { warehouse in
      let older = Self.claims(1..<21, seen: 10) + [Self.covers(seen: 10)]
      let newer = Self.claims(11..<21, seen: 11) + [Self.covers(seen: 11)]
      let outcome = try warehouse.load(older + newer)
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.errors.contains("lacks 10 of the 20 claims"), "\(outcome)")
      // Whichever comes first: nobody knows whether the newer one is all of it.
      try warehouse.load(newer).orThrow()
      let late = try warehouse.load(older)
      #expect(late.status == 65, "\(late)")
      #expect(late.errors.contains("lacks 10 of the 20 claims"), "\(late)")
      try warehouse.load(older, "--max-withdrawn", "100%").orThrow()
      #expect(try withdrawn(warehouse).count == 10)
      try warehouse.workspace.run(warehouse.loader(["refresh"])).orThrow()
      #expect(try withdrawn(warehouse).count == 10)
    }
  }

  @Test("what an export lacks is compared with the claims of its own days")
  func ownDays() throws {
    func claims(_ numbers: Range<Int>, day: Int, seen: Int) -> [String] {
      Self.claims(numbers, seen: seen).map {
        $0.replacing("2026-03-01T", with: "2026-03-0\(day)T")
      }
    }
    try withWarehouse { warehouse in
      let both = claims(1..<21, day: 1, seen: 10) + claims(101..<301, day: 2, seen: 10)
      try warehouse.load(both + [Self.covers("2026-03-01", "2026-03-03", seen: 10)]).orThrow()
      let outcome = try warehouse.load(
        claims(11..<21, day: 1, seen: 11) + [Self.covers("2026-03-01", "2026-03-02", seen: 11)]
      )
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.errors.contains("lacks 10 of the 20 claims"), "\(outcome)")
    }
  }
}
