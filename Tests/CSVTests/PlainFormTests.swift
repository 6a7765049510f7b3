import TestSupport
import Testing
import Wire

/// Numbers and times in their usual form take a shorter way, which must lead to the same place.
@Suite("Plain forms")
struct PlainFormTests {
  private static func claims(_ header: String, _ cells: [String]) throws -> ExtractRun {
    let rows = cells.enumerated().map { "\(5001 + $0),\"\($1)\"\n" }
    return try ExtractRun(
      "Order ID,\(header)\n" + rows.joined(),
      options: [
        "--profile", "postscript-revenue", "--currency", "TND",
      ]
    )
  }

  @Test("a plain amount is kept to the letter, and any other is not", arguments: seeds(0..<4))
  func aPlainAmountIsKeptToTheLetter(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let letters = Array("00112345678999..,,/:")
    let cells = (0..<2_000).map { _ in
      let count = Int.random(in: 1...12, using: &random)
      return String((0..<count).map { _ in letters[Int.random(in: 0..<20, using: &random)] })
    }
    let plain = try Regex("(0|[1-9][0-9]*)(\\.[0-9]{1,3})?")
    let run = try Self.claims("Revenue", cells)
    let amounts = Dictionary(
      uniqueKeysWithValues: zip(
        run.texts("order_id").compactMap(\.self),
        run.texts("claimed_revenue")
      )
    )
    for (index, cell) in cells.enumerated() {
      let isPlain = cell.wholeMatch(of: plain) != nil
      #expect((amounts[String(5001 + index)] ?? nil == cell) == isPlain, "\(cell)")
    }
  }

  @Test("a day is one of its month, whichever month came before")
  func aDayIsOneOfItsMonth() throws {
    let good = [
      "2025-02-28", "2024-02-29", "2025-04-30", "2025-02-01", "2025-12-31", "2000-02-29",
      "2025-03-01", "0002-01-01", "9998-12-31",
    ]
    let bad = [
      "2025-02-29", "2025-02-00", "2025-04-31", "2025-13-01", "2025-00-10", "1900-02-29",
      "2025-12-32",
    ]
    // Each bad day once behind a good one of its month and once behind another.
    let days =
      bad.flatMap { [$0.prefix(8) + "01", $0[...], "2025-07-31", $0[...]] } + good.map { $0[...] }
    let run = try Self.claims("Revenue,Order Date", days.map { "1.00\",\"\($0) 01:02:03" })
    let kept = Set(run.texts("order_at").compactMap { $0?.prefix(10) }.map(String.init))
    #expect(kept.isSuperset(of: good))
    #expect(kept.isDisjoint(with: bad))
    #expect(run.texts("order_at").allSatisfy { $0?.hasSuffix("T01:02:03Z") == true })
  }

  @Test(
    "a contact in its usual form is kept",
    arguments: [
      "+12005551234", "ann@example.com", "Err@example.com", "E1@example.com", "null@example.com",
    ]
  )
  func aContactInItsUsualFormIsKept(contact: String) throws {
    let run = try Self.claims("Revenue,Email", ["1.00\",\"\(contact)"])
    #expect(run.texts("email") == [contact])
  }
}
