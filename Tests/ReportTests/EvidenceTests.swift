import TestSupport
import Testing

/// Who speaks for credited orders: random witnesses against rules written down a second time, and
/// what is unknown.
@Suite("Evidence")
struct EvidenceTests {
  /// What one order says of itself; nil where no source of it knew.
  private struct OrderWords {
    var utm: (source: String, medium: String)?
    var code: String?
    var answer: String?
    var knowsSite = true

    /// The channel that words name, by the order of the rules.
    static func channel(_ words: String) -> String? {
      let words = words.lowercased()
      if ["attentive", "postscript", "sms", "mms"].contains(where: words.contains) { return "sms" }
      return ["klaviyo", "email"].contains(where: words.contains) ? "email" : nil
    }

    /// Whether the words speak for a platform, all of whose claims come by SMS here.
    static func agrees(_ words: String, _ platform: String) -> Bool {
      if words.lowercased().contains(platform) { return true }
      return !RandomShop.platforms.contains { words.lowercased().contains($0) }
        && channel(words) == "sms"
    }

    var utmWords: String? { knowsSite ? utm.map { "\($0.source) \($0.medium)" } ?? "" : nil }

    /// By the longest prefix that fits.
    var codeWords: String {
      guard let code = code?.uppercased() else { return "" }
      return code.hasPrefix("TXTK")
        ? "klaviyo"
        : code.hasPrefix("TXT")
          ? "postscript"
          : code.hasPrefix("MSG") ? "sms" : ""
    }

    var surveyWords: String { answer.map { $0 == "a text" ? "a sms" : $0 } ?? "" }

    var all: [String] { [utmWords, codeWords, surveyWords].compactMap { $0 } }

    func update(_ order: String) -> String {
      let site = utm.map { utm in
        "'/p?a=1&utm_source=\(utm.source)&utm_medium=\(utm.medium)#top'"
      }
      let notes = answer.map { answer in
        #"'[{"name":"gift","value":"attentive"},{"name":"Heard","value":"\#(answer)"}]'"#
      }
      // A source that has no landing page: all columns are known but the 26th.
      let known = knowsSite ? "-1" : "(-1 # (1::bigint << 25))"
      return """
        update sms.shopify_orders set landing_site = \(knowsSite ? site ?? "null" : "null"),
          discount_codes = \(code.map { #"'[{"code":"\#($0)"}]'"# } ?? "null"),
          note_attributes = \(notes ?? "null"), _sdc_known = \(known)
        where order_id = '\(order)';
        """
    }

    init(_ random: inout SplitMix64) {
      utm =
        Bool.random(using: &random)
        ? (
          ["Postscript", "klaviyo", "attentive", "google", "newsletter"].randomElement(
            using: &random
          ) ?? "", ["sms", "email", "cpc"].randomElement(using: &random) ?? ""
        ) : nil
      code = ["txt10", "TXTK-5", "Msg1", "SUMMER", nil].randomElement(using: &random) ?? nil
      answer =
        ["a text", "Klaviyo", "a friend", "postscript", nil].randomElement(using: &random)
        ?? nil
      knowsSite = Int.random(in: 0..<3, using: &random) > 0
    }
  }

  private static let settings = """
    update sms.settings set survey_attributes = '{heard}',
      discount_code_prefixes = '{"TXT": "postscript", "txtk": "klaviyo", "MSG": "sms"}';
    """

  @Test("every figure is that of the rules", arguments: seeds(1..<4))
  func figures(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let shop = RandomShop(seed: seed)
    let witnesses = Dictionary(
      uniqueKeysWithValues: shop.orders.map { ($0.id, OrderWords(&random)) }
    )
    let updates = witnesses.map { $1.update($0) }.joined()
    try withAsking { asking in
      try asking.load(shop.sql + updates + Self.settings)
      let model = ShopModel(shop: shop)
      let winners = Dictionary(grouping: model.winners, by: \.order)
        .compactMapValues { model.latest($0.map(\.claim))?.platform }
      for row in try asking.rows("evidence", "credited") {
        let own = winners.filter { row[2] == "all platforms" || $0.value == row[2] }
        func speaks(_ words: (OrderWords) -> String?) -> [String] {
          own.keys.filter { order in
            guard let platform = own[order], let text = witnesses[order].flatMap(words) else {
              return false
            }
            return OrderWords.agrees(text, platform)
          }
        }
        let sides = [speaks(\.utmWords), speaks(\.codeWords), speaks(\.surveyWords)]
        let two = Set(sides.joined()).map(model.cents).reduce(0, +)
        let all = own.keys.map(model.cents).reduce(0, +)
        #expect(row[3] == "\(own.count)" && Money.cents(row[4]) == all)
        #expect(Money.cents(row[6]) == two && Money.cents(row[7]) == all, "\(row)")
        var counts = sides.map { "\($0.count)" }
        if own.keys.allSatisfy({ witnesses[$0]?.knowsSite == false }) { counts[0] = "" }
        #expect(Array(row[10...12]) == counts, "\(row)")
        let clicks = own.filter { order, platform in
          model.standing[order]?.contains { $0.platform == platform && $0.kind == "click" } == true
        }
        #expect(row[8] == "\(clicks.count)", "\(row)")
      }
      try unclaimed(asking, shop, witnesses)
    }
  }

