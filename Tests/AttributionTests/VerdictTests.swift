import Attribution
import Policy
import Testing
import Wire

/// The verdict as a pure function: figures, unknowns and the fields beside the ruling.
@Suite("Verdicts")
struct VerdictTests {
  private func time(_ text: String) throws -> Timestamp {
    try #require(text.withView { Timestamp($0) })
  }

  private func money(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

  private func order(_ revenue: String?) throws -> Order {
    var order = Order()
    order.time = try time("2026-01-10T10:00:00Z")
    order.revenue = try revenue.map(money)
    return order
  }

  private func judge(
    _ claimed: String?,
    _ actual: String?,
    tolerance: String = "0.01"
  ) throws -> Verdict {
    var claim = Claim()
    claim.revenue = try claimed.map(money)
    var policy = StorePolicy()
    policy.tolerance = try money(tolerance)
    return Verdict(claim, .found(try order(actual)), CompiledPolicy(policy))
  }

  static let figures: [(String, String, String, ValidationStatus, String)] = [
    ("100.00", "100.00", "0.01", ValidationStatus.valid, "100.00"),
    ("100", "100.00", "0", .valid, "100.00"), ("100.01", "100", "0.01", .valid, "100"),
    ("99.99", "100", "0.01", .valid, "100"), ("100.011", "100", "0.01", .adjusted, "100"),
    ("99.989999", "100.00", "0.01", .adjusted, "100.00"),
    ("0.30", "0.3", "0", .valid, "0.3"), ("-5", "-5.00", "0", .valid, "-5.00"),
    ("0", "-0.00", "0", .valid, "0.00"), ("5", "-5", "9.99", .adjusted, "-5"),
    ("5", "-5", "10", .valid, "-5"),
    (
      "99999999999999999999999999999999999999", "0.000000000000000000000000000001", "1", .adjusted,
      "0.000000000000000000000000000001"
    ),
  ]

  @Test("tolerance is inclusive and exact", arguments: figures)
  func toleranceIsInclusiveAndExact(
    _ claimed: String,
    _ actual: String,
    _ tolerance: String,
    _ status: ValidationStatus,
    _ validated: String
  ) throws {
    let verdict = try judge(claimed, actual, tolerance: tolerance)
    #expect(verdict.status == status)
    #expect(verdict.validatedRevenue?.text == validated)
    #expect(verdict.orderRevenue?.text == (try money(actual)).text)
  }

  @Test("a claim without a figure gets the order's")
  func aClaimWithoutAFigureGetsTheOrders() throws {
    let verdict = try judge(nil, "12.30")
    #expect(verdict.status == .adjusted)
    #expect(verdict.validatedRevenue?.text == "12.30")
  }

  @Test("an order without a figure confirms nothing")
  func anOrderWithoutAFigureConfirmsNothing() throws {
    for claimed in ["12.30", nil] {
      let verdict = try judge(claimed, nil)
      #expect(verdict.status == .unverifiable)
      #expect(verdict.validatedRevenue == nil)
      #expect(verdict.reasons.isEmpty)
    }
  }

  @Test("an order without a time has no window")
  func anOrderWithoutATimeHasNoWindow() throws {
    var claim = Claim()
    claim.type = .view
    claim.sentAt = try time("2020-01-01T00:00:00Z")
    claim.orderAt = try time("2026-01-01T00:00:00Z")
    claim.revenue = try money("1")
    var order = Order()
    order.revenue = try money("1")
    let verdict = Verdict(claim, .found(order), CompiledPolicy(StorePolicy()))
    #expect(verdict.status == .valid)
    #expect(!verdict.windowChecked)
    #expect(verdict.microsecondsToOrder == nil)
    #expect(verdict.orderTime == nil)
  }

  @Test("only a click is touched by its click")
  func onlyAClickIsTouchedByItsClick() throws {
    var claim = Claim()
    claim.sentAt = try time("2026-01-09T10:00:00Z")
    claim.clickedAt = try time("2026-01-10T09:30:00Z")
    for type in AttributionType.allCases {
      claim.type = type
      #expect(claim.touchAt == (type == .click ? claim.clickedAt : claim.sentAt))
    }
    claim.type = .click
    claim.clickedAt = nil
    #expect(claim.touchAt == claim.sentAt)
  }

  @Test("the claim's own time serves where no order is found")
  func theClaimsOwnTimeServesWhereNoOrderIsFound() throws {
    var claim = Claim()
    claim.type = .view
    claim.sentAt = try time("2026-01-01T00:00:00Z")
    claim.orderAt = try time("2026-01-03T00:00:00Z")
    let policy = CompiledPolicy(StorePolicy())
    let missing = Verdict(claim, .notFound, policy)
    #expect(missing.reasons == [.orderNotFound, .outsideWindow])
    #expect(missing.windowChecked)
    #expect(missing.orderTime == nil)
    let undecided = Verdict(claim, .undecided, policy)
    #expect(undecided.status == .unverifiable)
    #expect(undecided.reasons.isEmpty)
    #expect(!undecided.windowChecked)
    #expect(undecided.microsecondsToOrder == Int64(172_800_000_000))
  }

  @Test("a view that never counts is rejected whatever the order")
  func aViewThatNeverCountsIsRejectedWhateverTheOrder() throws {
    var claim = Claim()
    claim.type = .view
    var policy = StorePolicy()
    policy.acceptsViewOnly = false
    let verdict = Verdict(claim, .undecided, CompiledPolicy(policy))
    #expect(verdict.status == .rejected)
    #expect(verdict.reasons == .viewOnlyExcluded)
  }

  @Test("reasons are named in their order")
  func reasonsAreNamedInTheirOrder() {
    let all = RejectionReasons(rawValue: 0xFFF)
    let names = [
      "order_not_found", "order_test", "order_cancelled", "order_voided", "order_refunded",
      "order_excluded", "order_renewal", "currency_mismatch", "touch_after_order",
      "outside_window", "view_only_excluded", "customer_mismatch",
    ]
    #expect(all.names == names)
    for bits in UInt16(0)...0xFFF {
      let set = RejectionReasons(rawValue: bits)
      var text = ByteBuffer()
      set.write(to: &text)
      #expect(text.view.text == "[" + set.names.map { "\"\($0)\"" }.joined(separator: ",") + "]")
    }
  }
}
