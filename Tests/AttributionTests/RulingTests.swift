import Testing

/// Every reason where it applies, and beside it the nearest case where it does not.
@Suite struct RulingTests {
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

  @Test(arguments: orderFacts + statuses + times + kinds + currencies)
  func ruling(_ one: Case) throws {
    let run = try Validation(
      orders: [Validation.order(1, changes: one.order)],
      claims: [Validation.claim(one.claim)],
      one.flags
    )
    #expect(run.verdicts.map(\.ruling) == [one.ruling], "\(run.outcome)")
  }

  @Test func allReasonsComeInTheirOrder() throws {
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