  private func unclaimed(
    _ asking: Asking,
    _ shop: RandomShop,
    _ witnesses: [String: OrderWords]
  ) throws {
    let claimed = Set(shop.claims.map(\.order))
    let free = shop.orders.filter { $0.isValid && !claimed.contains($0.id) }
    let named = free.filter { order in
      (witnesses[order.id]?.all ?? []).contains { OrderWords.channel($0) == "sms" }
    }
    let rows = try asking.rows("evidence", "unclaimed")
    #expect(rows.count == (free.isEmpty ? 0 : 1))
    for row in rows {
      #expect(row[2] == "loaded" && row[3] == "\(named.count)" && row[8] == "\(free.count)")
      #expect(Money.cents(row[4]) ?? 0 == named.map(\.cents).reduce(0, +))
    }
    #expect(try asking.rows("evidence", "orders").count == min(20, named.count))
  }

  @Test("what no source knows is unknown, and why is said")
  func unknown() throws {
    let shop = RandomShop(seed: 5)
    let noSite = "update sms.shopify_orders set _sdc_known = (-1 # (1::bigint << 25));"
    try withAsking { asking in
      try asking.load(shop.sql + noSite)
      for row in try asking.rows("evidence", "credited") {
        #expect(row[5] == "" && row[6] == "" && row[10...12] == ["", "", ""], "\(row)")
        #expect(Money.cents(row[7]) == 0)
      }
      for row in try asking.rows("evidence", "unclaimed") {
        #expect(Array(row[3...7]) == ["", "", "", "", ""] && row[9] == "0")
      }
      let text = try asking.report(["evidence"]).orThrow().text
      #expect(text.contains("landing page of \(shop.orders.count) of \(shop.orders.count) orders"))
      #expect(text.contains("no prefixes of discount codes are set"))
      #expect(text.contains("no survey is set"))
      // Another source may have known it.
      try asking.database.execute(
        #"update sms.shopify_orders set _sdc_stamps = '{"landing_site": []}'"#
      )
      #expect(try asking.rows("evidence", "credited").allSatisfy { $0[10] == "0" })
    }
  }

  /// Postscript's claims are of other days than the order that names it; the one that names no
  /// platform could be of any that texts, and here that is Postscript alone.
  @Test("that nobody claims an order is told by the claims of the platform that it names")
  func coverage() throws {
    let site = { (source: String) in
      ["landing_site": "'/?utm_source=\(source)&utm_medium=sms'"]
    }
    try withAsking { asking in
      try asking.load(
        ShopRows.order("1", "100.00", "USD", site("postscript"))
          + ShopRows.order("2", "20.00", "USD", site("klaviyo"))
          + ShopRows.order("3", "3.00", "USD", site("newsletter"))
          + ShopRows.order("4", day: 4, "4000.00", "USD", site("postscript"))
          + ShopRows.order("5", day: 4, "500.00", "USD", site("klaviyo"))
          + ShopRows.order("6", day: 4, "60000.00", "USD", site("newsletter"))
          + ShopRows.claim("postscript", "none", day: 4, "1.00")
          + ShopRows.covers("attributed_orders", "klaviyo", until: "2026-03-03")
          + ShopRows.covers("attributed_orders", "postscript", from: "2026-03-04")
      )
      let rows = try asking.rows("evidence", "unclaimed").map { [$0[2], $0[3], $0[4]] }
      #expect(rows == [["loaded", "3", "64020.00"], ["not loaded", "3", "603.00"]])
      let orders = try asking.rows("evidence", "orders").map { $0[1] }
      #expect(orders == ["#6", "#4", "#2"])
    }
  }
}
