import TestSupport
import Testing
import Wire

/// A warehouse that gets the observations of another one knows what that knows, no less and no more.
@Suite("Observations for another warehouse")
struct ObservationsTests {
  private let day = { (number: Int) in "2026-03-0\(number)T00:00:00Z" }

  /// Two sources that know different columns, one of them older; fields without a column; versions.
  private var lines: [String] {
    func refund(_ fields: String, at time: String, version: Int? = nil) -> String {
      Message.record(
        "shopify_refunds",
        #""store_id":"default","refund_id":"1","order_id":"1"\#(fields)"#,
        at: time,
        version: version
      )
    }
    func claim(_ fields: String, at time: String) -> String {
      Message.record(
        "attributed_orders",
        #""source_system":"postscript","claimed_revenue":100.00,"order_at":"2026-03-01T10:00:00Z",\#(fields)"#,
        at: time
      )
    }
    func figures(_ fields: String, at time: String) -> String {
      Message.record(
        "message_performance",
        #""source_system":"postscript","date":"2026-03-01",\#(fields)"#,
        at: time
      )
    }
    return [
      Message.order(
        1,
        #""currency":"USD","total_price":100.00,"test":false,"colour":"red","at\"t":[1,{"a":"\\\t"}]"#,
        at: day(1)
      ),
      Message.order(1, #""financial_status":"paid","total_price":90.50"#, at: day(3)),
      Message.order(2, #""currency":null,"total_price":50"#, at: day(2)),
      refund(#","amount":20.00"#, at: day(1)),
      refund(#","currency":"USD""#, at: day(2), version: 7),
      claim(#""order_id":"1","order_name":null,"message_id":"m","message_name":"A""#, at: day(1)),
      claim(#""order_id":"1","order_name":null,"message_id":"m","channel":"sms""#, at: day(2)),
      claim(
        ##""order_name":"#7","message_id":"m","message_name":"A","order_id":null"##,
        at: day(2)
      ),
      figures(#""message_id":"m","granularity":"total","message_unique_receives":10"#, at: day(1)),
      figures(#""message_id":"m","granularity":"total","sms_unique_sends":11"#, at: day(2)),
      figures(
        #""message_id":"r","granularity":"total","last_date":"2026-03-04","sms_unique_sends":5"#,
        at: day(2)
      ),
      figures(
        #""message_id":"none","granularity":"day","campaign_id":null,"campaign_name":"C","#
          + #""message_unique_clicks":1"#,
        at: day(1)
      ),
      figures(
        #""message_id":"none","granularity":"day","campaign_name":"C","sms_unique_sends":2"#,
        at: day(2)
      ),
      #"{"type":"STATE","value":{"bookmarks":{"attributed_orders":{"covers":[{"store_id":"default","#
        + #""source_system":"postscript","from":"2026-03-01","until":"2026-03-03","observed_at":"#
        + #""2026-03-05T00:00:00Z","complete":true},{"store_id":"default","source_system":"klaviyo","#
        + #""from":"2026-03-01","until":"2026-03-02","observed_at":null,"complete":false}]},"#
        + #""message_performance":{"covers":[{"store_id":"default","source_system":"postscript","#
        + #""from":"2026-03-01","until":"2026-03-03","observed_at":"2026-03-05T00:00:00Z","#
        + #""complete":true,"lacks":["orders","revenue"]}]}}}}"#,
    ]
  }

  private let streams = [
    "shopify_orders", "shopify_refunds", "attributed_orders", "message_performance",
  ]

  /// All rows of a table as text, without when they were written and what ties by content leave.
  private func rows(
    _ table: String,
    _ schema: String,
    _ warehouse: TestWarehouse
  ) throws -> [String] {
    try warehouse.database.rows(
      """
      select (to_jsonb(t) - '_sdc_batched_at' - '_sdc_stamps' || jsonb_build_object('stamps', (
        select jsonb_object_agg(key, value -> 0) from jsonb_each(
          coalesce(nullif(to_jsonb(t) -> '_sdc_stamps', 'null'), '{}')) where jsonb_typeof(value) = 'array')))::text
      from \(schema).\(table) as t order by 1
      """
    )
  }

  @Test("every row, what is known of it and what exports cover is the same there")
  func copied() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(lines, "--max-withdrawn", "100%")
      let extractor = Command(
        path: BuiltProducts.program("extract-postgres"),
        ["--observations"] + streams,
        environment: warehouse.database.environment
      )
      let outcome = try warehouse.workspace.run(extractor, timeout: 120).orThrow()
      let loader = Command.built(
        "load-postgres",
        "--schema",
        "other",
        "--max-withdrawn",
        "100%",
        environment: warehouse.database.environment
      )
      let text = outcome.lines.map { $0 + "\n" }.joined()
      try warehouse.workspace.run(loader, input: .text(text), timeout: 120).orThrow()
      for table in streams + ["export_coverage", "coverage_days", "obt_orders", "claim_outcomes"] {
        let one = try rows(table, "sms", warehouse)
        #expect(!one.isEmpty, "\(table)")
        #expect(try rows(table, "other", warehouse) == one, "\(table)")
      }
      // What nobody told of the first order is no null that somebody told.
      let fields = try outcome.lines.map { try JSONValue(parsing: $0) }.records
        .filter { $0["order_id"]?.string == "1" && $0["refund_id"] == nil }.prefix(2)
        .map { ($0.members ?? []).map(\.key).filter { $0 != "store_id" && $0 != "order_id" } }
      #expect(
        Set(fields.map { $0.sorted() }) == [
          ["financial_status", "total_price"], ["at\"t", "colour", "currency", "test"],
        ]
      )
    }
  }

  @Test("plain rows of a warehouse are refused: they do not tell what is unknown")
  func plainRows() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(lines, "--max-withdrawn", "100%")
      let extractor = Command(
        path: BuiltProducts.program("extract-postgres"),
        ["shopify_orders"],
        environment: warehouse.database.environment
      )
      let text = try warehouse.workspace.run(extractor, timeout: 120).orThrow().lines
        .map { $0 + "\n" }.joined()
      let loader = Command.built("load-postgres", environment: warehouse.database.environment)
      let outcome = try warehouse.workspace.run(loader, input: .text(text), timeout: 120)
      #expect(outcome.ending == .exited(65), "\(outcome)")
      #expect(outcome.errors.contains("extract them with --observations"), "\(outcome)")
      let bare = try warehouse.workspace.run(
        Command(
          path: BuiltProducts.program("extract-postgres"),
          ["--bare", "shopify_orders"],
          environment: warehouse.database.environment
        ),
        timeout: 120
      ).orThrow()
      let bareLoader = Command.built(
        "load-postgres",
        "--stream",
        "shopify_orders",
        "--at-eof",
        "commit",
        environment: warehouse.database.environment
      )
      let lines = bare.lines.map { $0 + "\n" }.joined()
      let refused = try warehouse.workspace.run(bareLoader, input: .text(lines), timeout: 120)
      #expect(refused.ending == .exited(65), "\(refused)")
      #expect(refused.errors.contains("extract it with --observations"), "\(refused)")
    }
  }

  @Test("only the warehouse's own streams have observations")
  func otherTables() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(lines, "--max-withdrawn", "100%")
      let extractor = Command(
        path: BuiltProducts.program("extract-postgres"),
        ["--observations", "obt_orders"],
        environment: warehouse.database.environment
      )
      let outcome = try warehouse.workspace.run(extractor, timeout: 120)
      #expect(outcome.ending == .exited(64), "\(outcome)")
      #expect(outcome.errors.contains("none of the warehouse's own streams"), "\(outcome)")
    }
  }
}
