import Foundation
import TestSupport
import Testing

/// Reports on random months against figures that were computed without SQL.
@Suite("Reports on random histories")
struct RandomHistoryTests {
  @Test("every figure is that of the rules", arguments: seeds(1..<5))
  func figures(seed: UInt64) throws {
    let shop = RandomShop(seed: seed)
    try withAsking { asking in
      try asking.load(shop.sql)
      for days in [1...31, 8...21] {
        let options = ["--from", Self.day(days.lowerBound), "--to", Self.day(days.upperBound)]
        let model = ShopModel(shop: shop, days: days)
        try summary(asking, options, model)
        try rejected(asking, options, model)
        try models(asking, options, model)
        try windows(asking, options, model)
        try contested(asking, options, model)
      }
    }
  }

  private static func day(_ day: Int) -> String { "2026-08-\(day < 10 ? "0" : "")\(day)" }

  private func summary(_ asking: Asking, _ options: [String], _ model: ShopModel) throws {
    let shop = model.shop.orders.filter { $0.isValid && model.days.contains($0.day) }
      .map(\.cents).reduce(0, +)
    let rows = try asking.rows("summary", "platforms", options)
    #expect(Set(rows.map { $0[2] }) == Set(model.asked.map(\.platform) + ["all platforms"]))
    for row in rows {
      let own = model.asked.filter { row[2] == "all platforms" || $0.platform == row[2] }
      let platform = row[2] == "all platforms" ? nil : row[2]
      let last = platform.map { model.lastTouch[$0] ?? 0 } ?? model.counted(nil)
      #expect(row[10] == "\(own.count)", "claims of \(row[2])")
      #expect(Money.cents(row[3]) == own.map(\.cents).reduce(0, +), "reported by \(row[2])")
      #expect(Money.cents(row[6]) == model.validated(platform), "validated of \(row[2])")
      #expect(Money.cents(row[4]) == last, "last touch of \(row[2])")
      #expect(Money.cents(row[7]) == shop, "revenue of the shop")
      #expect(row[11] == "\(own.count { model.fault($0) != nil })", "rejected of \(row[2])")
    }
  }

  private func rejected(_ asking: Asking, _ options: [String], _ model: ShopModel) throws {
    let rows = try asking.rows("rejected", "steps", options)
    for platform in Set(model.asked.map(\.platform)) {
      let own = rows.filter { $0[2] == platform }
      let amounts = own.compactMap { Money.cents($0[5]) }
      // It closes: from the first line, step by step, to the last.
      #expect(amounts.dropLast().reduce(0, +) == amounts.last, "\(platform): \(own)")
      #expect(amounts.last == model.lastTouch[platform] ?? 0)
      for reason in ["order_not_found", "order_test", "touch_after_order", "outside_window"] {
        let claims = model.asked.filter { $0.platform == platform && model.fault($0) == reason }
        let row = own.first { $0[3] == reason }
        #expect(row?[4] ?? "0" == "\(claims.count)", "\(platform), \(reason)")
        #expect(row.flatMap { Money.cents($0[5]) } ?? 0 == -claims.map(\.cents).reduce(0, +))
      }
    }
  }

  private func models(_ asking: Asking, _ options: [String], _ model: ShopModel) throws {
    let rows = try asking.rows("models", "platforms", options)
    let credits = [model.lastTouch, model.firstTouch, model.linear, model.clickBeforeView]
    #expect(!rows.isEmpty)
    for row in rows {
      for (place, credit) in credits.enumerated() {
        let own = row[2] == "all platforms" ? model.counted(nil) : credit[row[2]] ?? 0
        #expect(Money.cents(row[3 + place]) == own, "model \(place) of \(row[2])")
      }
      let standing = model.standing.values.joined()
        .filter { row[2] == "all platforms" || $0.platform == row[2] }
      #expect(Money.cents(row[7]) == standing.map(\.cents).reduce(0, +), "stated by \(row[2])")
    }
  }

  private func windows(_ asking: Asking, _ options: [String], _ model: ShopModel) throws {
    let clicks: [Int?] = [1440, 3 * 1440, 5 * 1440, 7 * 1440, 14 * 1440, 30 * 1440, nil]
    let views = [
      "no views": -1, "12 hours": 720, "24 hours": 1440, "3 days": 3 * 1440, "7 days": 7 * 1440,
    ]
    let rows = try asking.rows("windows", "grid", options)
    #expect(rows.count > views.count)
    for row in rows {
      for (place, click) in clicks.enumerated() {
        var other = model
        other.clickWindow = click
        other.viewWindow = views[row[3]]
        let platform = row[2] == "all platforms" ? nil : row[2]
        #expect(
          Money.cents(row[4 + place]) ?? 0 == other.counted(platform),
          "\(row[2]), views \(row[3]), clicks \(place)"
        )
      }
    }
  }

  private func contested(_ asking: Asking, _ options: [String], _ model: ShopModel) throws {
    let byOrder = Dictionary(grouping: model.winners, by: \.order).mapValues { $0.map(\.claim) }
    let last = byOrder.compactMapValues { claims in model.latest(claims)?.platform }
    for row in try asking.rows("contested", "pairs", options) {
      let both = byOrder.filter { _, claims in
        [row[2], row[3]].allSatisfy { name in claims.contains { $0.platform == name } }
      }
      #expect(row[4] == "\(both.count)")
      #expect(Money.cents(row[5]) == both.keys.map(model.cents).reduce(0, +))
      #expect(row[6] == "\(both.keys.count { last[$0] == row[2] })")
      #expect(row[7] == "\(both.keys.count { last[$0] == row[3] })")
    }
  }
}
