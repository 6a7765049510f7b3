import TestSupport
import Testing

/// What stands in parentheses behind a header, and signs beside an amount.
@Suite("Units of headers and amounts")
struct HeaderUnitTests {
  private func revenue(
    _ header: String,
    _ cells: String,
    _ arguments: String...
  ) throws
    -> ExtractRun
  {
    try ExtractRun("Order Name,\(header)\n#1,\(cells)\n", "--profile", "postscript-revenue")
  }

  @Test("a currency in a header is that of the amounts, and no other beside it is")
  func currency() throws {
    #expect(try revenue("Attributed Revenue (CAD)", "80.00").texts("currency") == ["CAD"])
    #expect(
      try revenue("Attributed Revenue (CAD),Currency", "80.00,").texts("currency") == ["CAD"]
    )
    #expect(
      try revenue("Attributed Revenue (CAD),Currency", "80.00,USD").codes == ["currency_conflict"]
    )
    #expect(try revenue("Attributed Revenue (JPY)", "80.50").codes == ["too_many_decimals"])
    // Not every word in parentheses is money.
    #expect(try revenue("Attributed Revenue (SMS)", "80.00").texts("currency") == [nil])
    let other = try ExtractRun(
      "Order Name,Attributed Revenue (CAD)\n#1,80.00\n",
      "--profile",
      "postscript-revenue",
      "--currency",
      "USD"
    )
    #expect(other.outcome.status == 64, "\(other.outcome)")
    #expect(other.outcome.errors.contains("names another currency than --currency USD"))
  }

  @Test(
    "a currency is found beside other words, in brackets, and by its sign",
    arguments: [
      ("Attributed Revenue (CAD, net)", "CAD"), ("Attributed Revenue [USD]", "USD"),
      ("Attributed Revenue (net) [USD]", "USD"), ("Attributed Revenue (US$)", "USD"),
      ("Attributed Revenue (CA$)", "CAD"), ("Attributed Revenue (net of tax; EUR)", "EUR"),
      ("Attributed Revenue (€)", "EUR"), ("Attributed Revenue (in GBP)", "GBP"),
      ("Attributed Revenue (gross USD)", "USD"), ("Attributed Revenue (USD $)", "USD"),
      ("Attributed Revenue (USD$)", "USD"), ("Attributed Revenue (¥)", nil),
      ("Attributed Revenue ($)", nil), ("Attributed Revenue (USD/CAD)", nil),
      ("Attributed Revenue (ALL channels)", nil), ("Attributed Revenue [last touch]", nil),
    ]
  )
  func units(header: String, currency: String?) throws {
    let cells = header.contains(",") ? "\"\(header)\"" : header
    let run = try revenue(cells, "80.00")
    #expect(run.texts("claimed_revenue") == ["80.00"], "\(run.outcome)")
    #expect(run.texts("currency") == [currency])
  }

  @Test("another currency beside one in a longer header is refused, and so is a sign it never has")
  func conflicts() throws {
    let beside = try revenue("\"Attributed Revenue (CAD, net)\",Currency", "80.00,USD")
    #expect(beside.codes == ["currency_conflict"])
    for (header, given) in [("[EUR]", "USD"), ("($)", "EUR"), ("(¥)", "USD")] {
      let other = try ExtractRun(
        "Order Name,Attributed Revenue \(header)\n#1,80.00\n",
        "--profile",
        "postscript-revenue",
        "--currency",
        given
      )
      #expect(other.outcome.status == 64, "\(other.outcome)")
    }
    let dollars = try ExtractRun(
      "Order Name,Attributed Revenue ($)\n#1,80.00\n",
      "--profile",
      "postscript-revenue",
      "--currency",
      "CAD"
    )
    #expect(dollars.texts("currency") == ["CAD"], "\(dollars.outcome)")
  }

  @Test("cents in a header are hundredths")
  func cents() throws {
    #expect(
      try revenue("Attributed Revenue (in cents)", "4250").texts("claimed_revenue") == ["42.50"]
    )
  }

  @Test("a column of percentages is one")
  func percent() throws {
    let run = try ExtractRun(
      """
      Day,Flow ID,Flow Name,Flow Message ID,Flow Message Channel,Delivered,Revenue,Unsub Rate (%)
      09/04/2025,F1,Welcome,M1,Email,1000,42.50,0.7

      """,
      "--profile",
      "klaviyo-flows"
    )
    #expect(run.texts("list_unsubscribes") == ["7"], "\(run.outcome)")
  }

  @Test(
    "an amount is no share, and has no sign of another currency",
    arguments: [
      ("25%", "USD", "invalid_number"), ("$20", "EUR", "currency_conflict"),
      ("¥20", "EUR", "currency_conflict"), ("kr 20", "USD", "currency_conflict"),
    ]
  )
  func wrongAmounts(amount: String, currency: String, code: String) throws {
    let run = try revenue("Attributed Revenue,Currency", "\(amount),\(currency)")
    #expect(run.codes == [code], "\(run.outcome)")
  }

  @Test(
    "a sign that several currencies share is one of each",
    arguments: [("$20", "CAD"), ("$20", "MXN"), ("¥20", "JPY"), ("20 kr", "SEK"), ("$20", "")]
  )
  func sharedSigns(amount: String, currency: String) throws {
    let run = try revenue("Attributed Revenue,Currency", "\(amount),\(currency)")
    #expect(run.texts("claimed_revenue") == ["20"], "\(run.outcome)")
  }
}
