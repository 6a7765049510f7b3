import TestSupport
import Testing
import Wire

/// Which rows are one order, in files that a spreadsheet or a script has had.
@Suite("Rows of orders")
struct OrderRowsTests {
  private static let header =
    "Name,Id,Email,Created at,Updated at,Financial Status,Currency,Total,Refunded Amount,"
    + "Lineitem quantity,Lineitem name,Lineitem price"

  private func run(_ rows: [String]) throws -> ExtractRun {
    let text = ([Self.header] + rows).joined(separator: "\n") + "\n"
    return try ExtractRun(text, "--profile", "shopify-orders")
  }

  /// The items of each order that was written, as `quantity title`.
  private func items(_ run: ExtractRun) -> [[String]] {
    run.records.map { record in
      (record["line_items"]?.array ?? []).map { item in
        "\(item["quantity"]?.text ?? "-") \(item["title"]?.string ?? "-")"
      }
    }
  }

  /// The order-level cells of a paid order, and those of one that was refunded.
  private static let paid = "2025-10-07 09:50:26 Z,,paid,USD,30.00,0.00"
  private static let refunded = "2025-10-07 09:50:26 Z,,refunded,USD,30.00,30.00"

  @Test(
    "a row without order-level cells goes on with the order before it",
    arguments: ["#1,1,", "#1,,", "#1,1,a@b.co", ",,"]
  )
  func continued(identity: String) throws {
    let run = try run(["#1,1,a@b.co,\(Self.paid),1,Mug,20.00", "\(identity),,,,,,,2,Spoon,5.00"])
    #expect(items(run) == [["1 Mug", "2 Spoon"]])
    #expect(run.codes.isEmpty)
  }

  @Test("cells that are filled down, all or some, make no order of their own")
  func filledDown() throws {
    let run = try run([
      "#1,1,a@b.co,\(Self.paid),1,Mug,20.00", "#1,1,a@b.co,\(Self.paid),2,Spoon,5.00",
      "#1,1,,2025-10-07 09:50:26 Z,,paid,USD,,,1,Fork,0.00", "#2,2,,\(Self.paid),1,Mug,30.00",
    ])
    #expect(items(run) == [["1 Mug", "2 Spoon", "1 Fork"], ["1 Mug"]])
    #expect(run.codes.isEmpty)
  }

  @Test(
    "a row that says something else of the order than its first refuses the order, with the field",
    arguments: [
      ("#1,,,,,,,,5.00", "Refunded Amount", "5.00", "\"0.00\""),
      ("#1,1,,,,,,,5.00", "Refunded Amount", "5.00", "\"0.00\""),
      (",,,,,,,,5.00", "Refunded Amount", "5.00", "\"0.00\""),
      ("#1,,,,2025-10-08 09:50:26 Z,,,,", "Updated at", "2025-10-08 09:50:26 Z", "empty"),
      ("#1,,c@d.ef,,,,,,", "Email", "c@d.ef", "\"a@b.co\""),
      ("#1,,,,,refunded,,,", "Financial Status", "refunded", "\"paid\""),
      ("#1,,,,,,,40.00,", "Total", "40.00", "\"30.00\""),
    ]
  )
  func contradicted(start: String, field: String, value: String, first: String) throws {
    let run = try run([
      "#1,1,a@b.co,\(Self.paid),1,Mug,20.00", "\(start),2,Spoon,5.00",
      "#2,2,,\(Self.paid),1,Mug,30.00", "#2,2,,,,,,,-,2,Spoon,5.00",
    ])
    #expect(items(run) == [["1 Mug", "2 Spoon"]])
    #expect(run.codes == ["conflicting_order"])
    let reject = try #require(run.rejects.first)
    #expect(reject["line"]?.text == "3" && reject["field"]?.string == field, "\(reject.text)")
    let reason = reject["reason"]?.string ?? ""
    #expect(reason.contains("is \(first) on line 2, where the order \"#1\" begins"), "\(reason)")
    let input = reject["input"]?.string ?? ""
    #expect(input.contains("Mug") && input.contains("Spoon") && input.contains(value), "\(input)")
    #expect(reject["order_rows"] == nil)
  }

