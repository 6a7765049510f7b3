import Testing

/// Which of several claims to one order counts, case by case.
@Suite struct WinnerTests {
  /// A claim: platform, message, verdict, attribution type, hour of the touch and of the send
  /// (nil: unknown).
  struct Claim: Sendable {
    let platform: String
    let message: String
    var status: String? = "valid"
    var type = "click"
    var touch: Int? = 10
    var sent: Int? = 9

    init(
      _ platform: String,
      _ message: String,
      _ status: String? = "valid",
      _ type: String = "click",
      touch: Int? = 10,
      sent: Int? = 9
    ) {
      (self.platform, self.message, self.status) = (platform, message, status)
      (self.type, self.touch, self.sent) = (type, touch, sent)
    }

    func values(order: Int) -> String {
      func text(_ value: String?) -> String { value.map { "'\($0)'" } ?? "null" }
      func time(_ hour: Int?) -> String { hour.map { "'2025-03-01 \($0):00Z'" } ?? "null" }
      return
        "('\(order)', '\(platform)', '\(message)', \(text(status)), '\(type)', \(time(touch)), "
        + "\(time(sent)))"
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let claims: [Claim]
    /// Outcome and, for a loser, the claim it lost to; in the order of the claims.
    let outcomes: [String]

    init(_ testDescription: String, _ claims: [Claim], _ outcomes: [String]) {
      (self.testDescription, self.claims, self.outcomes) = (testDescription, claims, outcomes)
    }
  }

  static let withinOnePlatform = [
    Case("a single valid claim", [Claim("postscript", "a")], ["last_touch"]),
    Case(
      "the latest touch wins, whatever the order of arrival",
      [Claim("postscript", "a", touch: 12), Claim("postscript", "b", touch: 11)],
      ["last_touch", "superseded postscript/a"]
    ),
    Case(
      "an adjusted claim counts like a valid one",
      [Claim("postscript", "a"), Claim("postscript", "b", "adjusted", touch: 11)],
      ["superseded postscript/b", "last_touch"]
    ),
    Case(
      "a rejected claim never wins, however late",
      [Claim("postscript", "a"), Claim("postscript", "b", "rejected", touch: 23)],
      ["last_touch", "rejected"]
    ),
    Case(
      "neither does an unverifiable one, nor one that nobody can check",
      [
        Claim("postscript", "a"), Claim("postscript", "b", "unverifiable", touch: 23),
        Claim("postscript", "c", nil, touch: 23),
      ],
      ["last_touch", "unverifiable", "unverifiable"]
    ),
    Case(
      "a touch that is known wins over one that is not",
      [Claim("postscript", "a", touch: nil, sent: 23), Claim("postscript", "b", "valid", "view")],
      ["superseded postscript/b", "last_touch"]
    ),
    Case(
      "at the same instant a click wins over a view",
      [Claim("postscript", "a", "valid", "view"), Claim("postscript", "b")],
      ["superseded postscript/b", "last_touch"]
    ),
    Case(
      "and over a coupon, and a coupon over a view",
      [
        Claim("postscript", "a", "valid", "view"), Claim("postscript", "b", "valid", "coupon"),
        Claim("klaviyo", "c", "valid", "view"), Claim("klaviyo", "d", "valid", "click"),
      ],
      [
        "superseded postscript/b", "credited_elsewhere klaviyo/d", "superseded klaviyo/d",
        "last_touch",
      ]
    ),
    Case(
      "then the later send",
      [Claim("postscript", "a", sent: 7), Claim("postscript", "b", sent: 8)],
      ["superseded postscript/b", "last_touch"]
    ),
    Case(
      "a send that is known before one that is not",
      [Claim("postscript", "a", sent: nil), Claim("postscript", "b", sent: 1)],
      ["superseded postscript/b", "last_touch"]
    ),
    Case(
      "and last the message in byte order",
      [Claim("postscript", "b"), Claim("postscript", "a"), Claim("postscript", "B")],
      ["superseded postscript/B", "superseded postscript/B", "last_touch"]
    ),
  ]

  static let acrossPlatforms = [
    Case(
      "the latest touch of the winners wins in all",
      [Claim("postscript", "a"), Claim("klaviyo", "b", touch: 11)],
      ["credited_elsewhere klaviyo/b", "last_touch"]
    ),
    Case(
      "a superseded claim does not compete, even where it beats the other platform",
      [
        Claim("postscript", "a", touch: 12), Claim("postscript", "b", touch: 13),
        Claim("klaviyo", "c", touch: 11),
      ],
      ["superseded postscript/b", "last_touch", "credited_elsewhere postscript/b"]
    ),
    Case(
      "platforms that tie: the first in byte order",
      [Claim("postscript", "a"), Claim("klaviyo", "b"), Claim("attentive", "c")],
      ["credited_elsewhere attentive/c", "credited_elsewhere attentive/c", "last_touch"]
    ),
    Case(
      "a platform whose claims are all rejected leaves the order to the other",
      [Claim("postscript", "a", "rejected", touch: 12), Claim("klaviyo", "b", touch: nil)],
      ["rejected", "last_touch"]
    ),
  ]

  @Test(arguments: [withinOnePlatform, acrossPlatforms])
  func outcomes(cases: [Case]) throws {
    try withMarts { marts in
      let values = cases.enumerated().flatMap { number, each in
        each.claims.map { $0.values(order: number) }
      }
      try marts.commit(
        """
        insert into attributed_orders (order_id, source_system, message_id, validation_status,
          attribution_type, touch_at, sent_at)
        values \(values.joined(separator: ", "))
        """
      )
      for (number, each) in cases.enumerated() {
        let found = try marts.rows(
          """
          select concat_ws(' ', message_id, outcome,
            lost_to_source_system || '/' || lost_to_message_id)
          from claim_outcomes where order_ref = '\(number)' order by message_id
          """
        )
        let expected = zip(each.claims, each.outcomes).map { "\($0.message) \($1)" }.sorted()
        #expect(found == expected, "\(each.testDescription)")
      }
    }
  }

  /// The same order by id and by name is one order.
  @Test func claimsMeetOverTheOrderThatTheCheckFound() throws {
    try withMarts { marts in
      try marts.commit(
        """
        insert into attributed_orders (order_id, order_name, source_system, message_id,
          validation_status, touch_at, matched_order_id)
        values ('17', null, 'postscript', 'a', 'valid', '2025-03-01 10:00Z', '17'),
          (null, '#1017', 'klaviyo', 'b', 'valid', '2025-03-01 11:00Z', '17'),
          (null, '#1018', 'klaviyo', 'c', 'rejected', '2025-03-01 12:00Z', null)
        """
      )
      #expect(
        try marts.rows("select message_id, order_key, outcome from claim_outcomes order by 1")
          == ["a|17|credited_elsewhere", "b|17|last_touch", "c|name:#1018|rejected"]
      )
    }
  }
}
