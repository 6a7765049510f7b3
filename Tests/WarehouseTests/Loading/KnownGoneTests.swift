import TestSupport
import Testing

/// What a full refresh or a deleted record says is gone stays gone, in whatever order files come.
@Suite("Known to be gone")
struct KnownGoneTests {
  private let march = "2026-03-01T00:00:00Z"
  private let april = "2026-04-01T00:00:00Z"
  private let may = "2026-05-01T00:00:00Z"

  private let schema = Message.schema("things", #""id":{"type":"integer"},"v":{"type":"integer"}"#)

  private func thing(_ id: Int, _ value: Int = 1, at time: String?, version: Int? = nil) -> String {
    Message.record("things", #""id":\#(id),"v":\#(value)"#, at: time, version: version)
  }

  private func gone(_ id: Int, at time: String?) -> String {
    Message.record(
      "things",
      #""id":\#(id),"_sdc_deleted_at":"2026-01-01T00:00:00Z""#,
      at: time
    )
  }

  private func activate(_ version: Int, _ stream: String = "things") -> String {
    #"{"type":"ACTIVATE_VERSION","stream":"\#(stream)","version":\#(version)}"#
  }

  /// Loads the same in every order, and expects the same rows.
  private func expect(
    _ rows: String,
    ofAnyOrderOf loads: [[String]],
    from query: String =
      "select coalesce(string_agg(id || '=' || v, ',' order by id), '') from sms.things"
  ) throws {
    for order in permutations(loads.indices.map(\.self)) {
      try withWarehouse { warehouse in
        for index in order {
          try warehouse.mustLoad(loads[index], "--hard-delete", "--max-delete", "100%")
        }
        let found = try warehouse.database.row(query)
        #expect(found == rows, "in the order \(order)")
      }
    }
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.flatMap { first in
      permutations(items.filter { $0 != first }).map { [first] + $0 }
    }
  }

  @Test(
    "an older full refresh behind a newer one brings nothing back",
    arguments: [[1, 2, 3], [3, 2, 1], [1_700_000_000_000, 1_700_000_001_000, 1_700_000_002_000]]
  )
  func olderRefresh(_ versions: [Int]) throws {
    let first = (1...4).map { thing($0, at: march, version: versions[0]) }
    let second = (2...3).map { thing($0, 2, at: april, version: versions[1]) }
    let third = (3...5).map { thing($0, 3, at: may, version: versions[2]) }
    try expect(
      "3=3,4=3,5=3",
      ofAnyOrderOf: [
        [schema] + first + [activate(versions[0])], [schema] + second + [activate(versions[1])],
        [schema] + third + [activate(versions[2])],
      ]
    )
  }

  @Test("what is dropped is counted as older")
  func counted() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([schema, thing(1, at: april, version: 2), activate(2)])
      let outcome = try warehouse.mustLoad([
        schema, thing(1, at: march, version: 1), thing(2, at: march, version: 1),
        thing(3, at: may, version: 1), thing(4, at: nil, version: 1),
      ])
      #expect(outcome.errors.contains("inserted 2, older 2"), "\(outcome)")
      #expect(try warehouse.database.row("select count(*) from sms.etl_refreshes") == "1")
      // Who drops the table wants to load it again.
      try warehouse.database.execute("drop table sms.things")
      let again = try warehouse.mustLoad([schema, thing(2, at: march, version: 1)])
      #expect(again.errors.contains("inserted 1"), "\(again)")
    }
  }

  @Test("rows of a table without a key that an older refresh had do not come back")
  func withoutKey() throws {
    let keyless = Message.schema(
      "things",
      #""id":{"type":"integer"},"v":{"type":"integer"}"#,
      key: ""
    )
    try expect(
      "2=2",
      ofAnyOrderOf: [
        [keyless, thing(1, at: march, version: 1), activate(1)],
        [keyless, thing(2, 2, at: april, version: 2), activate(2)],
      ]
    )
  }

