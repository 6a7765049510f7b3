import TestSupport
import Testing
import Wire

/// What becomes of the same claim in two rows of a file.
@Suite("Rows of one claim")
struct ClaimRowsTests {
  private static let header = "Order ID,Order Name,Revenue,Currency,Sent At,Clicked At,Message ID\n"
  /// Leaves a field out.
  private static let catalog = """
    {"streams":[{"tap_stream_id":"attributed_orders","metadata":[
    {"breadcrumb":[],"metadata":{"selected":true}},
    {"breadcrumb":["properties","email"],"metadata":{"selected":false}}]}]}
    """
  private static let sent = "2025-10-07 12:00:00,2025-10-07 13:00:00"

  private func run(_ rows: String...) throws -> ExtractRun {
    let text = Self.header + rows.map { $0 + "\n" }.joined()
    return try ExtractRun(text, "--profile", "postscript-revenue")
  }

  @Test(
    "a claim with another amount, currency or touch is refused with both lines, the field and the values",
    arguments: [
      ("1,#1,20.00,USD,\(ClaimRowsTests.sent),m1", "Revenue", "20.00", "14.75"),
      ("1,#1,14.75,CAD,\(ClaimRowsTests.sent),m1", "Currency", "CAD", "USD"),
      (
        "1,#1,14.75,USD,2025-10-07 12:00:01,2025-10-07 13:00:00,m1", "Sent At",
        "2025-10-07 12:00:01", "2025-10-07 12:00:00"
      ),
      ("1,#1,14.75,USD,2025-10-07 12:00:00,,m1", "Clicked At", "", "2025-10-07 13:00:00"),
    ]
  )
  func contradicted(row: String, field: String, value: String, first: String) throws {
    let run = try run("1,#1,14.75,USD,\(Self.sent),m1", "2,#2,1.00,USD,\(Self.sent),m1", row)
    #expect(run.texts("claimed_revenue") == ["14.75", "1.00"])
    #expect(run.codes == ["conflicting_figures"])
    let reject = try #require(run.rejects.first)
    #expect(reject["line"]?.text == "4" && reject["field"]?.string == field, "\(reject.text)")
    #expect(reject["reason"]?.string?.hasPrefix("is not \"\(first)\", as on line 2,") == true)
    #expect(reject["input"]?.string == row && row.contains(value))
  }

  @Test("the same claim word for word, or in other columns that nobody reads, is one")
  func repeated() throws {
    let rows = ["14.75,a", "14.75,b", "14.75,b"].map { "1,#1,m1,\($0)\n" }.joined()
    let run = try ExtractRun(
      "Order ID,Order Name,Message ID,Revenue,Exported By\n" + rows,
      "--profile",
      "postscript-revenue"
    )
    #expect(run.texts("claimed_revenue") == ["14.75"] && run.codes == [])
    #expect(run.outcome.errors.contains("repeated claims 2"), "\(run.outcome)")
  }

  @Test("two messages of an order are two claims, and so are those of two platforms")
  func several() throws {
    let messages = try run("1,#1,14.75,USD,\(Self.sent),m1", "1,#1,20.00,USD,\(Self.sent),m2")
    #expect(messages.texts("claimed_revenue") == ["14.75", "20.00"] && messages.codes == [])
    let named = try run(
      "1,#1,14.75,USD,2025-10-07 12:00:00,,",
      "1,#1,20.00,USD,2025-10-08 12:00:00,,"
    )
    #expect(named.records.count == 2 && named.codes == [])
    let platforms = try ExtractRun(
      "source_system,order_id,message_id,claimed_revenue\na,1,m1,1.00\nb,1,m1,2.00\na,1,m1,3.00\n",
      "--profile",
      "attributed-orders"
    )
    #expect(platforms.texts("claimed_revenue") == ["1.00", "2.00"])
    #expect(platforms.codes == ["conflicting_figures"])
  }

  @Test("among many, only what contradicts is refused, however far apart it lies")
  func many() throws {
    let rows = (1...20_000).map { "\($0),#\($0),1.00,USD,\(Self.sent),m1\n" }
    let again = (1...20).map { "\($0 * 900),#\($0 * 900),2.00,USD,\(Self.sent),m1\n" }
    let text = Self.header + (rows + again).joined()
    let run = try ExtractRun(text, "--profile", "postscript-revenue")
    #expect(run.records.count == 20_000)
    #expect(run.codes == Array(repeating: "conflicting_figures", count: 20))
    for (index, reason) in run.reasons.enumerated() {
      #expect(reason.contains("line \((index + 1) * 900 + 1),"), "\(reason)")
    }
  }

  @Test(
    "an order that comes again after others is looked up, whatever stands between",
    arguments: [
      ["9", "8", "7", "9"], ["1", "2", "3", "1"], ["9", "7", "8", "8"], ["9", "8", "", "8"],
      ["9", "9", "8", "9"], ["9", "08", "8", "9"], ["12345678", "1234567", "12345678"],
      ["5879372767232", "879372767233", "5879372767232"],
      ["12345678901234567", "3", "2", "12345678901234567"],
    ]
  )
  func again(ids: [String]) throws {
    let rows = ids.enumerated().map { "\($1),#\($1)x,\($0 + 1).00,USD,\(Self.sent),m1\n" }
    let run = try ExtractRun(Self.header + rows.joined(), "--profile", "postscript-revenue")
    let known = Set(ids).count
    let wanted = ids.count - known
    #expect(run.codes == Array(repeating: "conflicting_figures", count: wanted), "\(run.outcome)")
    #expect(run.records.count == known)
    let first = try #require(ids.firstIndex(of: ids[ids.count - 1]))
    #expect(run.reasons.last?.contains("as on line \(first + 2),") == true, "\(run.reasons)")
  }

