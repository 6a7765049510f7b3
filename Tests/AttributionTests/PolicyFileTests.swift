import TestSupport
import Testing
import Wire

/// `transform-validate --policy`: each store's own policy, flags over it.
@Suite("Policy files")
struct PolicyFileTests {
  /// Three days from send to order.
  private static let claim =
    #""order_id":"1","claimed_revenue":100,"attribution_type":"click","#
    + #""sent_at":"2026-01-07T10:00:00Z""#

  private static func validate(_ arguments: [String]) -> Command {
    Command(
      path: BuiltProducts.program("transform-validate"),
      ["--orders", "orders", "--orders-cover", "records", "--policy", "policy.json"] + arguments
    )
  }

  private func run(
    _ policy: String,
    _ arguments: [String] = [],
    order: String = "",
    stores: [String] = ["default"]
  ) throws -> Outcome {
    try withWorkspace { workspace in
      try workspace.write("policy.json", policy)
      let orders = stores.map { Validation.order(1, #""store_id":"\#($0)""# + order) }
      let claims = stores.map { Validation.claim(#""store_id":"\#($0)","# + Self.claim) }
      try workspace.write("orders", Validation.input(orders))
      return try workspace.run(
        Self.validate(arguments),
        input: .text(Validation.input(claims)),
        timeout: 60
      )
    }
  }

  private func rulings(
    _ policy: String,
    _ arguments: [String] = [],
    order: String = "",
    stores: [String] = ["default"]
  ) throws -> [String] {
    try run(policy, arguments, order: order, stores: stores).orThrow().lines.compactMap { line in
      try JSONValue(parsing: line)["record"]?.ruling
    }
  }

  @Test("a store has its own policy, another the default one")
  func stores() throws {
    let policy = #"{"default":{"click_window":"2d"},"stores":{"uk":{"click_window":"3d"}}}"#
    let found = try rulings(policy, stores: ["uk", "us", "uk"])
    #expect(found == ["valid", "rejected outside_window", "valid"])
  }

  @Test("a flag goes over every store's policy")
  func flags() throws {
    let policy = #"{"default":{"click_window":"2d"},"stores":{"uk":{"accept_view_only":false}}}"#
    #expect(
      try rulings(policy, ["--click-window", "any"], stores: ["uk", "us"]) == ["valid", "valid"]
    )
    let strict = #"{"default":{"exclude_zero_net_orders":true}}"#
    let free = #","subtotal_price":0"#
    #expect(try rulings(strict, order: free) == ["rejected order_excluded"])
    #expect(try rulings(strict, ["--no-exclude-zero-net"], order: free) == ["valid"])
  }

  @Test(
    "order kinds are patterns of LIKE, a tag before the sales channel, a renewal before others",
    arguments: [
      (#""tags":"Auto-Ship 12""#, "rejected order_renewal"),
      (#""tags":["x","AUTO ship"]"#, "rejected order_renewal"),
      (#""tags":"an auto ship""#, "valid"),
      (#""tags":"10% off""#, "rejected order_renewal"),
      (#""tags":"10 off""#, "valid"),
      (#""tags":"first","source_name":"app_7""#, "valid"),
      (#""tags":"first, auto-ship""#, "rejected order_renewal"),
      (#""source_name":"App_7""#, "rejected order_renewal"),
      (#""source_name":"appx7""#, "valid"),
      (#""source_name":"subscription_contract_checkout""#, "valid"),
      (#""order_kind":"one_time","source_name":"app_7""#, "valid"),
    ]
  )
  func orderKinds(fields: String, ruling: String) throws {
    let rules = [
      ("tag", "auto_ship%", "subscription_renewal"), ("tag", #"10\\% o__"#, "subscription_renewal"),
      ("tag", "first", "subscription_first"),
      ("source_name", #"app\\_%"#, "subscription_renewal"),
    ].map { #"{"field":"\#($0)","pattern":"\#($1)","order_kind":"\#($2)"}"# }
    let policy = #"{"default":{},"order_kind_rules":[\#(rules.joined(separator: ","))]}"#
    #expect(try rulings(policy, order: "," + fields) == [ruling])
  }

  @Test("an order without a currency has the shop's own")
  func defaultCurrency() throws {
    func ruling(_ policy: String, _ arguments: String...) throws -> String {
      try withWorkspace { workspace in
        try workspace.write("policy.json", policy)
        let order = Validation.order(1, changes: ["currency": "null"])
        try workspace.write("orders", Validation.input([order]))
        let claim = Validation.claim(Self.claim + #","currency":"EUR""#)
        let outcome = try workspace.run(
          Self.validate(arguments),
          input: .text(Validation.input([claim])),
          timeout: 60
        ).orThrow()
        return try #require(try JSONValue(parsing: outcome.lines[0])["record"]).ruling
      }
    }
    #expect(try ruling(#"{"default":{}}"#) == "valid")
    let dollars = #"{"default":{"default_currencies":{"shopify":"USD","postscript":"EUR"}}}"#
    #expect(try ruling(dollars) == "rejected currency_mismatch")
    #expect(try ruling(dollars, "--default-currency", "shopify=EUR") == "valid")
    #expect(
      try ruling(#"{"default":{}}"#, "--default-currency", "shopify=USD").contains("currency")
    )
  }

  @Test("days begin in the timezone of the claim's store")
  func zones() throws {
    let coverage =
      #"{"type":"STATE","value":{"bookmarks":{"shopify_orders":{"covers":["#
      + ["east", "west"].map {
        #"{"store_id":"\#($0)","from":"2026-01-01T00:00:00Z","until":"2026-01-02T00:00:00Z","#
          + #""observed_at":null,"complete":true}"#
      }.joined(separator: ",") + "]}}}}"
    let policy = #"{"default":{},"stores":{"west":{"reporting_timezone":"America/New_York"}}}"#
    let claims = ["east", "west"].map {
      Validation.claim(#""store_id":"\#($0)","order_id":"9","order_at":"2026-01-01""#)
    }
    let rulings = try withWorkspace { workspace in
      try workspace.write("policy.json", policy)
      try workspace.write("orders", coverage + "\n")
      let outcome = try workspace.run(
        Self.validate([]),
        input: .text(Validation.input(claims)),
        timeout: 60
      ).orThrow()
      return try outcome.lines.compactMap { try JSONValue(parsing: $0)["record"]?.ruling }
    }
    #expect(rulings == ["rejected order_not_found", "unverifiable"])
  }

  @Test("a malformed policy, or none for a store, ends with 78")
  func wrongPolicies() throws {
    let malformed = try run(#"{"default":{"tolerance":"x"}}"#)
    #expect(malformed.status == 78)
    #expect(malformed.errors.contains("policy.json: default.tolerance: "), "\(malformed)")
    let zone = try run(#"{"default":{},"stores":{"uk":{"reporting_timezone":"Nowhere"}}}"#)
    #expect(zone.status == 78)
    #expect(zone.errors.contains("stores.uk.reporting_timezone"), "\(zone)")
    let missing = try run(#"{"stores":{"uk":{}}}"#, stores: ["us"])
    #expect(missing.status == 78)
    #expect(missing.errors.contains(#"no policy of the store "us""#), "\(missing)")
    #expect(try rulings(#"{"stores":{"us":{}}}"#, stores: ["us"]) == ["valid"])
  }
}
