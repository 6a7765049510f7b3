import Testing
import Wire

/// Which figure of an order is its revenue, digit for digit.
@Suite("Figures")
struct FigureTests {
  struct Case: Sendable {
    let order: [String: String]
    let flags: [String]
    let revenue: String
  }

  static let money = [
    "total_price": "100.00", "subtotal_price": "80.5", "total_refunded": "30.125",
    "financial_status": #""partially_refunded""#,
  ]

  static func with(_ changes: [String: String]) -> [String: String] {
    money.merging(changes) { $1 }
  }

  static let cases: [Case] = [
    Case(order: money, flags: [], revenue: "69.875"),
    Case(order: money, flags: ["--revenue", "net"], revenue: "69.875"),
    Case(order: money, flags: ["--revenue", "total"], revenue: "100.00"),
    Case(order: money, flags: ["--revenue", "subtotal"], revenue: "80.5"),
    Case(order: with(["total_price": #""100.00""#]), flags: [], revenue: "69.875"),
    Case(order: with(["total_refunded": "null"]), flags: [], revenue: "null"),
    Case(
      order: with(["total_refunded": "null", "financial_status": #""paid""#]),
      flags: [],
      revenue: "100.00"
    ),
    Case(order: with(["total_price": "null"]), flags: [], revenue: "null"),
    Case(
      order: with(["subtotal_price": "null"]),
      flags: ["--revenue", "subtotal"],
      revenue: "null"
    ),
    Case(order: with(["total_price": "\"\""]), flags: [], revenue: "null"),
    Case(
      order: with(["total_price": "12345678901234567890123.45", "total_refunded": "0.01"]),
      flags: [],
      revenue: "12345678901234567890123.44"
    ),
    Case(
      order: with(["total_price": "9223372036854775807", "total_refunded": "0"]),
      flags: [],
      revenue: "9223372036854775807"
    ),
    Case(order: with(["total_price": "1e3", "total_refunded": "0"]), flags: [], revenue: "1000"),
    Case(
      order: with(["total_price": "0.1", "total_refunded": "0.000000000000000000000000000001"]),
      flags: [],
      revenue: "0.099999999999999999999999999999"
    ),
    Case(order: with(["total_price": "5", "total_refunded": "5.01"]), flags: [], revenue: "-0.01"),
    // What was given back is taken away, also where it is written as negative.
    Case(order: with(["total_refunded": "-30.125"]), flags: [], revenue: "69.875"),
  ]

  @Test("the revenue of an order is the figure of the policy", arguments: cases)
  func orderRevenue(_ one: Case) throws {
    let run = try Validation(
      orders: [Validation.order(1, changes: one.order)],
      claims: [Validation.claim(#""order_id":"1""#)],
      one.flags
    )
    #expect(run.verdicts.map { $0["order_revenue"]?.text } == [one.revenue], "\(run.outcome)")
    let status = run.verdicts.first?["validation_status"]?.string
    let expected =
      one.revenue == "null" ? "unverifiable" : one.revenue == "-0.01" ? "rejected" : "adjusted"
    #expect(status == expected)
  }

  @Test("a valid claim counts the figure of its order")
  func aValidClaimCountsTheFigureOfItsOrder() throws {
    let run = try Validation(
      orders: [Validation.order(1)],
      claims: ["100", "100.000", #""100.01""#, "99.98", "null"].map {
        Validation.claim(#""order_id":"1","claimed_revenue":\#($0)"#)
      }
    )
    #expect(
      run.verdicts.map { $0["validated_revenue"]?.text } == [
        "100.00", "100.00", "100.00", "100.00", "100.00",
      ]
    )
    #expect(
      run.verdicts.map(\.ruling) == ["valid", "valid", "valid", "adjusted", "adjusted"]
    )
  }

  @Test(
    "minutes are rounded to hundredths",
    arguments: [
      ("2026-01-10T08:30:00Z", "90"), ("2026-01-10T09:59:59Z", "0.02"),
      ("2026-01-10T09:59:59.7Z", "0.01"), ("2026-01-10T09:59:59.9Z", "0"),
      ("2026-01-10T09:59:30Z", "0.5"), ("2026-01-10T10:00:15Z", "-0.25"),
      ("2026-01-10T10:00:00Z", "0"), ("2026-01-09T09:59:45Z", "1440.25"),
    ]
  )
  func minutesAreRoundedToHundredths(sent: String, minutes: String) throws {
    let run = try Validation(
      orders: [Validation.order(1)],
      claims: [Validation.claim(#""order_id":"1","sent_at":"\#(sent)""#)]
    )
    #expect(run.verdicts.map { $0["minutes_to_order"]?.text } == [minutes])
  }
}
