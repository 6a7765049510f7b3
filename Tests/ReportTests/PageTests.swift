import Foundation
import TestSupport
import Testing

/// The page, as a browser would get it.
@Suite("The page")
struct PageTests {
  @Test("it has the figures of the warehouse, and nothing from elsewhere")
  func figures() throws {
    try withAsking { asking in
      let shop = RandomShop(seed: 11)
      try asking.load(shop.sql)
      let model = ShopModel(shop: shop)
      let path = try asking.workspace.write("page.html", "what was there before")
      try asking.report(["html", path, "--title", "Ours & <theirs>"]).orThrow()
      let page = try readText(path)
      #expect(page.contains("<h1>Ours &amp; &lt;theirs&gt;</h1>"))
      for platform in RandomShop.platforms {
        let reported = model.asked.filter { $0.platform == platform }.map(\.cents).reduce(0, +)
        let sentence =
          "Of USD \(Self.grouped(reported)) that \(platform) reports, USD "
          + "\(Self.grouped(model.lastTouch[platform] ?? 0)) is last-touch revenue"
        #expect(page.contains(sentence), "\(sentence)")
      }
      #expect(page.contains("<strong>USD \(Self.grouped(model.counted(nil)))</strong>"))
      for word in ["<script", "http://", "https://", "src=", "url(", "@import"] {
        #expect(!page.contains(word), "\(word)")
      }
      #expect(page.contains("default-src 'none'"))
      #expect(!asking.workspace.has("page.html.new"))
      let ids = page.matches(of: #/ id="([^"]+)"/#).map { String($0.output.1) }
      #expect(Set(ids).count == ids.count && ids.count > 15)
    }
  }

  @Test("a period compares itself with the days before; one without data has no page")
  func periods() throws {
    try withAsking { asking in
      let shop = RandomShop(seed: 12)
      try asking.load(shop.sql)
      let period = ["html", "-", "--from", "2026-08-16", "--to", "2026-08-30"]
      let page = try asking.report(period).orThrow().text
      let before = ShopModel(shop: shop, days: 1...15).counted(nil)
      #expect(page.contains("the days before: USD \(Self.grouped(before))</span>"))
      let empty = try asking.report(["html", "none.html", "--from", "2027-01-01"])
      #expect(empty.status == 66 && !asking.workspace.has("none.html"))
      let forced = try asking.report(["html", "-", "--from", "2027-01-01", "--allow-empty"])
      #expect(try forced.orThrow().text.contains("No claims in this period."))
      let other = try asking.report(["html", "-", "--store", "uk"])
      #expect(other.status == 66 && other.errors.contains("it has default"))
    }
  }

  private static func grouped(_ cents: Int) -> String {
    let text = Money.text(cents)
    var head = String(text.dropLast(3))
    var groups: [String] = []
    while head.count > 3 {
      groups.insert(String(head.suffix(3)), at: 0)
      head = String(head.dropLast(3))
    }
    return ([head] + groups).joined(separator: ",") + text.suffix(3)
  }
}
