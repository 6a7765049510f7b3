import Policy
import StageKit
import TestSupport
import Testing

/// `pipelines/daily` over days that bring exports of some kinds only, in any order.
@Suite("Day by day")
struct DayByDayTests {
  private static let orders = """
    Name,Financial Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Id,Refunded Amount

    """
  private static let claims =
    "source_system,order_id,message_id,order_at,claimed_revenue,currency,attribution_type,sent_at\n"

  /// One order a day, at noon.
  private static func orders(_ days: [Int]) -> String {
    orders
      + days.map { "#\($0),paid,USD,10.00,10.00,2026-01-0\($0) 12:00:00 +0000,1,Tee,\($0),0.00\n" }
      .joined()
  }

  /// One claim to the order of each day.
  private static func claims(_ days: [Int]) -> String {
    claims
      + days.map {
        "postscript,\($0),m\($0),2026-01-0\($0)T12:00:00Z,10.00,USD,click,2026-01-0\($0)T09:00:00Z\n"
      }.joined()
  }

  /// What lies in the folders of three days: orders only, claims only, both.
  private static func prepare(_ work: Workspace) throws {
    try work.run(.shell("mkdir 1 2 3")).orThrow()
    try work.write("1/shopify-orders.csv", orders([1, 2]))
    try work.write("2/attributed-orders.csv", claims([2, 3]))
    try work.write("3/shopify-orders.csv", orders([3, 4]))
    try work.write("3/attributed-orders.csv", claims([4]))
    for (day, file) in [
      (1, "1/shopify-orders.csv"), (2, "2/attributed-orders.csv"), (3, "3/shopify-orders.csv"),
      (3, "3/attributed-orders.csv"),
    ] {
      try work.touch(file, at: 1_767_600_000 + day * 86_400)
    }
  }

  private static func daily(
    _ work: Workspace,
    _ database: Database,
    _ arguments: String...,
    variables: [String: String] = [:]
  ) throws -> Outcome {
    try work.run(
      Command(
        path: BuiltProducts.pipeline("daily"),
        arguments,
        environment: database.environment.merging(variables) { $1 }
      )
    )
  }

  private static let outcomes =
    "select order_ref, outcome, validated_revenue from sms.claim_outcomes order by 1"

  @Test("a day without orders loads its claims, and says which orders are missing")
  func claimsOnly() throws {
    try withDatabase { work, database in
      try Self.prepare(work)
      let first = try Self.daily(work, database, "1").orThrow()
      #expect(
        first.errors.contains(
          "store default, shopify_orders of shopify: 2026-01-01 to 2026-01-02, 2 days covered, "
            + "none missing"
        ),
        "\(first)"
      )
      let second = try Self.daily(work, database, "2").orThrow()
      #expect(second.errors.contains("attributed_orders: covers 2026-01-02T12:00:00Z"), "\(second)")
      #expect(
        second.errors.contains(
          "store default, shopify_orders of shopify: 2026-01-01 to 2026-01-03, 2 days covered, "
            + "missing 2026-01-03"
        ),
        "\(second)"
      )
      #expect(
        try database.rows(Self.outcomes) == ["2|last_touch|10.00", "3|unverifiable|NULL"]
      )
      let third = try Self.daily(work, database, "3").orThrow()
      #expect(!third.errors.contains("missing 2026"), "\(third)")
      #expect(
        try database.rows(Self.outcomes) == [
          "2|last_touch|10.00", "3|last_touch|10.00", "4|last_touch|10.00",
        ]
      )
    }
  }

  @Test(
    "whatever the order of arrival, the warehouse is the same",
    arguments: [
      ["1", "2", "3"], ["2", "1", "3"], ["3", "2", "1"], ["2", "3", "1", "2"],
    ]
  )
  func anyOrder(days: [String]) throws {
    try withDatabase { work, database in
      try Self.prepare(work)
      for day in days { try Self.daily(work, database, day).orThrow() }
      let rows = try database.rows(Self.outcomes)
      #expect(rows == (2...4).map { "\($0)|last_touch|10.00" })
      #expect(
        try database.rows(
          "select stream, count(*), count(*) filter (where is_covered) from sms.coverage_calendar "
            + "group by 1 order by 1"
        ) == ["attributed_orders|3|3", "shopify_orders|4|4"]
      )
    }
  }

  @Test("a missing day is exit code 65 only where that is asked for, and all is loaded before")
  func requiredCoverage() throws {
    try withDatabase { work, database in
      try Self.prepare(work)
      #expect(try Self.daily(work, database, "--require-coverage", "1").succeeded)
      let flag = try Self.daily(work, database, "--require-coverage", "2")
      #expect(flag.status == 65)
      #expect(flag.errors.contains("no export of shopify_orders of shopify covers 2026-01-03"))
      #expect(flag.errors.contains("daily: load-postgres failed with exit code 65"), "\(flag)")
      #expect(try database.rows(Self.outcomes).count == 2)
      let variable = ["POSTSCRIPT_ETL_REQUIRE_COVERAGE": "true"]
      #expect(try Self.daily(work, database, "2", variables: variable).status == 65)
      #expect(try Self.daily(work, database, "3", variables: variable).succeeded)
    }
  }

  @Test("the policy is that of the warehouse: in the stream and in the marts")
  func policy() throws {
    try withDatabase { work, database in
      try Self.prepare(work)
      try work.run(
        .built(
          "load-postgres",
          "settings",
          "set",
          "click_window=1h",
          environment: database.environment
        )
      ).orThrow()
      for day in ["1", "2", "3"] { try Self.daily(work, database, day).orThrow() }
      let rows = try database.rows(
        "select a.validation_status, o.outcome from sms.attributed_orders a "
          + "join sms.claim_outcomes o using (order_ref, message_id) order by order_ref"
      )
      #expect(rows == ["NULL|rejected", "NULL|rejected", "rejected|rejected"])
    }
  }

  @Test("a policy of the run's own is refused, whichever variable sets it")
  func policyVariables() throws {
    try withDatabase { work, database in
      try Self.prepare(work)
      for row in StorePolicy.rows {
        let variable = try #require(row.environment)
        let outcome = try Self.daily(work, database, "1", variables: [variable: "1"])
        #expect(outcome.status == 78, "\(variable)")
        #expect(
          outcome.errors.contains("\(variable) is set, but the policy is that of the warehouse")
        )
      }
    }
  }
}