  @Test("a refresh of one shop says nothing of another, nor of what another source told")
  func scopes() throws {
    func order(_ id: Int, _ store: String, at time: String, version: Int?) -> String {
      Message.record(
        "shopify_orders",
        #""store_id":"\#(store)","order_id":"\#(id)""#,
        at: time,
        version: version
      )
    }
    try expect(
      "other1,s2,s3,s9",
      ofAnyOrderOf: [
        (1...2).map { order($0, "s", at: march, version: 1) } + [activate(1, "shopify_orders")],
        (2...3).map { order($0, "s", at: april, version: 2) } + [activate(2, "shopify_orders")],
        // An export of another shop, and one of orders that are older than the API tells of.
        [order(1, "other", at: march, version: 1), order(9, "s", at: march, version: nil)],
      ],
      from: """
        select string_agg(store_id || order_id, ',' order by store_id, order_id)
        from sms.shopify_orders
        """
    )
  }

  @Test("an older version of a row that was deleted does not come back, a newer one does")
  func deletedRows() throws {
    try expect(
      "2=2,3=1",
      ofAnyOrderOf: [
        [schema, thing(1, at: march), thing(2, at: march), thing(3, at: march)],
        [schema, gone(1, at: april), gone(2, at: april)],
        [schema, thing(2, 2, at: may)],
      ]
    )
  }

  @Test("of a row and its deletion at one time, the deletion counts")
  func deletedAtOnce() throws {
    try expect(
      "2=1",
      ofAnyOrderOf: [
        [schema, thing(1, at: april), thing(2, at: april)], [schema, gone(1, at: april)],
      ]
    )
  }

