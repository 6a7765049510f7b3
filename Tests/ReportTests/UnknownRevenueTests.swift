import TestSupport
import Testing

/// Valid orders whose revenue nobody can tell are in no sum, and every answer says so.
@Suite("Orders of unknown revenue")
struct UnknownRevenueTests {
  /// Two orders of 100, and one of 1,000 of which an unknown part was paid back.
  private static let shop =
    ["1": "100.00", "2": "1000.00", "3": "100.00"].sorted { $0.key < $1.key }.map { id, amount in
      ShopRows.order(
        id,
        amount,
        "USD",
        [
          "customer_id": "'c\(id)'",
          "financial_status": id == "2" ? "'partially_refunded'" : "'paid'",
        ]
      )
    }.joined() + ShopRows.claim("postscript", "1", "100.00")
    + ShopRows.claim("postscript", "2", "1000.00") + ShopRows.covers()
    + ShopRows.covers("attributed_orders", "postscript")

  private static let remark = "the refunds or amounts of 1 valid orders in USD are unknown"

  @Test("claims to them are not called more than the shop sold")
  func summary() throws {
    try withAsking { asking in
      try asking.load(Self.shop)
      let row = try #require(
        try asking.rows("summary", "platforms").first { $0[2] == "all platforms" }
      )
      #expect(row[3] == "1100.00" && row[7] == "200.00" && row[8] == "" && row[9] == "0.5000")
      #expect(row.last == "1")
      let text = try asking.report(["summary", "--format", "markdown"]).orThrow().text
      #expect(text.contains("of the 200.00 that the shop is known to have sold"), "\(text)")
      #expect(text.contains(Self.remark) && !text.contains("more than the"), "\(text)")
      try asking.load("update sms.shopify_orders set total_refunded = 900 where order_id = '2'")
      let known = try asking.report(["summary", "--format", "markdown"]).orThrow().text
      #expect(known.contains("more than the 300.00 that the shop sold"), "\(known)")
      #expect(!known.contains("are unknown"), "\(known)")
    }
  }

  @Test("customers with one have no lifetime value")
  func lifetime() throws {
    try withAsking { asking in
      try asking.load(Self.shop)
      let rows = try asking.rows("customers", "lifetime").map { Array($0[2...]) }
      #expect(
        rows == [
          ["never credited", "2", "2", "100.00", "100.00"], ["sms", "1", "1", "100.00", "100.00"],
        ]
      )
      let text = try asking.report(["customers", "--format", "markdown"]).orThrow().text
      #expect(text.contains(Self.remark), "\(text)")
    }
  }

  @Test("what is missing is what they brought, and not their days; of others it is the days")
  func missing() throws {
    try withAsking { asking in
      try asking.load(
        Self.shop + ShopRows.claim("postscript", "9", day: 8, "5.00")
          + ShopRows.claim("postscript", "10", day: 8, "5.00")
          + ShopRows.order("7", "1.00", "USD", ["order_name": "'#5'"])
          + ShopRows.order("8", "1.00", "USD", ["order_name": "'5 '"])
          + ShopRows.claim("postscript", "x", "1.00", "USD", ["order_name": "'# 5'"])
      )
      let rows = try asking.rows("missing", "missing")
      #expect(rows.contains { $0[1] == "orders of the days of 2 claims" })
      #expect(rows.contains { $0[1] == "refunds or amounts of 1 valid orders" })
      #expect(rows.contains { $0[1] == "\"order ids of 1 claims" })
    }
  }
}
