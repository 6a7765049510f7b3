import TestSupport
import Testing

/// ACTIVATE_VERSION takes away what a full refresh no longer holds, once it is complete, but never
/// quietly too much.
@Suite("Full refresh")
struct FullRefreshTests {
  private func records(
    _ ids: ClosedRange<Int>,
    version: Int,
    at time: String? = nil
  ) -> [String] {
    ids.map { Message.record("things", #""id":\#($0)"#, at: time, version: version) }
  }

  private func schema(key: String = #""id""#) -> String {
    Message.schema("things", #""id":{"type":"integer"}"#, key: key)
  }

  private func activate(_ version: Int, _ stream: String = "things") -> String {
    #"{"type":"ACTIVATE_VERSION","stream":"\#(stream)","version":\#(version)}"#
  }

  private func refresh(
    _ ids: ClosedRange<Int>,
    version: Int,
    key: String = #""id""#,
    at time: String? = nil
  ) -> [String] {
    [schema(key: key)] + records(ids, version: version, at: time) + [activate(version)]
  }

  private func ids(_ warehouse: TestWarehouse) throws -> String {
    try warehouse.database.row("select string_agg(id::text, ',' order by id) from sms.things")
  }

  @Test("rows that are gone go")
  func rowsThatAreGoneGo() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(refresh(1...5, version: 1, at: "2026-01-01T00:00:00Z"))
      let outcome = try warehouse.mustLoad(
        refresh(3...6, version: 2, at: "2026-01-02T00:00:00Z")
      )
      #expect(outcome.errors.contains("inserted 1, unchanged 3, deleted 2"), "\(outcome)")
      #expect(try ids(warehouse) == "3,4,5,6")
      // An old message that comes late brings nothing back and takes nothing away.
      try warehouse.mustLoad(refresh(3...3, version: 1, at: "2026-01-01T00:00:00Z"))
      #expect(try ids(warehouse) == "3,4,5,6")
    }
  }

  @Test("a version is a name: a smaller one is not older")
  func smallerVersions() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(refresh(1...4, version: 1_700_000_000_000))
      try warehouse.mustLoad(refresh(2...5, version: 1))
      #expect(try ids(warehouse) == "2,3,4,5")
      let fields = #""id":{"type":"integer"},"v":{"type":"string"}"#
      try warehouse.mustLoad([
        Message.schema("ov", fields), Message.record("ov", #""id":1,"v":"old""#, version: 9),
      ])
      try warehouse.mustLoad([
        Message.schema("ov", fields),
        Message.record("ov", #""id":1,"v":"new""#, at: "2030-01-01T00:00:00Z", version: 1),
      ])
      #expect(try warehouse.database.row("select v from sms.ov") == "new")
    }
  }

  @Test("a restored older state, which activates an older version again, takes nothing away")
  func restoredState() throws {
    let first = 1_700_000_000_000
    try withWarehouse { warehouse in
      try warehouse.mustLoad(refresh(1...4, version: first))
      try warehouse.mustLoad(refresh(2...6, version: first + 1000))
      #expect(try ids(warehouse) == "2,3,4,5,6")
      // What an incremental tap then sends: what has changed, and the version of its state.
      let changed = [schema(), activate(first)] + records(4...7, version: first)
      try warehouse.mustLoad(changed)
      #expect(try ids(warehouse) == "2,3,4,5,6,7")
      // The newer state once more: the rows that were read in between are still of its generation.
      try warehouse.mustLoad(
        [schema(), activate(first + 1000)] + records(7...7, version: first + 1000)
      )
      #expect(try ids(warehouse) == "2,3,4,5,6,7")
      // A row that an earlier refresh left behind is not part of the next one.
      try warehouse.mustLoad(
        [schema()] + records(2...6, version: first + 2000)
          + records(8...8, version: first + 1000, at: "2026-01-01T00:00:00Z")
          + [activate(first + 2000)]
      )
      #expect(try ids(warehouse) == "2,3,4,5,6")
    }
  }

  @Test("where no STATE closes the input, only an activation behind the records counts")
  func withoutState() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(refresh(1...4, version: 1))
      let begun = [schema(), activate(2)] + records(2...4, version: 2)
      let cut = try warehouse.load(begun, "--at-eof", "commit")
      #expect(cut.succeeded && cut.errors.contains("since no STATE says"), "\(cut)")
      #expect(try ids(warehouse) == "1,2,3,4")
      #expect(try warehouse.load(begun + [activate(2)], "--at-eof", "commit").succeeded)
      #expect(try ids(warehouse) == "2,3,4")
    }
  }

  @Test("a tap may activate first, last or both, and nothing goes before all records are there")
  func activatedFirst() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([schema(), activate(1)] + records(1...4, version: 1))
      let begun = [schema(), activate(2)] + records(2...2, version: 2) + [Message.state(1)]
      // A source that fails has said nothing of the other rows.
      let cut = try warehouse.load(
        begun + records(3...3, version: 2),
        "--commit-every",
        "0s"
      )
      #expect(cut.status == 65 && cut.lines == [#"{"n":1}"#], "\(cut)")
      #expect(try ids(warehouse) == "1,2,3,4")
      for ending in [[], [activate(2)]] {
        let whole = try warehouse.load(
          begun + records(3...5, version: 2) + ending + [Message.state(2)],
          "--commit-every",
          "0s"
        )
        #expect(whole.lines == [#"{"n":1}"#, #"{"n":2}"#], "\(whole)")
        #expect(try ids(warehouse) == "2,3,4,5")
      }
    }
  }

  @Test("a refresh that is resumed keeps what its first part had")
  func resumed() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(refresh(1...4, version: 1))
      try warehouse.mustLoad([schema()] + records(1...2, version: 2))
      try warehouse.mustLoad([schema()] + records(3...3, version: 2) + [activate(2)])
      #expect(try ids(warehouse) == "1,2,3")
    }
  }

  @Test("tables without a key are replaced")
  func tablesWithoutAKeyAreReplaced() throws {
    try withWarehouse { warehouse in
      let first = try warehouse.mustLoad(refresh(1...3, version: 1, key: ""))
      #expect(first.errors.contains("stream things has no key"), "\(first)")
      try warehouse.mustLoad(refresh(2...4, version: 2, key: ""))
      #expect(try ids(warehouse) == "2,3,4")
    }
  }

  @Test("a refresh that lacks most rows is refused")
  func aRefreshThatLacksMostRowsIsRefused() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(refresh(1...5, version: 1))
      let empty = [schema(), activate(2), Message.state()]
      let outcome = try warehouse.load(empty)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("--max-delete 100%"), "\(outcome)")
      #expect(try ids(warehouse) == "1,2,3,4,5")
      #expect(try warehouse.load(empty, "--max-delete", "100%").succeeded)
      #expect(try ids(warehouse) == "NULL")
    }
  }

  @Test("where a record was rejected, or none has the version, nothing goes")
  func incomplete() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(refresh(1...4, version: 1))
      let bad = Message.record("things", #""id":"x""#, version: 2)
      let rejected = try warehouse.mustLoad(
        [schema(), bad] + records(1...3, version: 2) + [activate(2)],
        "--rejects",
        "rejects.ndjson"
      )
      #expect(
        rejected.errors.contains("takes no rows away, since those of rejected"),
        "\(rejected)"
      )
      let unversioned = try warehouse.mustLoad([
        schema(), Message.record("things", #""id":1"#), activate(3),
      ])
      #expect(unversioned.errors.contains("its records are not of that version"), "\(unversioned)")
      #expect(try ids(warehouse) == "1,2,3,4")
    }
  }

  @Test("tables of migrations lose what the store no longer has, and so do the marts")
  func tablesOfMigrations() throws {
    func order(_ id: Int, _ store: String, version: Int?) -> String {
      Message.record(
        "shopify_orders",
        #""store_id":"\#(store)","order_id":"\#(id)","customer_id":"c","#
          + #""processed_at":"2026-01-0\#(id)T00:00:00Z""#,
        version: version
      )
    }
    try withWarehouse { warehouse in
      let first = (1...3).map { order($0, "s", version: 1) } + [order(1, "other", version: nil)]
      try warehouse.mustLoad(first + [activate(1, "shopify_orders")])
      try warehouse.mustLoad(
        (2...4).map { order($0, "s", version: 2) } + [activate(2, "shopify_orders")]
      )
      let rows = try warehouse.database.rows(
        """
        select string_agg(store_id || order_id, ',' order by store_id, order_id) from sms.shopify_orders;
        select string_agg(store_id || order_id || ' ' || order_index, ',' order by store_id, order_id)
        from sms.order_checks
        """
      )
      #expect(rows == ["other1,s2,s3,s4", "other1 1,s2 1,s3 2,s4 3"])
    }
  }

  @Test("a keyword that is gone goes")
  func keywords() throws {
    func keywords(_ ids: ClosedRange<Int>, version: Int) -> [String] {
      ids.map {
        Message.record("postscript_keywords", #""store_id":"s","id":"k\#($0)""#, version: version)
      } + [activate(version, "postscript_keywords")]
    }
    try withWarehouse { warehouse in
      try warehouse.mustLoad(keywords(1...3, version: 1))
      try warehouse.mustLoad(keywords(2...4, version: 2))
      let row = try warehouse.database.row(
        "select string_agg(id, ',' order by id) from sms.postscript_keywords"
      )
      #expect(row == "k2,k3,k4")
    }
  }

  @Test("a record with _sdc_deleted_at marks its row, and with --hard-delete takes it away")
  func deletedRecords() throws {
    let fields =
      #""id":{"type":"integer"},"_sdc_deleted_at":{"type":"string","format":"date-time"}"#
    let lines = [
      Message.schema("things", fields), Message.record("things", #""id":1"#),
      Message.record("things", #""id":2,"_sdc_deleted_at":"2026-01-01T00:00:00Z""#),
    ]
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1), Message.order(2)] + lines)
      #expect(
        try warehouse.database.rows("select id, _sdc_deleted_at is null from sms.things order by 1")
          == ["1|t", "2|f"]
      )
      let gone = Message.order(2, #""_sdc_deleted_at":"2026-01-01T00:00:00Z""#)
      let outcome = try warehouse.mustLoad(lines + [gone], "--hard-delete")
      #expect(outcome.errors.contains("deleted 1"), "\(outcome)")
      #expect(try ids(warehouse) == "1")
      let orders = try warehouse.database.rows(
        "select order_id from sms.shopify_orders union all select order_id from sms.order_checks"
      )
      #expect(orders == ["1", "1"])
    }
  }

  @Test("a delete record with only its key leaves what the row had, in one batch or in two")
  func deletedByKey() throws {
    let fields =
      #""id":{"type":"integer"},"v":{"type":["null","integer"]},"t":{"type":["null","object"]},"#
      + #""_sdc_deleted_at":{"type":["null","string"],"format":"date-time"}"#
    let schema = Message.schema("things", fields)
    let full = [1, 2].map { Message.record("things", #""id":\#($0),"v":\#($0),"t":{"a":1}"#) }
    let gone = [1, 2].map {
      Message.record("things", #""id":\#($0),"_sdc_deleted_at":"2026-01-01T00:00:00Z""#)
    }
    let rows = "select id, v, t->>'a', _sdc_deleted_at is null from sms.things order by 1"
    for batches in [[full + gone], [full, gone]] {
      try withWarehouse { warehouse in
        for batch in batches { try warehouse.mustLoad([schema] + batch) }
        #expect(try warehouse.database.rows(rows) == ["1|1|1|f", "2|2|1|f"])
        let again = try warehouse.mustLoad([schema] + gone)
        #expect(again.errors.contains("unchanged 2"), "\(again)")
        // What comes back is what it says, nulls included.
        try warehouse.mustLoad([
          schema, Message.record("things", #""id":1,"v":null,"_sdc_deleted_at":null"#),
        ])
        #expect(try warehouse.database.rows(rows) == ["1|NULL|NULL|t", "2|2|1|f"])
      }
    }
  }

  @Test("refunds that a full refresh no longer has are taken off no order")
  func refunds() throws {
    try withWarehouse { warehouse in
      func refund(_ id: Int, version: Int, at time: String) -> String {
        Message.record(
          "shopify_refunds",
          #""store_id":"s","refund_id":"\#(id)","order_id":"1","amount":20.00,"currency":"USD""#,
          at: time,
          version: version
        )
      }
      let (before, after) = ("2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z")
      try warehouse.mustLoad([
        Message.order(
          1,
          #""financial_status":"paid","currency":"USD","total_price":100.00"#,
          at: "2026-01-01T00:00:00Z"
        ), refund(1, version: 1, at: before), refund(2, version: 1, at: before),
        activate(1, "shopify_refunds"),
      ])
      let revenue = "select order_policy_revenue from sms.obt_orders"
      #expect(try warehouse.database.row(revenue) == "60.00")
      try warehouse.mustLoad([
        refund(2, version: 2, at: after), activate(2, "shopify_refunds"),
      ])
      #expect(try warehouse.database.row(revenue) == "80.00")
      try warehouse.database.execute("select sms.rebuild_marts()")
      #expect(try warehouse.database.row(revenue) == "80.00")
    }
  }
}
