import TestSupport
import Testing
import Wire

/// Every event and property that the two integrations name arrives under its name, with its type.
///
/// The names are read from the table of README, so that what it promises is what is tested.
@Suite("Names of the mappings that come with transform-events")
struct ShippedNamesTests {
  /// A row of the table.
  struct Row: Sendable, CustomTestStringConvertible {
    let mapping: String
    let name: String
    let what: String
    let arrives: String
    var testDescription: String { "\(mapping): \(name)" }
  }

  static let rows: [Row] = {
    let text = (try? readText(BuiltProducts.checkout + "/README.md")) ?? ""
    let lines = text.split(separator: "\n").drop { !$0.hasPrefix("| mapping | name |") }
    return lines.dropFirst(2).prefix { $0.hasPrefix("|") }.map { line in
      let cells = line.split(separator: "|").map { cell in
        String(cell).trimmed.replacing("`", with: "")
      }
      return Row(mapping: cells[0], name: cells[1], what: cells[2], arrives: cells[3])
    }
  }()

  @Test("the table names both integrations whole")
  func table() {
    let events = Self.rows.filter { $0.what == "event" }
    #expect(events.count { $0.mapping == "order-editing" } == 5)
    #expect(events.count { $0.mapping == "loyalty" } == 8)
    #expect(Self.rows.count { $0.mapping == "loyalty" } == 8 + 18)
    #expect(Self.rows.count { $0.mapping == "order-editing" } == 5 + 6)
  }

  @Test("an event has its type", arguments: rows.filter { $0.what == "event" })
  func event(row: Row) throws {
    let stream = row.mapping == "loyalty" ? "loyalty_events" : "order_editing_events"
    let record = """
      {"event":"\(row.name)","occurred_at":"2026-01-02T03:04:05Z","phone":"+12025550146",\
      "email":"sam@shop.example","integrations":"both"}
      """
    let made = try Transforming(row.mapping, stream, [record]).records()
    #expect(made.first?["type"]?.string == row.arrives)
    #expect(made.first?["phone"]?.string == "+12025550146")
    #expect(made.first?["email"]?.string == "sam@shop.example")
    #expect(made.first?["occurred_at"]?.string == "2026-01-02 03:04:05.000000")
  }

  /// For each type a value of another form in the source, and the JSON that arrives.
  private static let values = [
    "integer": (#""1250""#, "1250"), "text": (#""Gold""#, #""Gold""#),
    "date": (#""2026-01-02""#, #""2026-01-02""#), "text of digits": ("12.50", #""12.50""#),
    "true or false as text": ("true", #""true""#),
  ]

  @Test(
    "a property of a member has its name and type",
    arguments: rows.filter { $0.mapping == "loyalty" && $0.what != "event" }
  )
  func property(row: Row) throws {
    let (source, expected) = try #require(Self.values[row.what])
    var field = #""\#(row.name.dropFirst("rediem_".count))":\#(source)"#
    var name = row.arrives
    if row.name.contains("[Impactname]") {
      name = name.replacing("[Impactname]", with: "Trees planted")
      let family = row.name.contains("YoY") ? "impacts_yoy" : "impacts"
      field = #""\#(family)":{"Trees planted":\#(source)}"#
    }
    let record = #"{"phone":"+12025550146",\#(field)}"#
    let made = try Transforming("loyalty", "loyalty_members", [record]).records()
    let members = made.first?["properties"]?.members ?? []
    #expect(members.map(\.key) == [name])
    #expect(members.first?.value.text == expected)
    let other = try Transforming("loyalty", "loyalty_members", [record], "--prefix", "acme")
      .records()
    let renamed = other.first?["properties"]?.members?.first?.key
    #expect(renamed == name.replacing("rediem_", with: "acme_"))
  }

  @Test(
    "an offer's product has its merge tags",
    arguments: rows.filter { $0.mapping == "order-editing" && $0.what != "event" }
  )
  func tag(row: Row) throws {
    let (source, expected) = try #require(Self.values[row.what])
    let offer = #"{"\#(row.name)":\#(source)}"#
    let record = """
      {"event":"Upsell Recommendations","occurred_at":"2026-01-02T03:04:05Z","email":"a@b.example",\
      "integrations":["Postscript"],"offers":[\(offer),\(offer)]}
      """
    let made = try Transforming("order-editing", "order_editing_events", [record]).records()
    let properties = made.first?["properties"]
    for number in ["1", "2"] {
      let name = row.arrives.replacing("1", with: number)
      #expect(properties?[name]?.text == expected, "\(name)")
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
