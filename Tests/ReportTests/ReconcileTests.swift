import TestSupport
import Testing

/// Shopify's own report beside the orders, on a random month that is added up without SQL.
@Suite("Shopify's report beside ours")
struct ReconcileTests {
  /// The columns as Shopify writes them, in an order of its own, beside others.
  private static let head =
    #""Day","Total sales","Orders","Average order value","Total sales (previous_period)""#

  private static func report(_ shop: RandomShop, _ days: ClosedRange<Int>) -> String {
    let lines = days.map { day in
      let (orders, cents) = figures(shop, day...day)
      return "2026-08-\(day < 10 ? "0" : "")\(day),\"$\(Money.text(cents))\",\(orders),1.00,99.00"
    }
    return ([head] + lines).joined(separator: "\n") + "\n"
  }

  /// Orders that are no tests, and what they brought: nothing where they were cancelled.
  private static func figures(_ shop: RandomShop, _ days: ClosedRange<Int>) -> (Int, Int) {
    let orders = shop.orders.filter { days.contains($0.day) && !$0.isTest }
    return (orders.count, orders.filter { !$0.isCancelled }.map(\.cents).reduce(0, +))
  }

  @Test("what is the same agrees, line by line and in all", arguments: seeds(1..<3))
  func agrees(seed: UInt64) throws {
    let shop = RandomShop(seed: seed)
    try withAsking { asking in
      try asking.load(shop.sql)
      let path = try asking.workspace.write("sales.csv", Self.report(shop, 1...31))
      let lines = try asking.rows("reconcile", "lines", ["--shopify-report", path])
      #expect(lines.count == 62 && lines.allSatisfy { $0[5] == "agrees" })
      let (orders, cents) = Self.figures(shop, 1...31)
      let totals = try asking.rows("reconcile", "figures", ["--shopify-report", path])
      #expect(totals.map { $0[2] } == ["orders", "total_sales"])
      #expect(totals[0][4] == "\(orders)" && Money.cents(totals[1][4]) == cents)
      let match = ["reconcile", "--shopify-report", path, "--require-match"]
      #expect(try asking.report(match).succeeded)

      let month = "Month,Total sales\n2026-08,\(Money.text(cents + 100))\n,1\n"
      let other = try asking.workspace.write("month.csv", month)
      let row = try #require(
        try asking.rows("reconcile", "lines", ["--shopify-report", other]).first
      )
      #expect(row[2] == "2026-08-01" && row[3] == "2026-08-31" && row[5] == "differs")
      #expect(row[8] == "-1.00" && row[9] == "2")
      #expect(try asking.report(["reconcile", "--shopify-report", other]).succeeded)
      let failed = try asking.report(["reconcile", "--shopify-report", other, "--require-match"])
      #expect(failed.status == 65 && failed.text.contains("differs"))
    }
  }

  @Test("days that no export covers are unknown, never 0")
  func uncovered() throws {
    try withAsking { asking in
      try asking.load(RandomShop(seed: 3).sql)
      let path = try asking.workspace.write(
        "sales.csv",
        "Day,Orders,Net sales\n2026-09-01,0,0\n2026-08-31,0,0\n"
      )
      let lines = try asking.rows("reconcile", "lines", ["--shopify-report", path])
      #expect(lines.prefix(2).allSatisfy { $0[5] == "no export" && $0[7] == "" && $0[8] == "" })
      // The shop's orders name no subtotal: their net sales are unknown, unless there are none.
      #expect(["unknown", "agrees"].contains(lines[3][5]))
    }
  }

  /// A test order whose refund is left out like its sale, and refunds that leave their currency to the
  /// order, or write it small: of 100 dollars 40 came back on the 3rd, and all of 60 euros on the 2nd.
  @Test("refunds are of the orders and the currency of the report")
  func refunds() throws {
    try withAsking { asking in
      try asking.load(
        ShopRows.order("1", "100", "usd", ["total_refunded": "40"])
          + ShopRows.refund("r1", of: "1", day: 3, ["amount": "40", "currency": "'usd'"])
          + ShopRows.order("2", "70", "USD", ["test": "true", "total_refunded": "70"])
          + ShopRows.refund("r2", of: "2", day: 2, ["amount": "70", "currency": "'USD'"])
          + ShopRows.order("3", "60", "EUR", ["total_refunded": "60"])
          + ShopRows.refund("r3", of: "3", day: 2, ["amount": "60"]) + ShopRows.covers()
      )
      let reports = [("usd", [100, 0, -40]), ("USD", [100, 0, -40]), ("EUR", [60, -60, 0])]
      for (currency, sales) in reports {
        let days = sales.enumerated().map { "2026-03-0\($0 + 1),\(min($1, 0)),\($1)\n" }
        let path = try asking.workspace.write(
          "sales.csv",
          "Day,Returns,Total sales\n" + days.joined()
        )
        let options = ["--shopify-report", path, "--currency", currency]
        let lines = try asking.rows("reconcile", "lines", options)
        #expect(lines.count == 6 && lines.allSatisfy { $0[5] == "agrees" }, "\(lines)")
      }
    }
  }

  @Test(
    "what was compared with nothing does not match",
    arguments: ["Month,Orders\n2026-07,999\n", "Day,Net sales\n2026-08-05,1\n", "Day,Orders\n"]
  )
  func nothing(report: String) throws {
    try withAsking { asking in
      try asking.load(RandomShop(seed: 3).sql + ShopRows.order("9", day: 1, "1.00"))
      try asking.database.execute("update sms.shopify_orders set created_at = '2026-08-05Z'")
      try asking.load("select")
      let path = try asking.workspace.write("sales.csv", report)
      let arguments = ["reconcile", "--shopify-report", path, "--require-match"]
      let outcome = try asking.report(arguments)
      #expect(
        outcome.status == 65 && outcome.errors.contains("nothing could be compared"),
        "\(outcome)"
      )
      #expect(!outcome.text.isEmpty)
    }
  }

  @Test(
    "what is no such report is said to be so, by line and value",
    arguments: [
      ("Region,Total sales\nA,1\n", "no sales report by day, week or month"),
      ("Day,Visits\n2026-08-01,1\n", "no sales report"),
      ("Day,Orders\n2026-08-32,1\n", #"line 2: "2026-08-32" is no day"#),
      ("Day,Orders\n2026-08-01,1\n2026-08-02,many\n", #"line 3, Orders: "many" is no number"#),
      ("Day,Orders,Taxes\n2026-08-01,1\n", "was the file cut off?"),
      ("", "the file is empty"),
    ]
  )
  func wrong(text: String, message: String) throws {
    try withAsking { asking in
      try asking.load(RandomShop(seed: 3).sql)
      let path = try asking.workspace.write("sales.csv", text)
      let outcome = try asking.report(["reconcile", "--shopify-report", path])
      #expect(outcome.status == 65 && outcome.errors.contains(message), "\(outcome)")
    }
  }

  @Test("a report that is not there, or no report, is wrong use or missing input")
  func use() throws {
    try withAsking { asking in
      try asking.load(RandomShop(seed: 3).sql)
      #expect(try asking.report(["reconcile"]).status == 64)
      #expect(try asking.report(["reconcile", "--shopify-report", "none.csv"]).status == 66)
      #expect(try asking.report(["summary", "--require-match"]).status == 64)
    }
  }
}
