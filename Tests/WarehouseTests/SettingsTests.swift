import TestSupport
import Testing

/// `load-postgres settings`: the policy of the warehouse, told, changed and carried over.
@Suite("load-postgres settings")
struct SettingsTests {
  private static let order = Message.order(
    1,
    #""order_name":"1001","processed_at":"2026-01-10T10:00:00Z","financial_status":"paid","#
      + #""currency":"USD","total_price":100.00,"total_refunded":0"#
  )
  private static let claim = Message.record(
    "attributed_orders",
    #""store_id":"s","source_system":"postscript","order_id":"1","message_id":"m","#
      + #""claimed_revenue":100.00,"attribution_type":"click","sent_at":"2026-01-05T10:00:00Z""#
  )

  private func settings(_ house: TestWarehouse, _ arguments: String...) throws -> Outcome {
    try house.workspace.run(house.loader(["settings"] + arguments))
  }

  private func mustSet(_ house: TestWarehouse, _ arguments: String...) throws {
    try house.workspace.run(house.loader(["settings", "set"] + arguments)).orThrow()
  }

  private func outcome(_ house: TestWarehouse) throws -> [String] {
    try house.database.rows(
      "select outcome, coalesce(last_touch_revenue, 0) from sms.claim_outcomes c "
        + "join sms.obt_orders o on o.order_id = c.order_key"
    )
  }

  @Test("a change rebuilds what it touches and is recorded with its old value")
  func set() throws {
    try withWarehouse { house in
      try house.mustLoad([Self.order, Self.claim])
      #expect(try outcome(house) == ["last_touch|100.00"])
      try mustSet(house, "--store", "s", "click_window=4d")
      #expect(try outcome(house) == ["rejected|0"])
      let log = try house.database.rows(
        "select store_id, setting, old_value = '7 days', new_value = '4 days', "
          + "changed_by = session_user from sms.settings_log where setting <> 'store_id'"
      )
      #expect(log == ["s|click_window|t|t|t"])
      let same = try settings(house, "set", "--store", "s", "click_window=96h").orThrow()
      #expect(same.errors.contains("nothing changed"))
      try mustSet(house, "--store", "s", "click_window=120h")
      #expect(try outcome(house) == ["last_touch|100.00"])
      #expect(try house.database.rows("select count(*) from sms.settings_log") == ["3"])
    }
  }

  @Test("a store's own policy begins as the default one, and then goes its own way")
  func ownPolicy() throws {
    try withWarehouse { house in
      try mustSet(house, "view_window=2d")
      try mustSet(house, "--store", "uk", "tolerance=0.50")
      try mustSet(house, "view_window=any", "reporting_timezone=America/New_York")
      let rows = try house.database.rows(
        "select store_id, view_window = '2 days', tolerance, reporting_timezone from sms.settings "
          + "order by 1"
      )
      #expect(rows == ["*|NULL|0.01|America/New_York", "uk|t|0.50|UTC"])
    }
  }

  @Test("order kinds are set for all stores, and recorded")
  func orderKinds() throws {
    try withWarehouse { house in
      let tagged = Self.order.dropLast(2) + #","tags":"Auto Ship 3"}}"#
      try house.mustLoad([String(tagged), Self.claim])
      #expect(try outcome(house) == ["last_touch|100.00"])
      let rule = #"[{"field":"tag","pattern":"auto_ship%","order_kind":"subscription_renewal"}]"#
      try mustSet(house, "order_kind_rules=\(rule)")
      #expect(try outcome(house) == ["rejected|0"])
      let kinds = try house.database.rows(
        "select count(*) filter (where old_value is null), count(*) filter (where new_value is null) "
          + "from sms.settings_log where setting = 'order_kind_rules'"
      )
      #expect(kinds == ["1|3"])
    }
  }

