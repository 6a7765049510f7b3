import TestSupport
import Testing

/// Loading twice is loading once, in any order.
@Suite("Merge")
struct MergeTests {
  private static let columns = "order_id, total_price, email, updated_at, extra, _sdc_extracted_at"

  private func rows(_ warehouse: TestWarehouse) throws -> [String] {
    try warehouse.database.rows(
      "select \(Self.columns) from sms.shopify_orders order by order_id"
    )
  }

  private func versions(_ warehouse: TestWarehouse) throws -> [String] {
    try warehouse.database.rows("select order_id, xmin, ctid from sms.shopify_orders order by 1")
  }

  @Test("the last of several in a batch wins")
  func theLastOfSeveralInABatchWins() throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.mustLoad([
        Message.order(1, #""total_price":1"#), Message.order(1, #""total_price":2"#),
        Message.order(2, #""total_price":5,"updated_at":"2024-02-01T00:00:00Z""#),
        Message.order(2, #""total_price":4,"updated_at":"2024-01-01T00:00:00Z""#),
        Message.order(1, #""total_price":3"#),
      ])
      #expect(outcome.errors.contains("read 5, written 2, rejected 0, deduplicated 3, inserted 2"))
      let prices = try warehouse.database.rows(
        "select total_price from sms.shopify_orders order by order_id"
      )
      #expect(prices == ["3", "5"])
    }
  }

  @Test("a second load rewrites nothing")
  func aSecondLoadRewritesNothing() throws {
    try withWarehouse { warehouse in
      let lines = (1...50).map {
        Message.order(
          $0,
          #""total_price":\#($0).10,"tags":["a"],"odd":1"#,
          at: "2024-06-01T00:00:00Z"
        )
      }
      try warehouse.mustLoad(lines)
      let before = try versions(warehouse)
      let outcome = try warehouse.mustLoad(lines)
      #expect(outcome.errors.contains("written 50, rejected 0, unchanged 50"), "\(outcome)")
      #expect(try versions(warehouse) == before)
    }
  }

  @Test("only changed rows are rewritten")
  func onlyChangedRowsAreRewritten() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad((1...9).map { Message.order($0, #""total_price":1"#) })
      let before = try versions(warehouse)
      let outcome = try warehouse.mustLoad(
        (1...9).map { Message.order($0, #""total_price":\#($0 == 4 ? 2 : 1)"#) }
      )
      #expect(outcome.errors.contains("updated 1, unchanged 8"), "\(outcome)")
      let changed = zip(before, try versions(warehouse)).enumerated().filter { $1.0 != $1.1 }
      #expect(changed.map(\.offset) == [3])
    }
  }

  @Test("an older version never overwrites a newer")
  func anOlderVersionNeverOverwritesANewer() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1, #""total_price":2"#, at: "2024-06-02T00:00:00Z")])
      let outcome = try warehouse.mustLoad([
        Message.order(1, #""total_price":1"#, at: "2024-06-01T00:00:00Z")
      ])
      #expect(outcome.errors.contains("older 1"), "\(outcome)")
      // When it was seen weighs more than the record's own time of change.
      try warehouse.mustLoad([
        Message.order(
          1,
          #""total_price":3,"updated_at":"2024-05-02T00:00:00Z""#,
          at: "2024-06-03T00:00:00Z"
        )
      ])
      try warehouse.mustLoad([
        Message.order(
          1,
          #""total_price":4,"updated_at":"2024-05-01T00:00:00Z""#,
          at: "2024-06-04T00:00:00Z"
        )
      ])
      #expect(try warehouse.database.row("select total_price from sms.shopify_orders") == "4")
    }
  }

  @Test("being seen again moves only the time")
  func beingSeenAgainMovesOnlyTheTime() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1, #""total_price":1"#, at: "2024-06-01T00:00:00Z")])
      let written = "select _sdc_batched_at from sms.shopify_orders"
      let before = try warehouse.database.row(written)
      let again = try warehouse.mustLoad([
        Message.order(1, #""total_price":1"#, at: "2024-06-03T00:00:00Z")
      ])
      #expect(again.errors.contains("unchanged 1"))
      #expect(try warehouse.database.row(written) == before)
      try warehouse.mustLoad([Message.order(1, #""total_price":9"#, at: "2024-06-02T00:00:00Z")])
      #expect(
        try warehouse.database.row("select total_price, _sdc_extracted_at from sms.shopify_orders")
          == "1|2024-06-03 00:00:00+00"
      )
    }
  }

  @Test("any order of loads gives the same", arguments: seeds(1..<5))
  func anyOrderOfLoadsGivesTheSame(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    // Files of overlapping orders, each seen at its own time.
    let files = (1...5).map { file in
      (0..<40).map { _ in
        let id = Int.random(in: 1...60, using: &random)
        let price = Int.random(in: 1...3, using: &random)
        let fields = #""total_price":\#(price),"email":"\#(Bool.random(using: &random))@x""#
        return Message.order(id, fields, at: "2024-06-0\(file)T00:00:00Z")
      }
    }
    var results: [[String]] = []
    for _ in 0..<2 {
      try withWarehouse { warehouse in
        for file in files.shuffled(using: &random) { try warehouse.mustLoad(file) }
        results.append(try rows(warehouse))
      }
    }
    try withWarehouse { warehouse in
      try warehouse.mustLoad(files.shuffled(using: &random).flatMap { $0 })
      results.append(try rows(warehouse))
    }
    // Within one file the later line wins: the same in every order of the files.
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
    #expect(results[0].count > 30)
  }

  @Test("interleaved streams share one connection")
  func interleavedStreamsShareOneConnection() throws {
    try withWarehouse { warehouse in
      var lines: [String] = []
      for id in 1...3000 {
        lines.append(Message.order(id, #""total_price":\#(id)"#))
        lines.append(
          Message.record(
            "postscript_keywords",
            #""id":\#(id),"keyword":"\#(String(repeating: "k", count: 99))""#
          )
        )
        lines.append(
          Message.record(
            "attributed_orders",
            #""source_system":"postscript","order_id":"\#(id)","message_id":"m""#
          )
        )
      }
      let outcome = try warehouse.mustLoad(lines)
      #expect(outcome.errors.contains("read 9000, written 9000, rejected 0, inserted 9000"))
      let counts = try warehouse.database.row(
        """
        select (select count(*) from sms.shopify_orders), (select count(*) from sms.postscript_keywords),
          (select count(*) from sms.attributed_orders)
        """
      )
      #expect(counts == "3000|3000|3000")
    }
  }

  @Test("a dry run changes nothing")
  func aDryRunChangesNothing() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1, #""total_price":1"#)])
      let outcome = try warehouse.load(
        [
          Message.order(1, #""total_price":2"#), Message.order(2), Message.state(1),
          Message.schema("fresh", #""id":{"type":"integer"}"#), Message.record("fresh", #""id":1"#),
          Message.state(2),
        ],
        "--dry-run",
        "--commit-every",
        "0s"
      )
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("shopify_orders: inserted 1, updated 1"), "\(outcome)")
      #expect(outcome.errors.contains("fresh: inserted 1"), "\(outcome)")
      #expect(try warehouse.database.rows("select total_price from sms.shopify_orders") == ["1"])
      #expect(try warehouse.database.row("select to_regclass('sms.fresh') is null") == "t")
      #expect(try warehouse.database.row("select count(*) from sms.etl_runs") == "1")
    }
  }

  @Test("a dry run on an empty database leaves no schema")
  func aDryRunOnAnEmptyDatabaseLeavesNoSchema() throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.load([Message.order(1), Message.state()], "--dry-run")
      #expect(outcome.succeeded, "\(outcome)")
      #expect(try warehouse.database.row("select to_regnamespace('sms') is null") == "t")
    }
  }

  @Test("records of one time that contradict each other are told of, equal and later ones are not")
  func contradictions() throws {
    let time = "2026-03-01T23:59:59Z"
    let one = Message.order(1, #""currency":"USD","total_price":10.00"#, at: time)
    let other = one.replacing("10.00", with: "12.00")
    for (lines, count) in [
      ([one, other], 1), ([one, one.replacing("10.00", with: "10.0")], 0), ([one], 0),
      ([one, other.replacing(time, with: "2026-03-02T00:00:00Z")], 0),
      // Of another source, which knows other columns.
      ([one, Message.order(1, #""email":"a@b.c""#, at: time)], 0),
      // Of unknown time: the later in the input is the newer.
      ([Message.order(1), Message.order(1, #""currency":"EUR""#)], 0),
      ([one, other, Message.order(2, #""test":true"#, at: time)], 1),
    ] {
      try withWarehouse { warehouse in
        let outcome = try warehouse.mustLoad(lines)
        let told =
          "warning: shopify_orders: of 1 keys, such as order_id 1, store_id s, records of one time"
        #expect(outcome.errors.contains(told) == (count == 1), "\(lines) \(outcome)")
        #expect(outcome.errors.contains("say different things") == (count == 1))
      }
    }
  }
}
