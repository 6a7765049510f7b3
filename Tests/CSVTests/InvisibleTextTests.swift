import TestSupport
import Testing
import Wire

/// Spaces that are none of ASCII, and characters that nobody sees, at the ends of cells.
@Suite("What nobody sees at the ends of cells")
struct InvisibleTextTests {
  static let characters: [String] = [
    " ", "\t", "\u{85}", "\u{A0}", "\u{1680}", "\u{2000}", "\u{2003}", "\u{200A}", "\u{200B}",
    "\u{200E}", "\u{200F}", "\u{2028}", "\u{2029}", "\u{202F}", "\u{205F}", "\u{2060}", "\u{3000}",
    "\u{FEFF}", "\u{A0} \u{200B}\u{A0}",
  ]

  @Test("they are taken away wherever a space is", arguments: characters)
  func everyField(space: String) throws {
    func cell(_ text: String) -> String { "\"\(space)\(text)\(space)\"" }
    let run = try ExtractRun(
      "Order Name,Order ID,Revenue,Currency,Channel,Attribution Type,Message ID,Email,Order Date\n"
        + ["#1001", "5001", "20.00", "USD", "Email", "click", "message-number-1", "a@x.com"]
        .map(cell).joined(separator: ",") + "," + cell("2026-01-01 10:00:00 Z") + "\n",
      "--profile",
      "postscript-revenue"
    )
    let wanted = [
      ("order_name", "#1001"), ("order_id", "5001"), ("claimed_revenue", "20.00"),
      ("currency", "USD"), ("channel", "email"), ("attribution_type", "click"),
      ("message_id", "message-number-1"), ("email", "a@x.com"),
      ("order_at", "2026-01-01T10:00:00Z"),
    ]
    #expect(run.codes == [], "\(run.reasons)")
    for (field, value) in wanted { #expect(run.texts(field) == [value], "\(field)") }
  }

  @Test("tags and discounts are those without, and names of orders too", arguments: characters)
  func orders(space: String) throws {
    let run = try ExtractRun(
      "Name,Id,Created at,Financial Status,Currency,Total,Lineitem quantity,Lineitem name,Tags\n"
        + "#1001\(space),1,2026-01-01 10:00:00 Z,paid\(space),USD,1.00,1,Mug,"
        + "\"vip\(space),\(space)sm-exclude-order\(space)\"\n"
        + "#1001\(space),,,\(space),,,2,Cap,\n#1002,2,2026-01-01 10:00:00 Z,paid,USD,1.00,1,Mug,\n",
      "--profile",
      "shopify-orders"
    )
    #expect(run.texts("order_name") == ["#1001", "#1002"], "\(run.outcome)")
    #expect(run.texts("tags").first == #"["vip","sm-exclude-order"]"#, "\(run.outcome)")
    #expect(run.texts("financial_status") == ["paid", "paid"])
  }

  @Test("a cell of nothing else is empty", arguments: characters)
  func empty(space: String) throws {
    let run = try ExtractRun(
      "Order ID,Revenue,Campaign Name,Message Type\n1,5,\"\(space)\",\"\(space)\"\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(run.texts("message_type") == ["null"], "\(run.outcome)")
    #expect(run.texts("campaign_name") == ["null"], "\(run.outcome)")
  }

  @Test(
    "letters and signs beyond ASCII stay, and what joins them",
    arguments: [
      "Café", "Åse", "été", "日本語のキャンペーン", "👩\u{200D}👩\u{200D}👧", "naïve\u{200D}", "Ω", "é",
      "„Fall“",
    ]
  )
  func others(text: String) throws {
    let run = try ExtractRun(
      "Order ID,Revenue,Campaign Name,Message ID\n1,5,\(text),\(text)\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(run.texts("campaign_name") == [text] && run.texts("message_id") == [text])
  }

  @Test("an amount with one is checked as any other")
  func amounts() throws {
    let run = try ExtractRun(
      "Order ID,Revenue,Currency\n1,\u{200B}20.005,USD\n2,\u{200B}20.00 €,USD\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(run.codes == ["too_many_decimals", "currency_conflict"], "\(run.records)")
  }
}