  @Test("what is exported is imported as it was, into another warehouse too")
  func roundTrip() throws {
    try withWarehouse { house in
      let empty = try settings(house, "export").orThrow().text
      try mustSet(
        house,
        "click_window=3d",
        "coupon_window=90m",
        "accepted_sales_channels=web,pos",
        "default_currencies=shopify=USD,klaviyo=EUR",
        "tolerance=0.010",
        "calling_code=44"
      )
      try mustSet(house, "--store", "uk", "excluded_order_tags=none", "revenue_date=message")
      let text = try settings(house, "export").orThrow().text
      try house.workspace.write("all.json", text)
      let one = try settings(house, "export", "--store", "uk").orThrow().text
      try house.workspace.write("uk.json", one)
      try house.workspace.write("empty.json", empty)

      try settings(house, "import", "empty.json").orThrow()
      #expect(try settings(house, "export").text == empty)
      try settings(house, "import", "all.json").orThrow()
      #expect(try settings(house, "export").text == text)
      let again = try settings(house, "import", "all.json").orThrow()
      #expect(again.errors.contains("nothing changed"))

      try house.database.execute("drop schema sms cascade")
      try settings(house, "import", "uk.json").orThrow()
      #expect(try settings(house, "export", "--store", "uk").text == one)
      #expect(try settings(house, "export", "--store", "*").text.contains(#""click_window": "7d""#))
    }
  }

  @Test("show has each setting with its value, its default and since when")
  func show() throws {
    try withWarehouse { house in
      try mustSet(house, "tolerance=0.05")
      try mustSet(house, "--store", "uk", "calling_code=44")
      let text = try settings(house, "show", "--store", "uk").orThrow().text
      let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      #expect(lines.contains { $0.count == 4 && $0[0] == "calling_code" && $0[3].hasSuffix("Z") })
      #expect(lines.contains { $0.starts(with: ["tolerance", "0.05", "0.01"]) && $0[3] != "-" })
      #expect(lines.contains(["click_window", "7d", "7d", "-"]))
      #expect(!text.contains("Default policy"))
      let json = try settings(house, "show", "--format", "json").orThrow().text
      #expect(json.contains(#""calling_code": {"#) && json.contains(#""stores": {"#))
    }
  }

  @Test(
    "a wrong name or value ends with 64 and changes nothing",
    arguments: [
      ("clik_window=3d", "did you mean click_window?"),
      ("revenue_figure=gross", "one of total, subtotal, net"),
      ("reporting_timezone=America/NewYork", "did you mean America/New_York?"),
      ("tolerance=-1", "an amount of 0 or more"),
    ]
  )
  func wrong(assignment: String, message: String) throws {
    try withWarehouse { house in
      let before = try settings(house, "export").orThrow().text
      let outcome = try settings(house, "set", "click_window=1d", assignment)
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains(message), "\(outcome)")
      #expect(try settings(house, "export").text == before)
    }
  }

  @Test("a wrong document ends with 78 and names the member; a missing one with 66")
  func wrongDocument() throws {
    try withWarehouse { house in
      try house.workspace.write("p.json", #"{"stores":{"uk":{"reporting_timezone":"Nowhere"}}}"#)
      let outcome = try settings(house, "import", "p.json")
      #expect(outcome.status == 78)
      #expect(outcome.errors.contains("store uk: reporting_timezone"), "\(outcome)")
      #expect(try settings(house, "import", "none.json").status == 66)
      #expect(try house.database.rows("select store_id from sms.settings") == ["*"])
    }
  }

  @Test("a dry run says what would change, and changes nothing")
  func dryRun() throws {
    try withWarehouse { house in
      let outcome = try settings(house, "set", "--dry-run", "tolerance=1").orThrow()
      #expect(outcome.errors.contains("tolerance is 1, was 0.01"))
      #expect(try settings(house, "export").text.contains(#""tolerance": 0.01"#))
    }
  }

  @Test("what no document could say, the table refuses")
  func constraints() throws {
    try withWarehouse { house in
      try settings(house, "export").orThrow()
      for change in ["click_window = '0.5 s'", "accepted_sales_channels = '{}'"] {
        #expect(throws: (any Error).self) {
          try house.database.execute("update sms.settings set \(change)")
        }
      }
      try house.database.execute(
        "update sms.settings set click_window = '1 year', view_window = null"
      )
      #expect(try settings(house, "export").text.contains(#""click_window": "360d""#))
    }
  }
}