  @Test("what is kept of a deleted row tells nobody whose it was")
  func tombstones() throws {
    try withWarehouse { warehouse in
      let people = Message.schema(
        "people",
        #""email":{"type":"string"},"n":{"type":"number"}"#,
        key: #""email","n""#
      )
      func person(_ number: String, _ more: String = "", at time: String) -> String {
        Message.record("people", #""email":"a@example.com","n":\#(number)\#(more)"#, at: time)
      }
      let deletion = #","_sdc_deleted_at":"2026-01-01T00:00:00Z""#
      try warehouse.mustLoad([people, person("1.50", deletion, at: april)], "--hard-delete")
      let rows =
        "select count(*), count(*) filter (where t::text ~ 'example') from sms.etl_tombstones as t"
      #expect(try warehouse.database.row(rows) == "1|0")
      // The key is the same number.
      let outcome = try warehouse.mustLoad([people, person("1.5", at: march)])
      #expect(outcome.errors.contains("older 1"), "\(outcome)")
      #expect(try warehouse.database.row("select count(*) from sms.people") == "0")
    }
  }

  @Test("without a time, the order of the input tells what is the case")
  func unstamped() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(
        [schema, thing(1, at: nil), gone(1, at: nil), thing(1, 2, at: nil)],
        "--hard-delete"
      )
      let query = "select string_agg(id || '=' || v, ',') from sms.things"
      #expect(try warehouse.database.row(query) == "1=2")
      try warehouse.mustLoad([schema, gone(1, at: nil)], "--hard-delete")
      try warehouse.mustLoad([schema, thing(1, at: march)], "--hard-delete")
      #expect(try warehouse.database.row(query) == "NULL")
      try warehouse.mustLoad([schema, thing(1, 3, at: nil)], "--hard-delete")
      #expect(try warehouse.database.row(query) == "1=3")
    }
  }

  @Test("a restored older state, however late, keeps what the newer generation took away away")
  func restoredState() throws {
    let (old, new) = (1_700_000_000_000, 1_700_000_001_000)
    try expect(
      "2=1,5=1",
      ofAnyOrderOf: [
        [schema] + (1...2).map { thing($0, at: march, version: old) } + [activate(old)],
        [schema, thing(2, at: april, version: new), activate(new)],
        [schema, thing(5, at: may, version: old), activate(old)],
      ]
    )
  }

  @Test("what an export told stays, whatever refreshes of a source with versions say of it later")
  func toldWithoutVersion() throws {
    for stream in ["shopify_orders", "shopify_refunds"] {
      func row(_ id: Int, at time: String, version: Int?) -> String {
        Message.record(
          stream,
          #""store_id":"s","order_id":"\#(id)","refund_id":"r\#(id)""#,
          at: time,
          version: version
        )
      }
      try expect(
        "1,2",
        ofAnyOrderOf: [
          [row(1, at: march, version: nil), row(2, at: march, version: nil)],
          [row(1, at: april, version: 1), row(3, at: april, version: 1), activate(1, stream)],
          [row(2, at: may, version: 2), activate(2, stream)],
        ],
        from: "select string_agg(order_id, ',' order by order_id) from sms.\(stream)"
      )
    }
  }

  @Test("a row that was deleted before it was seen is there, in the warehouse's own streams, too")
  func deletedBefore() throws {
    let deleted = #","_sdc_deleted_at":"2026-03-01T00:00:00Z""#
    for (stream, key) in [
      ("shopify_orders", #""order_id":"1""#),
      (
        "attributed_orders",
        #""source_system":"k","order_id":"1","order_ref":"1","message_id":"m""#
      ),
      ("shopify_refunds", #""order_id":"1","refund_id":"r""#),
    ] {
      let living = Message.record(stream, #""store_id":"s",\#(key)"#, at: april)
      let dead = Message.record(stream, #""store_id":"s",\#(key)\#(deleted)"#, at: march)
      let count =
        "select count(*) || coalesce(min(extra ->> '_sdc_deleted_at'), '') from sms.\(stream)"
      try expect("1", ofAnyOrderOf: [[living], [dead]], from: count)
      try expect("1", ofAnyOrderOf: [[living, dead]], from: count)
      try withWarehouse { warehouse in
        try warehouse.mustLoad([dead])
        try warehouse.mustLoad([living], "--hard-delete")
        #expect(try warehouse.database.row(count) == "1", "\(stream)")
      }
    }
  }

  @Test("a row that came back has nothing of what was known of it before its deletion")
  func cameBack() throws {
    let key = ##""store_id":"s","order_id":"1","order_name":"#1""##
    let old = Message.record("shopify_orders", #"\#(key),"test":true,"x":1"#, at: march)
    let dead = Message.record(
      "shopify_orders",
      #""store_id":"s","order_id":"1","tags":["t"],"_sdc_deleted_at":"2026-04-01T00:00:00Z""#,
      at: april
    )
    let new = Message.record("shopify_orders", #"\#(key),"total_price":5"#, at: may)
    let row =
      "select concat_ws('|', order_name, test, tags, total_price, extra, _sdc_stamps) "
      + "from sms.shopify_orders"
    try expect("#1|5", ofAnyOrderOf: [[old], [dead], [new]], from: row)
    try expect("#1|5", ofAnyOrderOf: [[old, dead, new]], from: row)
    try expect("#1|5", ofAnyOrderOf: [[new, old], [dead]], from: row)
  }

  @Test("a row is of the source that told it last, which may have no versions")
  func newerWithoutVersion() throws {
    func order(_ id: Int, at time: String, version: Int?) -> String {
      Message.record(
        "shopify_orders",
        #""store_id":"s","order_id":"\#(id)""#,
        at: time,
        version: version
      )
    }
    let query = "select string_agg(order_id, ',' order by order_id) from sms.shopify_orders"
    try expect(
      "1,2",
      ofAnyOrderOf: [
        [order(1, at: april, version: nil)],
        [
          order(1, at: march, version: 2), order(2, at: march, version: 2),
          activate(2, "shopify_orders"),
        ], [order(2, at: may, version: 3), activate(3, "shopify_orders")],
      ],
      from: query
    )
  }

  @Test("a table that is empty and of which all is known to be gone keeps its key")
  func nothingLeft() throws {
    try withWarehouse { warehouse in
      func orders(_ version: Int, at time: String) -> [String] {
        (1...1500).map {
          Message.record(
            "shopify_orders",
            #""store_id":"s","order_id":"\#($0)""#,
            at: time,
            version: version
          )
        }
      }
      try warehouse.mustLoad(orders(2, at: april) + [activate(2, "shopify_orders")])
      try warehouse.database.execute("truncate sms.shopify_orders")
      let outcome = try warehouse.mustLoad(orders(1, at: march))
      #expect(outcome.errors.contains("older 1500"), "\(outcome)")
      let keys = """
        select count(*) from pg_constraint where conrelid = 'sms.shopify_orders'::regclass and contype = 'p'
        """
      #expect(try warehouse.database.row(keys) == "1")
      try warehouse.mustLoad(orders(3, at: may))
      #expect(try warehouse.database.row("select count(*) from sms.shopify_orders") == "1500")
    }
  }
}