  @Test("one id of two names is refused next to each other, apart, and after others")
  func names() throws {
    for ids in [["9", "9"], ["9", "8", "9"], ["9", "7", "8", "8"], ["9", "8", "8", "9"]] {
      let rows = ids.enumerated().map { "\($1),#n\($0),1.00,USD,\(Self.sent),m\($0)\n" }
      let run = try ExtractRun(Self.header + rows.joined(), "--profile", "postscript-revenue")
      let wanted = ids.count - Set(ids).count
      #expect(run.codes == Array(repeating: "conflicting_order", count: wanted), "\(ids)")
      #expect(run.records.count == ids.count - wanted)
    }
  }

  @Test(
    "files of claims in nearly any order are judged as a dictionary of them would",
    arguments: seeds(0..<60)
  )
  func random(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let rows = (0..<Int.random(in: 2...60, using: &random)).map { row in
      let drift = Int.random(in: 0...12, using: &random)
      let id = 1_000_000_000 - row + (drift > 9 ? drift * 3 : drift > 7 ? 1 : 0)
      let message = "m\(Int.random(in: 1...2, using: &random))"
      return (id: id, message: message, amount: Int.random(in: 1...2, using: &random))
    }
    var known: [String: Int] = [:]
    var (written, conflicts) = ([String](), 0)
    for row in rows {
      let amount = known["\(row.id) \(row.message)"]
      if amount == nil { written.append("\(row.id)") }
      if let amount, amount != row.amount { conflicts += 1 }
      known["\(row.id) \(row.message)"] = amount ?? row.amount
    }
    let lines = rows.map { row in
      "\(row.id),#\(row.id),\(row.amount).00,USD,\(Self.sent),\(row.message)\n"
    }
    let text = Self.header + lines.joined()
    let whole = try ExtractRun(text, "--profile", "postscript-revenue")
    #expect(whole.texts("order_id") == written, "\(text)")
    #expect(whole.codes == Array(repeating: "conflicting_figures", count: conflicts), "\(text)")
    try withWorkspace { work in
      try work.write("in.csv", text)
      try work.write("catalog.json", Self.catalog)
      let common = ["--profile", "postscript-revenue", "--rejects", "rejects"]
      for (arguments, input) in [
        (["-"], Input.file("in.csv")),
        (["in.csv", "--catalog", "catalog.json"], .none),
      ] {
        let command = Command(path: BuiltProducts.program("extract-csv"), common + arguments)
        let records = try work.run(command, input: input).orThrow().lines.filter {
          $0.hasPrefix("{\"type\":\"RECORD\"")
        }
        #expect(records.count == written.count, "\(arguments) \(text)")
      }
    }
  }

  @Test("one id of two names is refused however many orders lie between, in any order")
  func farNames() throws {
    var random = SplitMix64(seed: 7)
    var rows = Array(2_000_000..<2_004_000).shuffled(using: &random).map { "\($0),#\($0)" }
    rows.insert(contentsOf: (1...8).map { "\($0),#A\($0)" }, at: 10)
    rows.insert(contentsOf: (1...8).map { "\($0),#B\($0)" }, at: 2_500)
    let lines = rows.map { "\($0),1.00,USD,\(Self.sent),m1\n" }
    try withWorkspace { work in
      try work.write("in.csv", Self.header + lines.joined())
      let common = ["--profile", "postscript-revenue", "--bare", "--rejects"]
      for (path, input) in [("in.csv", Input.none), ("-", .file("in.csv"))] {
        let rejects = "rejects of \(path)"
        let extract = Command(path: BuiltProducts.program("extract-csv"), common + [rejects, path])
        #expect(try work.run(extract, input: input).orThrow().lines.count == 4_008)
        let found = try work.read(rejects).split(separator: "\n").map {
          try JSONValue(parsing: String($0))
        }
        #expect(found.map { $0["code"]?.string } == Array(repeating: "conflicting_order", count: 8))
        #expect(found.map { $0["line"]?.text } == (2_502...2_509).map { String($0) })
      }
    }
  }

  @Test("a file is read again where an order comes that was left thousands of orders ago")
  func longAgo() throws {
    let rows = (1...20_000).map { "\($0 * 2),#\($0),1.00,USD,\(Self.sent),m1\n" }
    let late = ["3,#x,1.00,USD,\(Self.sent),m1\n", "4,#2,2.00,USD,\(Self.sent),m1\n"]
    let text = Self.header + (rows + late).joined()
    let run = try ExtractRun(text, "--profile", "postscript-revenue")
    #expect(run.records.count == 20_001 && run.codes == ["conflicting_figures"])
    #expect(run.reasons.first?.contains("as on line 3,") == true)
  }

  @Test("a claim that is replayed once more is judged among those replayed")
  func replayed() throws {
    try withWorkspace { work in
      try work.write(
        "in.csv",
        Self.header + "1,#1,14.75,USD,\(Self.sent),m1\n1,#1,20.00,USD,\(Self.sent),m1\n"
      )
      let common = ["--profile", "postscript-revenue", "--bare", "--rejects", "rejects"]
      let extract = Command(path: BuiltProducts.program("extract-csv"), common + ["in.csv"])
      try work.run(extract).orThrow()
      let replay = Command(
        path: BuiltProducts.program("extract-csv"),
        ["--profile", "postscript-revenue", "--bare", "--replay", "rejects"]
      )
      #expect(try work.run(replay).orThrow().text.contains("\"claimed_revenue\":20.00"))
    }
  }
}