  @Test("of two states of an order that follow each other the difference is named")
  func difference() throws {
    let run = try run(["#1,1,,\(Self.paid),1,Mug,20.00", "#1,1,,\(Self.refunded),1,Mug,20.00"])
    #expect(run.codes == ["conflicting_order"])
    let reason = run.reasons.first ?? ""
    let difference = "\"Financial Status\" is \"refunded\" here and \"paid\" there"
    #expect(reason.contains("line 2 already (\(difference))"), "\(reason)")
  }

  @Test("one time of change in two offsets tells no two states apart")
  func sameInstant() throws {
    let states = ["2025-10-08 00:00:00 -0400", "2025-10-08 04:00:00 +0000"].enumerated().map {
      "#1,1,,2025-10-07 09:50:26 Z,\($0.element),paid,USD,30.00,\($0.offset).00,1,Mug,20.00"
    }
    let run = try run(states)
    #expect(run.texts("total_refunded") == ["0.00"] && run.codes == ["conflicting_order"])
  }

  @Test(
    "a row that lies apart from its order is refused with both lines",
    arguments: ["#1,1,,,,,,,", "#1,,,,,,,,", "#1,1,a@b.co,,,,,,", "#1,1,,\(OrderRowsTests.paid)"]
  )
  func apart(start: String) throws {
    let run = try run([
      "#1,1,a@b.co,\(Self.paid),1,Mug,20.00", "#2,2,,\(Self.paid),1,Mug,30.00",
      "\(start),2,Spoon,5.00",
    ])
    #expect(items(run) == [["1 Mug"], ["1 Mug"]])
    #expect(run.codes == ["conflicting_order"])
    #expect(run.rejects.first?["line"]?.text == "4")
    #expect(run.reasons.first?.contains("line 2") == true, "\(run.reasons)")
  }

  @Test("rows apart are found in files in any order of ids, however many orders they have")
  func apartAmongMany() throws {
    var random = SplitMix64(seed: 7)
    let ids = Array(1...5_000).shuffled(using: &random)
    let rows = ids.map { "#\($0),\($0),,\(Self.paid),1,Mug,20.00" }
    let late = ids.prefix(300).map { "#\($0),,,,,,,,,2,Spoon,5.00" }
    let again = ids.suffix(300).map { "#\($0),\($0),,\(Self.refunded),1,Mug,20.00" }
    let run = try run(rows + late + again)
    #expect(run.records.count == 5_000)
    #expect(run.codes == Array(repeating: "conflicting_order", count: 600))
    for (index, reason) in run.reasons.prefix(300).enumerated() {
      #expect(reason.contains("begins on line \(index + 2),"), "\(reason)")
    }
  }

