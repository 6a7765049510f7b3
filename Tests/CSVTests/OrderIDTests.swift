import TestSupport
import Testing
import Wire

/// What stands in a column of order ids and is none.
@Suite("Ids of orders")
struct OrderIDTests {
  @Test(
    "a claim's is digits alone, with what GraphQL or a spreadsheet puts around them",
    arguments: [
      ("5001", nil), ("gid://shopify/Order/5001", nil), ("=\"5001\"", nil), ("'5001", nil),
      ("5001.0", nil), ("#1001", "invalid_identifier"), ("SHOP-1001", "invalid_identifier"),
      ("1001 #2", "invalid_identifier"), ("+5001", "rounded_identifier"),
    ] as [(String, String?)]
  )
  func claims(id: String, code: String?) throws {
    let cell = id.contains("\"") ? "\"\(id.replacing("\"", with: "\"\""))\"" : id
    let run = try ExtractRun(
      "Order ID,Revenue,Message ID\n\(cell),25.00,m1\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(run.codes == (code.map { [$0] } ?? []), "\(run.outcome)")
    #expect(run.texts("order_id") == (code == nil ? ["5001"] : []))
    guard code == "invalid_identifier" else { return }
    #expect(run.rejects.first?["field"]?.string == "Order ID")
    #expect(run.reasons.first?.contains("\"order_name\" with --mapping") == true)
  }

  @Test("the column of names that is called one of ids is mapped to the name")
  func mapped() throws {
    let run = try ExtractRun(
      "Order ID,Revenue,Message ID\n#1001,25.00,m1\n",
      "--profile",
      "postscript-revenue",
      mapping: #"{"fields":{"order_name":"Order ID"}}"#
    )
    #expect(run.texts("order_ref") == ["name:#1001"], "\(run.outcome)")
  }

  @Test("an order's is digits alone", arguments: ["#1001", "abc"])
  func orders(id: String) throws {
    let run = try ExtractRun(
      "Name,Id,Created at,Financial Status,Currency,Total,Lineitem quantity,Lineitem name\n"
        + "#1001,\(id),2025-10-07 13:50:26 +0000,paid,USD,25.00,1,Mug\n",
      "--profile",
      "shopify-orders"
    )
    #expect(run.codes == ["invalid_identifier"] && run.records.isEmpty, "\(run.outcome)")
  }
}
