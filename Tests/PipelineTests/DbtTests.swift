import Foundation
import TestSupport
import Testing

/// The package of dbt: what it says of the warehouse, and whether its tests can fail.
///
/// The latter needs dbt and its adapter for PostgreSQL, so it runs only where POSTSCRIPT_ETL_DBT
/// names the program `dbt`.
@Suite("dbt")
struct DbtTests {
  @Test("its sources are what the warehouse says, in a schema of any name too")
  func sources() throws {
    try withDatabase { work, database in
      for schema in ["sms", "other"] {
        let environment = database.environment.merging(["POSTSCRIPT_ETL_SCHEMA": schema]) { $1 }
        try work.run(.built("load-postgres", "migrate", environment: environment)).orThrow()
        let check = Command(path: describe, ["--check"], environment: environment)
        let same = try work.run(check)
        #expect(same.succeeded, "\(same)")
        try database.execute("comment on column \(schema).claim_outcomes.outcome is 'new'")
        let stale = try work.run(check)
        #expect(stale.status == 65)
        #expect(stale.text.contains(#"+            description: "new""#), "\(stale)")
      }
    }
  }

  @Test(
    "nothing fails on the sample's warehouse, and rows that come twice do",
    .enabled(if: Dbt.program != nil)
  )
  func duplicates() throws {
    try Shop.with { shop in
      try shop.work.run(shop.daily()).orThrow()
      let dbt = try Dbt(shop)
      try dbt.build().orThrow()
      let orders = "select count(*), sum(last_touch_revenue) from"
      #expect(
        try shop.database.row("\(orders) sms_dbt.sms_order_revenue")
          == shop.database.row("\(orders) sms.obt_orders")
      )
      let messages = "sms.rpt_outbound_message_performance_summary_daily"
      try shop.database.execute(
        """
        alter table sms.claim_outcomes drop constraint claim_outcomes_pkey;
        insert into sms.claim_outcomes
          select * from sms.claim_outcomes where outcome = 'last_touch' limit 1;
        alter table sms.shopify_orders drop constraint shopify_orders_pkey;
        insert into sms.shopify_orders select * from sms.shopify_orders limit 1;
        drop index \(messages)_key;
        insert into \(messages) select * from \(messages) where currency is null limit 1;
        """
      )
      let outcome = try dbt.build()
      #expect(outcome.status == 1)
      for name in [
        "order_counts_once ", "order_counts_once_per_platform ", "credit_is_conserved ",
        "source_unique_key_sms_claim_outcomes_", "source_unique_key_sms_shopify_orders_",
        "source_unique_key_sms_rpt_outbound_message_performance_summary_daily_",
      ] {
        #expect(outcome.text.contains("FAIL 1 \(name)"), "\(name): \(outcome)")
      }
    }
  }

  private var describe: String { BuiltProducts.checkout + "/scripts/describe-dbt" }
}

/// dbt in the folder of a test, with the package of the checkout.
private struct Dbt {
  static let program = ProcessInfo.processInfo.environment["POSTSCRIPT_ETL_DBT"]

  private let work: Workspace
  private let environment: [String: String]

  init(_ shop: Shop) throws {
    work = shop.work
    let url = try #require(URLComponents(string: shop.database.url))
    // The adapter takes the parts of a URL only, and the folder of a socket as the host.
    let socket = url.queryItems?.first(where: { $0.name == "host" })?.value
    let parts: [String: String?] = [
      "PGHOST": socket ?? url.host,
      "PGPORT": url.port.map { "\($0)" }, "PGUSER": url.user, "PGPASSWORD": url.password,
      "PGDATABASE": shop.database.name,
    ]
    environment = shop.database.environment
      .merging(parts.compactMapValues { $0 }.filter { !$0.value.isEmpty }) { $1 }
      .merging(["DBT_SEND_ANONYMOUS_USAGE_STATS": "false"]) { $1 }
  }

  func build() throws -> Outcome {
    let package = BuiltProducts.checkout + "/dbt"
    let arguments = [
      "--no-use-colors", "build", "--project-dir", package, "--profiles-dir", package,
      "--target-path", work.file("target"), "--log-path", work.file("logs"),
    ]
    let program = try #require(Self.program)
    return try work.run(Command(path: program, arguments, environment: environment))
  }
}
