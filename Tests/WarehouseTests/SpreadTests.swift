import Foundation
import TestSupport
import Testing

/// A warehouse can be spread by store: every key names it, no statement needs what a partitioned table
/// lacks, and spread tables hold the same.
@Suite struct SpreadTests {
  /// Tables that belong to no store: what the loader itself keeps, and rules of all stores.
  private static let common = [
    "etl_runs", "etl_state", "etl_streams", "metrics", "order_kind_rules", "schema_definitions",
    "schema_migrations",
  ]

  @Test func everyKeyNamesTheStore() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(Self.ownStreams)
      let keys = try warehouse.database.rows(
        """
        select c.relname, coalesce(string_agg(a.attname, ','), '') from pg_index i
        join pg_class c on c.oid = i.indrelid
        left join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey::int2[])
          and a.attname in ('store_id', 'sm_store_id')
        where i.indisunique and c.relnamespace = 'sms'::regnamespace group by i.indexrelid, c.relname
        """
      ).map { $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }
      #expect(keys.count > 20)
      for key in keys where !Self.common.contains(key[0]) {
        #expect(key[1].hasSuffix("store_id"), "a key of \(key[0]) lacks the store")
      }
    }
  }

  /// One record each of the streams whose tables are made by their own schema.
  private static let ownStreams = [
    ("postscript_sent_messages", "id"), ("postscript_message_requests", "id"),
    ("postscript_webhook_events", "delivery_id"),
  ].flatMap { stream, id in
    [
      Message.schema(
        stream,
        #""store_id":{"type":"string"},"\#(id)":{"type":"string"}"#,
        key: #""store_id","\#(id)""#
      ), Message.record(stream, #""store_id":"s","\#(id)":"x""#),
    ]
  }

  @Test func noStatementReadsASystemColumn() throws {
    let sources = URL(filePath: BuiltProducts.checkout + "/Sources")
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter {
      ($0.hasSuffix(".sql") || $0.hasSuffix(".swift")) && !$0.hasSuffix("/ColumnNaming.swift")
    }
    #expect(files.count > 400)
    let systemColumns = /\b(ctid|xmin|xmax|cmin|cmax|tableoid)\b/
    for file in files {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      #expect(text.firstMatch(of: systemColumns) == nil, "\(file) reads a system column")
    }
  }

  /// Two stores: more orders than a first load fills row by row, then claims, analytics and subscribers,
  /// then changes of some, repeats of others, and an older observation.
  private static let loads: [[String]] = {
    let orders = (1...1100).map { number in
      Message.record(
        "shopify_orders",
        #""store_id":"\#(number % 2 == 0 ? "a" : "b")","order_id":"\#(number)","currency":"USD","#
          + #""total_price":10.00,"financial_status":"paid","created_at":"2026-02-03T10:00:00Z""#,
        at: "2026-03-01T00:00:00Z"
      )
    }
    let claims = (1...40).map { number in
      Message.record(
        "attributed_orders",
        #""store_id":"\#(number % 4 == 0 ? "a" : "b")","source_system":"postscript","#
          + #""order_id":"\#(number)","message_id":"m\#(number % 3)","claimed_revenue":10.00,"#
          + #""sent_at":"2026-02-03T09:00:00Z","order_at":"2026-02-03T10:00:00Z","currency":"USD""#,
        at: "2026-03-01T00:00:00Z"
      )
    }
    let analytics = ["a", "b"].map { store in
      Message.record(
        "message_performance",
        #""store_id":"\#(store)","source_system":"postscript","message_id":"m1","#
          + #""granularity":"day","date":"2026-02-03","sms_unique_sends":7"#,
        at: "2026-03-01T00:00:00Z"
      )
    }
    let subscribers = ["a", "b"].map { store in
      Message.record("postscript_subscribers", #""store_id":"\#(store)","id":"s_1""#)
    }
    let changed = [
      Message.record(
        "shopify_orders",
        #""store_id":"b","order_id":"1","currency":"USD","total_price":12.00,"test":true"#,
        at: "2026-03-02T00:00:00Z"
      ),
      Message.record(
        "shopify_orders",
        #""store_id":"a","order_id":"2","currency":"USD","total_price":99.00"#,
        at: "2026-02-02T00:00:00Z"
      ),
    ]
    return [orders, claims + analytics + subscribers, claims + changed, orders + subscribers]
  }()

  /// All that a warehouse holds, but for when it was written, and what its runs counted.
  private static let content: [String] = {
    let tables = [
      "shopify_orders", "attributed_orders", "message_performance", "postscript_subscribers",
      "order_checks", "claim_outcomes", "claim_days",
      "rpt_outbound_message_performance_summary_daily",
    ]
    let times = "- array['_sdc_batched_at', 'run_id', 'committed_at', 'started_at']"
    return tables.map {
      // Subscribers come without a time here, which is then that of the load.
      let own = $0 == "postscript_subscribers" ? " - '_sdc_extracted_at'" : ""
      return "select (to_jsonb(t) \(times)\(own))::text from sms.\($0) t order by 1"
    } + [
      "select streams - array['no stream'] from sms.etl_runs order by started_at",
      "select to_jsonb(t) from sms.obt_orders t order by 1",
    ]
  }()

  private static func content(_ warehouse: TestWarehouse) throws -> [[String]] {
    try content.map { try warehouse.database.rows($0) }
  }

  @Test func spreadTablesHoldTheSame() throws {
    try withWarehouse { plain in
      for load in Self.loads { try plain.mustLoad(load) }
      let expected = try Self.content(plain)
      #expect(expected.allSatisfy { !$0.isEmpty })
      try withWarehouse { spread in
        // Spread before the first load, and into more partitions between two of them.
        try spread.mustSpread(2)
        try spread.mustLoad(Self.loads[0])
        try spread.mustLoad(Self.loads[1])
        try spread.mustSpread(3)
        try spread.mustLoad(Self.loads[2])
        try spread.mustLoad(Self.loads[3])
        #expect(try Self.content(spread) == expected)
        #expect(
          try spread.database.rows(
            "select count(*), count(distinct inhparent) from pg_inherits join pg_class c "
              + "on c.oid = inhparent where c.relkind = 'p'"
          ) == ["24|8"]
        )
        let again = try spread.workspace.run(spread.loader(["migrate", "--partitions", "3"]))
        #expect(again.succeeded && !again.errors.contains("partitioned by store"), "\(again)")
        try spread.workspace.run(spread.loader(["refresh"])).orThrow()
        #expect(try Self.content(spread) == expected)
      }
    }
  }

  @Test func spreadingKeepsIndexesRightsAndComments() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(Self.loads[1])
      try warehouse.database.execute(
        "grant select on sms.claim_outcomes, sms.obt_orders to pg_monitor with grant option"
      )
      let facts = """
        select c.relname, c.relacl, obj_description(c.oid), (
            select string_agg(concat(a.attnum, a.attname, a.attnotnull, a.attgenerated,
              col_description(c.oid, a.attnum)), ',' order by a.attnum)
            from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), (
            select string_agg(replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '), ','
              order by i.indexrelid::regclass::text)
            from pg_index i where i.indrelid = c.oid and i.indisvalid), (
            select string_agg(pg_get_constraintdef(k.oid), ',' order by k.conname)
            from pg_constraint k where k.conrelid = c.oid)
        from pg_class c where relnamespace = 'sms'::regnamespace and relkind in ('r', 'p', 'v')
          and not relispartition order by 1
        """
      let before = try warehouse.database.rows(facts)
      try warehouse.mustSpread(2)
      #expect(try warehouse.database.rows(facts) == before)
    }
  }

  @Test func whatOthersRestOnATableIsNotTaken() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(Self.loads[1])
      try warehouse.database.execute(
        "create view public.mine as select order_ref from sms.claim_outcomes"
      )
      let outcome = try warehouse.workspace.run(warehouse.loader(["migrate", "--partitions", "2"]))
      #expect(outcome.status == 78 && outcome.errors.contains("claim_outcomes"), "\(outcome)")
      #expect(
        try warehouse.database.row(
          "select relkind from pg_class where oid = 'sms.claim_outcomes'::regclass"
        ) == "r"
      )
    }
  }

  /// Tables as they were before their keys named the store.
  private static let earlierKeys = """
    \(["subscribers", "keywords", "webhooks"].map {
      "alter table sms.postscript_\($0) drop constraint postscript_\($0)_pkey, add primary key (id);"
    }.joined(separator: "\n"))
    alter table sms.postscript_sent_messages drop constraint postscript_sent_messages_pkey,
      add primary key (id);
    alter table sms.postscript_sent_messages alter store_id drop not null,
      alter store_id type text collate "default";
    insert into sms.postscript_sent_messages (id) values ('old');
    update sms.etl_streams set key_properties = '{id}' where stream = 'postscript_sent_messages';
    drop table sms.postscript_webhook_events;
    update sms.etl_streams set key_properties = '{delivery_id}'
    where stream = 'postscript_webhook_events';
    delete from sms.schema_migrations where name = 'keys_with_store'
    """

  @Test func fullTablesGetKeysWithTheStore() throws {
    try withWarehouse { warehouse in
      let shop = Message.record("postscript_subscribers", #""store_id":"a","id":"s_1""#)
      try warehouse.mustLoad(Self.ownStreams + [shop])
      try warehouse.database.execute(Self.earlierKeys)
      let other = Message.record("postscript_subscribers", #""store_id":"b","id":"s_1""#)
      // What came before stays, what is loaded with the migration finds its rows, and a table that
      // was dropped is made again.
      let outcome = try warehouse.mustLoad(Self.ownStreams + [other])
      #expect(outcome.errors.contains("(keys_with_store)"), "\(outcome)")
      #expect(
        try warehouse.database.rows(
          """
          select store_id, id from sms.postscript_subscribers
          union all select store_id, id from sms.postscript_sent_messages
          union all select store_id, delivery_id from sms.postscript_webhook_events
          union all select 'key', key_properties::text from sms.etl_streams order by 1, 2
          """
        ) == [
          "a|s_1", "b|s_1", "default|old", "key|{store_id,delivery_id}", "key|{store_id,id}",
          "key|{store_id,id}", "s|x", "s|x",
        ]
      )
    }
  }
}

extension TestWarehouse {
  /// Spreads the large tables, and throws where the loader does.
  fileprivate func mustSpread(_ partitions: Int) throws {
    try workspace.run(loader(["migrate", "--partitions", String(partitions)]), timeout: 120)
      .orThrow()
  }
}
