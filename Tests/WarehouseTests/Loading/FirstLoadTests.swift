import TestSupport
import Testing

/// A large first load fills tables without their indexes: nothing of that may show afterwards.
@Suite("First load")
struct FirstLoadTests {
  private static let indexes = """
    select pg_get_indexdef(i.indexrelid) || ' ' || coalesce(pg_get_constraintdef(c.oid), '')
    from pg_index as i left join pg_constraint as c on c.conindid = i.indexrelid
    join pg_class as r on r.oid = i.indrelid
    where r.relnamespace = 'sms'::regnamespace order by 1
    """

  /// The tables of which an index is one of those that were noted.
  private static let tables = """
    select coalesce(string_agg(distinct r.relname, ' ' order by r.relname), 'none')
    from kept join pg_index as i on i.indexrelid = kept.oid join pg_class as r on r.oid = i.indrelid
    where r.relname in ('shopify_orders', 'attributed_orders', 'order_checks', 'claim_outcomes')
    """

  private static func orders(_ count: Int, from first: Int = 0) -> [String] {
    (first..<first + count).map {
      Message.order(
        $0,
        #""created_at":"2026-03-01T10:00:00Z","financial_status":"paid","total_price":\#($0).50,"#
          + #""total_refunded":0,"email":"\#($0 % 7)@x.y""#
      )
    }
  }

  private static func claims(_ count: Int) -> [String] {
    (0..<count).map {
      Message.record(
        "attributed_orders",
        #""store_id":"s","source_system":"postscript","order_id":"\#($0)","message_id":"m","#
          + #""claimed_revenue":\#($0).50"#
      )
    }
  }

  @Test("indexes and keys are what they were, and rows what a load in pieces makes of them")
  func large() throws {
    try withWarehouse { warehouse in
      _ = try warehouse.workspace.run(warehouse.loader(["migrate"])).orThrow()
      let before = try warehouse.database.rows(Self.indexes)
      // Twice the same key in one batch: the later wins, also without a key to conflict with.
      let stale = Message.order(5, #""total_price":1.00"#)
      try warehouse.mustLoad([stale] + Self.orders(1_500) + Self.claims(1_500))
      #expect(try warehouse.database.rows(Self.indexes) == before)
      let contents = try snapshot(warehouse)
      #expect(contents.count == 3_000)
      try withWarehouse { other in
        // Only before its order: loaded again later, it would be the newer observation.
        for part in 0..<3 {
          try other.mustLoad((part == 0 ? [stale] : []) + Self.orders(500, from: part * 500))
        }
        let claims = Self.claims(1_500)
        for part in 0..<3 { try other.mustLoad(Array(claims[part * 500..<part * 500 + 500])) }
        #expect(try snapshot(other) == contents)
      }
    }
  }

  @Test("large first loads alone make indexes anew", arguments: [nil, 3])
  func rebuilt(partitions: Int?) throws {
    for (count, kept) in [
      (1_500, "none"), (20, "attributed_orders claim_outcomes order_checks shopify_orders"),
    ] {
      try withWarehouse { warehouse in
        let options = partitions.map { ["--partitions", "\($0)"] } ?? []
        _ = try warehouse.workspace.run(warehouse.loader(["migrate"] + options)).orThrow()
        let note = "create table kept as select indexrelid as oid from pg_index;"
        try warehouse.database.execute(note)
        try warehouse.mustLoad(Self.orders(count) + Self.claims(count))
        #expect(try warehouse.database.rows(Self.tables) == [kept], "\(count)")
        try warehouse.database.execute("drop table kept; \(note)")
        try warehouse.mustLoad(Self.orders(2_000) + Self.claims(2_000))
        #expect(
          try warehouse.database.rows(Self.tables)
            == ["attributed_orders claim_outcomes order_checks shopify_orders"]
        )
      }
    }
  }

  private func snapshot(_ warehouse: TestWarehouse) throws -> [String] {
    try warehouse.database.rows(
      """
      select o::text from sms.obt_orders as o union all
      select concat_ws(' ', order_ref, outcome, counted_revenue, touch_rank, is_sms_winner)
      from sms.claim_outcomes order by 1
      """
    )
  }

  @Test("indexes of a table of another role's are left alone")
  func withoutOwnership() throws {
    try withWarehouse { warehouse in
      _ = try warehouse.workspace.run(warehouse.loader(["migrate"])).orThrow()
      let dropped = try warehouse.database.rows(
        """
        begin;
        select cardinality(sms.drop_indexes('sms.shopify_orders')) > 0;
        rollback;
        begin;
        create role writes_only;
        grant usage on schema sms to writes_only;
        grant all on all tables in schema sms to writes_only;
        set local role writes_only;
        select cardinality(sms.drop_indexes('sms.shopify_orders')) > 0;
        rollback;
        """
      )
      #expect(dropped == ["t", "f"])
    }
  }
}
