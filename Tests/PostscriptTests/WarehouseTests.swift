import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// From the API to PostgreSQL: what arrives is what the API has.
struct WarehouseTests {
  @Test(
    "After one run and one incremental run the warehouse equals the shop, field by field",
    arguments: 1...3
  )
  func fieldByField(seed: UInt64) throws {
    try ExtractRun.with(
      .changed { settings in
        settings.seed = seed
        settings.subscribers = 3000
        settings.mutationsPerRequest = 4
        settings.faultRate = 0.02
        settings.slowSeconds = 0.2
        settings.clock = .steps(50_000)
        settings.fractionDigits = 6
      }
    ) { extract in
      try withDatabase { workspace, database in
        let load = Command.built("load-postgres", environment: database.environment)
        try workspace.write("state.json", "")
        for _ in 0..<2 {
          let stages = try workspace.run([
            extract.command(["--state", workspace.file("state.json")]), load,
          ])
          for stage in stages { try stage.orThrow() }
          let state = try #require(stages[1].lines.last)
          try workspace.write("state.json", state)
          extract.simulator.withShop { $0.settings.mutationsPerRequest = 0 }
        }
        try writeBytes(
          extract.simulator.withShop { $0.subscribersAsLines() },
          to: workspace.file("dump")
        )
        try database.execute(
          """
          create table dump (line jsonb);
          \\copy dump from 'dump' with (format csv, quote e'\\x01', delimiter e'\\x02')
          """
        )
        let wrong = try database.rows(WarehouseTests.differences)
        #expect(wrong == [])
        #expect(try database.row("select count(*) from sms.postscript_keywords") == "6")
        #expect(try database.row("select count(*) from sms.postscript_webhooks") == "3")
      }
    }
  }

  /// The ids of subscribers that differ, or are on one side only.
  private static let differences = """
    select coalesce(line->>'id', id) from dump
    full join sms.postscript_subscribers s on s.id = line->>'id'
    where s.email is distinct from line->>'email'
      or s.phone_number is distinct from line->>'phone_number'
      or s.ps_id is distinct from (line->>'ps_id')::bigint
      or s.shopify_customer_id is distinct from line->>'shopify_customer_id'
      or s.created_at is distinct from (line->>'created_at')::timestamptz
      or s.updated_at is distinct from (line->>'updated_at')::timestamptz
      or s.subscriptions is distinct from line->'subscriptions'
      or s.properties is distinct from line->'properties'
      or s.tags is distinct from line->'tags'
      or s.data is distinct from line->'data'
      or s.extra->'consent_source' is distinct from line->'consent_source'
      or s.store_id is distinct from 'default';
    """
}
