import TestSupport
import Testing

/// A day within which the newest export of it was made is covered up to then.
@Suite("Days that are covered in part")
struct PartlyCoveredTests {
  /// Made at noon of the 3rd; the next export begins on the next day.
  private static let shop =
    ShopRows.order("1", day: 3, "100.00", "USD", ["subtotal_price": "100.00"])
    + ShopRows.covers(until: "2026-03-03T12:00:00Z", at: "2026-03-03 12:00Z")

  private func coverage(_ asking: Asking) throws -> Outcome {
    try asking.workspace.run(
      .built("load-postgres", "coverage", "--require-coverage")
        .with(environment: asking.database.environment)
    )
  }

  @Test("the last day may be cut; one with covered days behind it is told as such")
  func told() throws {
    try withAsking { asking in
      try asking.load(Self.shop)
      #expect(try coverage(asking).succeeded)
      #expect(try asking.rows("coverage", "holes") == [])
      try asking.load(ShopRows.covers(from: "2026-03-04", until: "2026-03-06"))
      let outcome = try coverage(asking)
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.text.contains("5 days covered, none missing, only in part 2026-03-03"))
      #expect(outcome.errors.contains("covers all of 2026-03-03 (1 days in all"), "\(outcome)")
      let holes = try asking.rows("coverage", "holes").map { Array($0[3...]) }
      #expect(holes == [["2026-03-03", "2026-03-03", "0", "1"]])
      let missing = try asking.rows("missing", "missing").map { $0[1] }
      #expect(missing.contains("shopify_orders of shopify for a part of 2026-03-03"))
      let text = try asking.report(["coverage", "--format", "markdown"]).orThrow().text
      #expect(
        text.contains("only a part of the shopify\\_orders of shopify for 2026-03-03"),
        "\(text)"
      )
    }
  }

  @Test("a later export of the day has the rest")
  func filled() throws {
    try withAsking { asking in
      let rest = ShopRows.covers(from: "2026-03-03T12:00:00Z", until: "2026-03-06")
      try asking.load(Self.shop + rest)
      #expect(try coverage(asking).succeeded)
      #expect(!(try asking.rows("missing", "missing").contains { $0[1].contains("a part of") }))
    }
  }

  @Test("Shopify's report of such a day is compared with nothing")
  func reconcile() throws {
    try withAsking { asking in
      try asking.load(Self.shop + ShopRows.covers(from: "2026-03-04", until: "2026-03-06"))
      let path = try asking.workspace.write("sales.csv", "Day,Orders\n2026-03-03,2\n2026-03-04,0\n")
      let lines = try asking.rows("reconcile", "lines", ["--shopify-report", path])
      #expect(lines.map { $0[5] } == ["no export", "agrees"])
    }
  }
}
