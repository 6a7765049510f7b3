import TestSupport
import Testing
import Wire

/// How a claim finds its order, and what follows where it does not.
@Suite("Finding the order")
struct SearchTests {
  private func rulings(
    orders: [String],
    _ claims: [String],
    _ flags: [String] = []
  ) throws -> [String] {
    let run = try Validation(
      orders: orders,
      claims: claims.map { Validation.claim($0 + #","claimed_revenue":100"#) },
      flags
    )
    #expect(run.outcome.succeeded, "\(run.outcome)")
    return run.verdicts.map { verdict in
      let id = verdict["matched_order_id"].map { $0 == .null ? "-" : $0.string ?? "?" } ?? "absent"
      return verdict.ruling + " " + id
    }
  }

  private let covered = #","order_at":"2026-01-10T10:00:00Z""#

  @Test("an id is the same however it is written")
  func anIdIsTheSameHoweverItIsWritten() throws {
    let found = try rulings(
      orders: [Validation.order(5001)],
      [
        #""order_id":"5001""#, #""order_id":5001"#, #""order_id":" 5001 ""#,
        #""order_id":"gid://shopify/Order/5001""#, #""order_id":"\u0035001""#,
        #""order_id":"05001""# + covered, #""order_id":"5001x""# + covered,
      ]
    )
    #expect(
      found == Array(repeating: "valid 5001", count: 5)
        + Array(repeating: "rejected order_not_found -", count: 2)
    )
  }

  @Test("ids that are no numbers are compared")
  func idsThatAreNoNumbersAreCompared() throws {
    let ids = [
      "A-1", "9223372036854775807", "9223372036854775808", "007",
      String(repeating: "x", count: 300),
    ]
    let orders = ids.map { id in
      Validation.record(
        "shopify_orders",
        #""order_id":"\#(id)","financial_status":"paid","total_price":100"#
      )
    }
    let found = try rulings(orders: orders, ids.map { #""order_id":"\#($0)""# })
    #expect(found == ids.map { "valid \($0)" })
  }

  @Test("a name serves where the id does not")
  func aNameServesWhereTheIdDoesNot() throws {
    let found = try rulings(
      orders: [
        Validation.order(1), Validation.order(2, changes: ["order_name": #""EN-7""#]),
        Validation.order(3, changes: ["order_name": "3003"]),
        Validation.order(4, changes: ["order_name": "null"]),
      ],
      [
        ##""order_name":"#1""##, #""order_name":"1""#, #""order_name":"EN-7""#,
        #""order_name":"en-7""# + covered, #""order_name":"3003""#, #""order_name":3003"#,
        ##""order_id":"77","order_name":"#1""##, ##""order_id":"4","order_name":"#1""##,
      ]
    )
    #expect(
      found == [
        "valid 1", "valid 1", "valid 2", "rejected order_not_found -", "valid 3", "valid 3",
        "valid 1", "valid 4",
      ]
    )
  }

  @Test("a name that two orders have means neither")
  func aNameThatStandsForTwoOrdersStandsForNeither() throws {
    let found = try rulings(
      orders: [
        Validation.order(1), Validation.order(2, changes: ["order_name": ##""#1""##]),
        Validation.order(3, changes: ["order_name": #""3""#]),
        Validation.order(4, changes: ["order_name": ##""#3""##]),
      ],
      [
        ##""order_name":"#1""##, #""order_id":"2","order_name":"x""#, #""order_name":"3""#,
        ##""order_name":"#3""##, ##""order_name":"# 3""##,
      ]
    )
    #expect(found == ["unverifiable -", "valid 2", "valid 3", "valid 4", "unverifiable -"])
  }

  @Test("stores are apart")
  func storesAreApart() throws {
    let found = try rulings(
      orders: [
        Validation.order(1, #""store_id":"a""#),
        Validation.order(2, #""store_id":"b""#, changes: ["order_name": ##""#1""##]),
        Validation.order(1, changes: ["test": "true"]),
      ],
      [
        #""store_id":"a","order_id":"1""#, ##""store_id":"b","order_name":"#1""##,
        #""store_id":"b","order_id":"1""# + covered, #""order_id":"1""#,
        #""store_id":"default","order_id":"1""#, #""store_id":"c","order_id":"1""# + covered,
      ]
    )
    #expect(
      found == [
        "valid 1", "valid 2", "rejected order_not_found -", "rejected order_test 1",
        "rejected order_test 1", "unverifiable -",
      ]
    )
  }

  @Test("only times between the first and the last order are covered")
  func onlyTimesBetweenTheFirstAndTheLastOrderAreCovered() throws {
    let found = try rulings(
      orders: [
        Validation.order(1),
        Validation.order(2, changes: ["processed_at": #""2026-01-20T10:00:00Z""#]),
        Validation.order(
          3,
          #""created_at":"2026-01-25T10:00:00Z""#,
          changes: ["processed_at": "null"]
        ),
      ],
      [
        "2026-01-10T10:00:00Z", "2026-01-10T09:59:59.999999Z", "2026-01-25T10:00:00Z",
        "2026-01-25T10:00:00.000001Z", "2026-01-25T12:00:00+02:00",
      ].map { #""order_id":"9","order_at":"\#($0)""# } + [#""order_id":"9""#]
    )
    let missing = "rejected order_not_found -"
    let unknown = "unverifiable -"
    #expect(found == [missing, unknown, missing, unknown, missing, unknown])
  }

  @Test("the latest version of an order counts")
  func theLatestVersionOfAnOrderCounts() throws {
    func version(_ day: Int, _ total: Int, extracted: Int? = nil) -> String {
      let time = extracted.map { #","time_extracted":"2026-03-0\#($0)T00:00:00Z""# } ?? ""
      let updated = day == 0 ? "null" : #""2026-02-0\#(day)T00:00:00Z""#
      let line = Validation.order(
        1,
        changes: ["updated_at": updated, "total_price": "\(total)"]
      )
      return String(line.dropLast()) + time + "}"
    }
    // Observed later, then changed later; unknown is older; of equal ones the order must not matter.
    let winsOver: [(winner: String, loser: String)] = [
      (version(2, 100), version(1, 90)), (version(1, 100), version(0, 90)),
      (version(0, 100, extracted: 2), version(0, 90, extracted: 1)),
      (version(1, 100, extracted: 2), version(2, 90, extracted: 1)),
      (version(0, 100, extracted: 1), version(2, 90)),
      (version(2, 100, extracted: 1), version(1, 90, extracted: 1)),
      (version(1, 100), version(1, 90)),
    ]
    for (winner, loser) in winsOver {
      for orders in [[winner, loser], [loser, winner], [winner, loser, winner]] {
        #expect(try rulings(orders: orders, [#""order_id":"1""#]) == ["valid 1"], "\(orders)")
      }
    }
  }

  @Test("a new version can change the name")
  func aNewVersionCanChangeTheName() throws {
    let found = try rulings(
      orders: [Validation.order(1), Validation.order(1, changes: ["order_name": ##""#new""##])],
      [##""order_name":"#new""##, ##""order_name":"#1""## + covered]
    )
    #expect(found == ["valid 1", "rejected order_not_found -"])
  }
}
