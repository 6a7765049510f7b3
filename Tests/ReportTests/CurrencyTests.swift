import TestSupport
import Testing

/// Amounts of several currencies are never added up, and are shared to their own smallest unit.
@Suite("Currencies of answers")
struct CurrencyTests {
  /// A claim with the verdict that it brought along, to an order that is not held.
  private static func judged(
    _ order: String,
    _ amount: String,
    _ currency: String,
    rejected: Bool
  ) -> String {
    ShopRows.claim(
      "postscript",
      order,
      amount,
      currency,
      [
        "validation_status": rejected ? "'rejected'" : "'valid'", "order_revenue": amount,
        "validated_revenue": rejected ? "null" : amount, "touch_at": "'2026-03-01 09:00Z'",
        "rejection_reasons": rejected ? #"'["order_renewal"]'"# : "'[]'",
      ]
    )
  }

  @Test("claims to orders that are not held count in their own currency")
  func notHeld() throws {
    try withAsking { asking in
      try asking.load(
        Self.judged("1", "100", "USD", rejected: false)
          + Self.judged("2", "9000", "JPY", rejected: false)
          + Self.judged("3", "7", "USD", rejected: true)
          + Self.judged("4", "500", "JPY", rejected: true)
      )
      let windows = try asking.rows("windows", "grid").filter {
        $0[2] == "all platforms" && $0[3] == "24 hours"
      }
      #expect(windows.map { [$0[1], $0[7]] } == [["JPY", "9000"], ["USD", "100"]])
      let additions = try asking.rows("summary", "additions")
      #expect(
        additions.map { Array($0[1...]) } == [
          ["JPY", "renewals", "1", "500"], ["USD", "renewals", "1", "7"],
        ]
      )
    }
  }

  @Test("what no setting changes is said where settings are shown, and claims without a day are")
  func remarks() throws {
    try withAsking { asking in
      let undated = ["order_at": "null", "sent_at": "null"]
      try asking.load(
        Self.judged("1", "100", "USD", rejected: false)
          + ShopRows.claim("klaviyo", "2", "50", "USD", undated)
      )
      func text(_ arguments: String...) throws -> String {
        try asking.report(arguments + ["--format", "markdown"]).orThrow().text
      }
      let kept = "default: 1 claims keep the verdict that they brought along"
      #expect(try text("windows").contains(kept))
      #expect(try text("policy").contains(kept))
      #expect(try !text("windows", "--to", "2026-02-01").contains(kept))
      let left = "1 claims have no known day and are in no period"
      #expect(try text("trend").contains(left))
      for question in [
        "summary", "flows", "messages", "models", "contested", "evidence", "time-to-order",
        "rejected", "windows", "sms-vs-email", "flow-vs-campaign", "revenue-per-message",
      ] {
        #expect(try text(question, "--to", "2026-03-31").contains(left), "\(question)")
        #expect(try !text(question).contains(left), "\(question)")
      }
    }
  }

  /// Ten orders of 1 that two platforms rightly claim: half a dollar of each, while a yen is not
  /// divided and goes to the later touch; a dinar has a thousand parts.
  @Test("linear shares are cut at the unit of the currency, however the amount is written")
  func shares() throws {
    try withAsking { asking in
      let rows = ["USD", "JPY", "KWD"].flatMap { currency in
        (1...10).map { number in
          let id = "\(currency)\(number)"
          return ShopRows.order(id, "1", currency)
            + ShopRows.claim("klaviyo", id, "1", currency, ["sent_at": "'2026-03-01 08:00Z'"])
            + ShopRows.claim("postscript", id, "1", currency)
        }
      }
      try asking.load(rows.joined())
      let found = try asking.rows("models", "platforms").filter { $0[2] != "all platforms" }
      let shares = Dictionary(uniqueKeysWithValues: found.map { ("\($0[1]) \($0[2])", $0[5]) })
      #expect(
        shares == [
          "USD klaviyo": "5.00", "USD postscript": "5.00", "JPY klaviyo": "0",
          "JPY postscript": "10", "KWD klaviyo": "5.000", "KWD postscript": "5.000",
        ]
      )
    }
  }

  @Test("a customer belongs to one channel, whatever the currency of the order that was credited")
  func oneChannel() throws {
    try withAsking { asking in
      try asking.load(
        ShopRows.order("1", "100", "EUR", ["customer_id": "'c1'"])
          + ShopRows.order("2", day: 2, "500", "USD", ["customer_id": "'c1'"])
          + ShopRows.order("3", day: 2, "30", "USD", ["customer_id": "'c2'"])
          + ShopRows.claim("postscript", "1", "100", "EUR")
      )
      let rows = try asking.rows("customers", "lifetime").map { Array($0[1...]) }
      #expect(
        rows == [
          ["EUR", "sms", "1", "1", "100", "100.00"],
          ["USD", "never credited", "1", "1", "30", "30.00"],
          ["USD", "sms", "1", "1", "500", "500.00"],
        ]
      )
    }
  }
}
