import Testing

/// Every reason where it applies, and beside it the nearest case where it does not.
@Suite("Rulings")
struct RulingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let ruling: String
    let claim: String
    var order: [String: String] = [:]
    var flags: [String] = []
    var testDescription: String { "\(ruling): \(claim) \(order) \(flags)" }
  }

  static let click = #""order_id":"1","attribution_type":"click","claimed_revenue":100.00,"#
  static let view = #""order_id":"1","attribution_type":"view","claimed_revenue":100.00,"#
  static let sent = #""sent_at":"2026-01-10T09:00:00Z""#

  static let orderFacts: [Case] = [
    Case(ruling: "valid", claim: click + sent),
    Case(ruling: "rejected order_test", claim: click + sent, order: ["test": "true"]),
    Case(ruling: "valid", claim: click + sent, order: ["test": "false"]),
    Case(ruling: "valid", claim: click + sent, order: ["test": "null"]),
    Case(
      ruling: "rejected order_cancelled",
      claim: click + sent,
      order: ["cancelled_at": #""2026-01-11T00:00:00Z""#]
    ),
    Case(ruling: "valid", claim: click + sent, order: ["cancelled_at": "null"]),
    Case(
      ruling: "rejected order_refunded",
      claim: click + sent,
      order: ["financial_status": #""refunded""#, "total_refunded": "100.00"]
    ),
    Case(
      ruling: "rejected order_refunded",
      claim: click + sent,
      order: ["total_refunded": "100"]
    ),
    Case(
      ruling: "adjusted",
      claim: click + sent,
      order: ["financial_status": #""partially_refunded""#, "total_refunded": "99.99"]
    ),
    Case(
      ruling: "rejected order_excluded",
      claim: click + sent,
      order: ["tags": #""vip, Internal Order""#],
      flags: ["--exclude-tag", "internal order"]
    ),
    Case(
      ruling: "rejected order_excluded",
      claim: click + sent,
      order: ["tags": #"["vip","\u00c9quipe"]"#],
      flags: ["--exclude-tag", "x", "--exclude-tag", "équipe"]
    ),
    Case(
      ruling: "valid",
      claim: click + sent,
      order: ["tags": #""internal order 2""#],
      flags: ["--exclude-tag", "internal order"]
    ),
    Case(ruling: "valid", claim: click + sent, order: ["tags": #""internal""#]),
  ]

  static let statuses: [Case] =
    ["voided", "expired", "draft", "uncollectible", "VOIDED", ""].map {
      Case(
        ruling: "rejected order_voided",
        claim: click + sent,
        order: ["financial_status": #""\#($0)""#]
      )
    }
    + ["paid", "pending", "authorized", "partially_paid", "PAID"].map {
      Case(ruling: "valid", claim: click + sent, order: ["financial_status": #""\#($0)""#])
    }
    + [
      Case(
        ruling: "rejected order_voided",
        claim: click + sent,
        order: ["financial_status": "null"]
      )
    ]

  /// The tags and sales channels by which subscriptions charge themselves, and those of others.
  static let renewals: [Case] =
    [
      ("order_kind", #""subscription_renewal""#, "rejected order_renewal"),
      ("order_kind", #""subscription_first""#, "valid"),
      ("order_kind", #""one_time""#, "valid"),
      ("tags", #""vip, subscription recurring order""#, "rejected order_renewal"),
      ("tags", ##"["Subscription Recurring Order"]"##, "rejected order_renewal"),
      ("tags", #""Subscription First Order""#, "valid"),
      ("source_name", #""subscription_contract""#, "rejected order_renewal"),
      ("source_name", #""Subscription_Contract_checkout_one""#, "rejected order_renewal"),
      ("source_name", #""subscription""#, "valid"), ("source_name", #""web""#, "valid"),
    ].map { field, value, ruling in
      Case(ruling: ruling, claim: click + sent, order: [field: value])
    } + [
      // What the source says of the order itself counts before a tag, and a tag before the channel.
      Case(
        ruling: "valid",
        claim: click + sent,
        order: ["order_kind": #""one_time""#, "tags": #""Subscription Recurring Order""#]
      ),
      Case(
        ruling: "valid",
        claim: click + sent,
        order: ["tags": #""Subscription First Order""#, "source_name": #""subscription_contract""#]
      ),
      Case(
        ruling: "valid",
        claim: click + sent,
        order: ["source_name": #""subscription_contract""#],
        flags: ["--renewals", "accept"]
      ),
      Case(
        ruling: "rejected order_excluded order_renewal",
        claim: click + sent,
        order: ["tags": #""Subscription Recurring Order, SM-exclude-order""#]
      ),
    ]

  static let exclusions: [Case] = [
    Case(
      ruling: "rejected order_excluded",
      claim: click + sent,
      order: ["source_name": #""pos""#],
      flags: ["--accept-channel", "web", "--accept-channel", "app"]
    ),
    Case(
      ruling: "valid",
      claim: click + sent,
      order: ["source_name": #""app""#],
      flags: ["--accept-channel", "web", "--accept-channel", "app"]
    ),
    Case(ruling: "valid", claim: click + sent, flags: ["--accept-channel", "web"]),
    Case(
      ruling: "rejected order_excluded",
      claim: click + sent,
      order: ["subtotal_price": "30.00", "total_refunded": "30.00"],
      flags: ["--exclude-zero-net", "--revenue", "total"]
    ),
    Case(
      ruling: "valid",
      claim: click + sent,
      order: ["subtotal_price": "30.01", "total_refunded": "30.00"],
      flags: ["--exclude-zero-net", "--revenue", "total"]
    ),
    Case(
      ruling: "valid",
      claim: click + sent,
      order: ["subtotal_price": "30.00", "total_refunded": "30.00"],
      flags: ["--revenue", "total"]
    ),
    Case(
      ruling: "rejected order_refunded order_excluded",
      claim: click + sent,
      order: ["total_refunded": "100.00"],
      flags: ["--exclude-zero-net"]
    ),
  ]

  static let times: [Case] = [
    Case(ruling: "valid", claim: view + #""sent_at":"2026-01-09T10:00:00Z""#),
    Case(
      ruling: "rejected outside_window",
      claim: view + #""sent_at":"2026-01-09T09:59:59.999999Z""#
    ),
    Case(ruling: "valid", claim: click + #""sent_at":"2026-01-03T10:00:00Z""#),
    Case(ruling: "rejected outside_window", claim: click + #""sent_at":"2026-01-03T09:59:59Z""#),
    Case(
      ruling: "rejected outside_window",
      claim: click + #""sent_at":"2026-01-03T09:59:59Z","clicked_at":"2026-01-10T09:59:00Z""#
    ),
    Case(ruling: "valid", claim: view + #""sent_at":"2026-01-10T10:00:00Z""#),
    Case(ruling: "rejected touch_after_order", claim: view + #""sent_at":"2026-01-10T10:00:01Z""#),
    Case(
      ruling: "rejected touch_after_order",
      claim: click + #""sent_at":"2025-01-01T00:00:00Z","clicked_at":"2026-01-10T10:00:01Z""#
    ),
    Case(
      ruling: "rejected touch_after_order",
      claim: click + #""sent_at":"2026-01-11T00:00:00Z","clicked_at":"2026-01-10T09:00:00Z""#
    ),
    Case(
      ruling: "valid",
      claim: view + #""sent_at":"2026-01-10T09:00:00Z","clicked_at":"2026-01-10T10:00:01Z""#
    ),
    Case(ruling: "valid", claim: click + #""sent_at":null"#),
    Case(
      ruling: "rejected touch_after_order",
      claim: click + #""sent_at":"2026-01-10T12:30:00+02:00""#
    ),
    Case(
      ruling: "valid",
      claim: view + #""sent_at":"2026-01-10T08:30:00Z""#,
      flags: ["--view-window", "90m"]
    ),
    Case(
      ruling: "rejected outside_window",
      claim: view + #""sent_at":"2026-01-10T08:29:59Z""#,
      flags: ["--view-window", "90m"]
    ),
  ]

  static let kinds: [Case] =
    ["coupon", "keyword", "unknown"].flatMap { kind in
      let claim =
        #""order_id":"1","attribution_type":"\#(kind)","claimed_revenue":100,"#
        + #""sent_at":"2025-12-10T10:00:00Z""#
      return [
        Case(ruling: "valid", claim: claim),
        Case(ruling: "valid", claim: claim, flags: ["--\(kind)-window", "31d"]),
        Case(
          ruling: "rejected outside_window",
          claim: claim,
          flags: ["--\(kind)-window", "30d"]
        ),
      ]
    } + [
      Case(
        ruling: "rejected view_only_excluded",
        claim: view + sent,
        flags: ["--exclude-view-only"]
      ),
      Case(ruling: "valid", claim: click + sent, flags: ["--exclude-view-only"]),
    ]

  static let currencies: [Case] = [
    Case(ruling: "valid", claim: click + #""currency":"usd""#),
    Case(ruling: "rejected currency_mismatch", claim: click + #""currency":"EUR""#),
    Case(ruling: "valid", claim: click + #""currency":null"#),
    Case(ruling: "valid", claim: click + #""currency":"EUR""#, order: ["currency": "null"]),
  ]

  @Test(
    "a claim gets its ruling",
    arguments: orderFacts + renewals + exclusions + statuses + times + kinds + currencies
  )
  func ruling(_ one: Case) throws {
    let run = try Validation(
      orders: [Validation.order(1, changes: one.order)],
      claims: [Validation.claim(one.claim)],
      one.flags
    )
    #expect(run.verdicts.map(\.ruling) == [one.ruling], "\(run.outcome)")
  }

  @Test("all reasons come in their order")
  func allReasonsComeInTheirOrder() throws {
    let run = try Validation(
      orders: [
        Validation.order(
          1,
          #""email":"a@x.com","phone":"+15550000001""#,
          changes: [
            "test": "true", "cancelled_at": #""2026-01-11T00:00:00Z""#, "tags": #""t""#,
            "financial_status": #""voided""#, "total_refunded": "100",
          ]
        )
      ],
      claims: [
        Validation.claim(
          Self.view + #""sent_at":"2026-01-01T00:00:00Z","currency":"EUR","#
            + #""email":"b@x.com","phone":"+15550000002""#
        )
      ],
      ["--exclude-tag", "T", "--exclude-view-only", "--require-customer-match"]
    )
    #expect(
      run.verdicts.map(\.ruling) == [
        "rejected order_test order_cancelled order_voided order_refunded order_excluded "
          + "currency_mismatch outside_window view_only_excluded customer_mismatch"
      ],
      "\(run.outcome)"
    )
  }
}
