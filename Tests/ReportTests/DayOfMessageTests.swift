import TestSupport
import Testing

/// Answers for a period where revenue counts on the day of the message.
@Suite("Revenue on the day of the message")
struct DayOfMessageTests {
  private static let setting = "update sms.settings set revenue_date = 'message';"

  /// The grid by platform and view window, in cents.
  private func grid(_ asking: Asking, _ period: [String]) throws -> [String: [Int]] {
    let rows = try asking.rows("windows", "grid", period).map { row in
      ("\(row[2]) \(row[3])", row[4...].map { Money.cents($0) ?? -1 })
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// A click three days before the order, in February, and a view 13 hours before it, in March: the
  /// view has the order where it counts, and with it the day.
  @Test("an order counts in the month of the claim that would win it, in each cell")
  func winner() throws {
    try withAsking { asking in
      try asking.load(
        Self.setting + ShopRows.order("1", day: 1, "100.00")
          + ShopRows.claim("postscript", "1", "100.00", "USD", ["sent_at": "'2026-02-26 10:00Z'"])
          + ShopRows.claim(
            "postscript",
            "1",
            "100.00",
            "USD",
            [
              "message_id": "'B'", "sent_at": "'2026-02-28 21:00Z'", "attribution_type": "'view'",
            ]
          )
      )
      let early = try grid(asking, ["--to", "2026-02-27"])
      let late = try grid(asking, ["--from", "2026-02-28"])
      for platform in ["postscript", "all platforms"] {
        #expect(early["\(platform) no views"] == [0, 10000, 10000, 10000, 10000, 10000, 10000])
        #expect(early["\(platform) 12 hours"] == early["\(platform) no views"])
        #expect(early["\(platform) 24 hours"] == Array(repeating: 0, count: 7))
        #expect(late["\(platform) no views"] == Array(repeating: 0, count: 7))
        #expect(late["\(platform) 24 hours"] == Array(repeating: 10000, count: 7))
      }
    }
  }

  @Test(
    "two periods add up to the whole, and the cell of the policy is the summary's",
    arguments: seeds(1..<4)
  )
  func wholes(seed: UInt64) throws {
    try withAsking { asking in
      try asking.load(RandomShop(seed: seed).sql + Self.setting)
      let whole = try grid(asking, [])
      let periods = [["--to", "2026-08-12"], ["--from", "2026-08-13"]]
      let parts = try periods.map { try grid(asking, $0) }
      for (line, cells) in whole {
        for (place, cell) in cells.enumerated() {
          let sum = parts.map { $0[line]?[place] ?? 0 }.reduce(0, +)
          #expect(sum == cell, "\(line), column \(place)")
        }
      }
      for (period, part) in zip(periods, parts) {
        for row in try asking.rows("summary", "platforms", period) {
          let own = row[2] == "all platforms" ? row[4] : row[6]
          #expect(part["\(row[2]) 24 hours"]?[3] == Money.cents(own), "\(row)")
        }
      }
    }
  }

  @Test("claims of a period are not compared with the orders of its days")
  func comparison() throws {
    try withAsking { asking in
      try asking.load(
        Self.setting + ShopRows.order("1", day: 2, "100.00") + ShopRows.order("2", "10.00")
          + ShopRows.claim("postscript", "1", day: 2, "100.00", "USD", ["sent_at": "'2026-03-01Z'"])
      )
      let period = ["--from", "2026-03-01", "--to", "2026-03-01"]
      for row in try asking.rows("summary", "platforms", period) {
        #expect(row[3] == "100.00" && row[7...9] == ["", "", ""], "\(row)")
      }
      let text = try asking.report(["summary", "--format", "markdown"] + period).orThrow().text
      #expect(text.contains("a period does not compare the two"), "\(text)")
      #expect(!text.contains("that the shop"), "\(text)")
      let whole = try #require(try asking.rows("summary", "platforms").last)
      #expect(whole[7...9] == ["110.00", "0.9091", "0.9091"])
    }
  }
}