  @Test("a later state is an order again where both say when they were changed")
  func laterState() throws {
    let states = ["2025-10-07 09:50:26 Z", "2025-10-08 09:50:26 Z"].map { time in
      "#1,1,,2025-10-07 09:50:26 Z,\(time),paid,USD,30.00,0.00,1,Mug,20.00"
    }
    #expect(
      try run(states).texts("updated_at") == ["2025-10-07T09:50:26Z", "2025-10-08T09:50:26Z"]
    )
    let without = try run([
      "#1,1,,\(Self.paid),1,Mug,20.00", "#1,1,,\(Self.refunded),1,Mug,20.00",
    ])
    #expect(items(without) == [["1 Mug"]])
    #expect(without.codes == ["conflicting_order"])
  }

  @Test("an order that comes again word for word is left out; a single row is not known to be one")
  func repeated() throws {
    let order = ["#1,1,,\(Self.paid),1,Mug,20.00", "#1,,,,,,,,,2,Spoon,5.00"]
    let other = ["#2,2,,\(Self.paid),1,Mug,30.00"]
    let twice = try run(order + other + order + other)
    #expect(items(twice) == [["1 Mug", "2 Spoon"], ["1 Mug"]])
    #expect(twice.codes.isEmpty)
    #expect(twice.outcome.errors.contains("repeated orders 2"))
    #expect(try run(other + other).codes == ["conflicting_order"])
  }

  @Test("one id is not that of two orders")
  func twoNames() throws {
    let run = try run([
      "#1,5001230000017,,\(Self.paid),1,Mug,20.00", "#2,'5001230000018,,\(Self.paid),1,Mug,20.00",
      "#3,5001230000017.0,,\(Self.paid),1,Mug,20.00",
    ])
    #expect(run.texts("order_name") == ["#1", "#2"])
    #expect(run.codes == ["conflicting_order"])
    #expect(run.reasons.first?.contains("line 2") == true)
  }

  /// Extracts two files of one order each, of which the later was exported later.
  private func extract(_ first: String, _ second: String) throws -> (Outcome, [String]) {
    try withWorkspace { work in
      try work.write("one-2026-01-01.csv", "\(Self.header)\n\(first)\n")
      try work.write("two-2026-01-02.csv", "\(Self.header)\n\(second)\n")
      let outcome = try work.run(
        Command(
          path: BuiltProducts.program("extract-csv"),
          ["--profile", "shopify-orders", "--bare", "--rejects", "rejects"]
            + ["one-2026-01-01.csv", "two-2026-01-02.csv"]
        )
      )
      let rejects = work.has("rejects") ? try work.read("rejects") : ""
      return (outcome, rejects.split(separator: "\n").map(String.init))
    }
  }

  @Test("one id is not that of two orders of two files either")
  func twoFiles() throws {
    let made = "2025-10-07 09:50:26 Z,,paid,USD,20.00,0.00"
    let first = "#1,5001230000010,,\(made),1,Mug,20.00"
    let (outcome, rejects) = try extract(
      first,
      "#2,5001230000010,,2025-10-08 09:50:26 Z,,paid,USD,30.00,0.00,1,Mug,30.00"
    )
    #expect(outcome.lines.count == 1, "\(outcome)")
    #expect(rejects.count == 1)
    let reason = "has another one on line 2 of one-2026-01-01.csv; a spreadsheet may have rounded"
    #expect(rejects.first?.contains(reason) == true, "\(rejects)")
    #expect(rejects.first?.contains("conflicting_order") == true)
    // The same order again, without the # of its name, and under another name, is no other one.
    let moved = "2025-10-07 11:50:26 +0200,,refunded,USD,20.00,20.00"
    for again in ["#1,5001230000010", "1,5001230000010", "#1-EX,'5001230000010"] {
      let (outcome, rejects) = try extract(first, "\(again),,\(moved),1,Mug,20.00")
      #expect(outcome.lines.count == 2 && rejects.isEmpty, "\(outcome)")
    }
  }

  @Test("ids of which a spreadsheet has kept six digits are refused, a round one is not")
  func rounded() throws {
    let ids = ["5001230000000", "5001240000000", "5001250000000", "5001250000017", "5001260000000"]
    let run = try run(
      ids.enumerated().map { "#\($0.offset),\($0.element),,\(Self.paid),1,Mug,20.00" }
    )
    #expect(run.texts("order_id") == ["5001230000000", "5001250000017", "5001260000000"])
    #expect(run.codes == ["rounded_identifier", "rounded_identifier"])
  }

  @Test(
    "an order is refused without its time, status, currency or total",
    arguments: [
      ",,paid,USD,30.00,0.00", "2025-10-07 09:50:26 Z,,,USD,30.00,0.00",
      "2025-10-07 09:50:26 Z,,paid,,30.00,0.00", "2025-10-07 09:50:26 Z,,paid,USD,-,0.00",
    ]
  )
  func required(cells: String) throws {
    let run = try run(["#1,1,,\(cells),1,Mug,20.00"])
    #expect(run.records.isEmpty)
    #expect(run.codes == ["missing_value"])
  }
}
