import TestSupport
import Testing

/// N shards together are the whole, each record once, and each says that it is a part.
@Suite("Sharded runs")
struct ShardedRunTests {
  private static let shards = ["0/3", "1/3", "2/3"]

  /// The records of an output, sorted.
  private static func records(_ lines: [String]) -> [String] {
    lines.filter { $0.hasPrefix(#"{"type":"RECORD""#) }.sorted()
  }

  private static func sharded(_ command: Command, _ shard: String) -> Command {
    Command(path: command.program, command.arguments + ["--shard", shard])
  }

  @Test("shards of every stage add up to its whole output")
  func addUp() throws {
    try withDatabase { work, database in
      let shop = try Shop(work, database, orders: 300)
      try shop.prepareOrders()
      let reports = shop.extract("postscript-revenue", shop.revenueReports)
      try work.run(reports, output: .file("claims.ndjson")).orThrow()
      try work.run(shop.dedupe, input: .file("claims.ndjson"), output: .file("once.ndjson"))
        .orThrow()
      let stages: [(Command, String?)] = [
        (shop.extract("shopify-orders", ["shopify-orders.csv"]), nil), (reports, nil),
        (shop.dedupe, "claims.ndjson"), (shop.validate, "once.ndjson"),
      ]
      for (stage, input) in stages {
        let source = Input.file(input ?? "/dev/null")
        let whole = try Self.records(work.run(stage, input: source).orThrow().lines)
        var together: [String] = []
        for shard in Self.shards {
          let part = try work.run(Self.sharded(stage, shard), input: source).orThrow()
          #expect(part.lines.last?.contains(#""parts":["\#(shard)"]"#) == true, "\(part.errors)")
          #expect(!part.text.contains(#""complete":true"#))
          let records = Self.records(part.lines)
          #expect(records.count > whole.count / 5)
          together += records
        }
        #expect(whole.count > 50 && together.sorted() == whole, "\(stage.line)")
      }
    }
  }

  @Test("a bad line and a record without a key are one shard's")
  func faults() throws {
    try withWorkspace { work in
      let lines = [
        #"{"type":"SCHEMA","stream":"s","schema":{"type":"object"},"key_properties":["id"]}"#,
        #"{"type":"RECORD","stream":"s","record":{"id":null,"v":1}}"#, #"{"id":"#,
        #"{"type":"RECORD","stream":"s"}"#, #"{"type":"RECORD","record":{}}"#, #"{"id":1}"#,
        #"{"type":"RECORD","stream":"s","record":{"id":1}}"#, #"{"type":"STATE","value":{}}"#,
      ]
      let text = lines.map { $0 + "\n" }.joined()
      let dedupe = Command.built("transform-dedupe", "--rejects", "all", "--max-rejects", "9")
      try work.run(dedupe, input: .text(text)).orThrow()
      var together: [String] = []
      for shard in Self.shards {
        let name = "part" + shard.prefix(1)
        let part = Command(
          path: dedupe.program,
          ["--rejects", name, "--max-rejects", "9", "--shard", shard]
        )
        try work.run(part, input: .text(text)).orThrow()
        together += try work.read(name).split(separator: "\n").map(String.init)
      }
      let all = try work.read("all").split(separator: "\n").map(String.init)
      #expect(all.count == 5 && together.sorted() == all.sorted())
    }
  }

  @Test("shards loaded one by one, in any order and twice, are the warehouse of one load")
  func loaded() throws {
    try Shop.with(orders: 300) { shop in
      let stages: [(String, [String])] = [
        ("shopify-orders", ["shopify-orders.csv"]), ("postscript-revenue", shop.revenueReports),
      ]
      for (profile, files) in stages {
        try shop.run([shop.extract(profile, files), shop.load])
      }
      let expected = try shop.snapshot()
      let complete = "select count(*) from sms.export_coverage where is_complete"
      let stretches = try shop.database.row(complete)
      #expect(stretches != "0")
      try shop.database.execute("drop schema sms cascade")
      for shard in ["2/3", "0/3", "2/3", "1/3"] {
        // Nothing is complete before the last shard, so that nothing is withdrawn or missing.
        if shard == "1/3" { #expect(try shop.database.row(complete) == "0") }
        for (profile, files) in stages.reversed() {
          try shop.run([Self.sharded(shop.extract(profile, files), shard), shop.load])
        }
      }
      let content = { (rows: [String]) in rows.filter { !$0.hasPrefix("coverage_parts") } }
      #expect(try content(shop.snapshot()) == content(expected))
      #expect(try shop.count("coverage_parts") > 0)
    }
  }

  @Test("claims are not judged by a part of the orders, and all parts are the whole")
  func validated() throws {
    try withDatabase { work, database in
      let shop = try Shop(work, database, orders: 300)
      try shop.prepareOrders()
      for (number, shard) in Self.shards.enumerated() {
        let orders = shop.extract("shopify-orders", ["shopify-orders.csv"])
        try work.run(Self.sharded(orders, shard), output: .file("part\(number)")).orThrow()
      }
      let reports = shop.extract("postscript-revenue", shop.revenueReports)
      try work.run(reports, output: .file("claims.ndjson")).orThrow()
      let claims = Input.file("claims.ndjson")
      let expected = try work.run(shop.validate, input: claims).orThrow().output
      func judge(_ parts: [String]) throws -> Outcome {
        let options = parts.flatMap { ["--orders", $0] }
        return try work.run(
          Command(path: BuiltProducts.program("transform-validate"), options),
          input: claims
        )
      }
      for parts in [["part0"], ["part1", "part2"], ["part0", "part0", "part1"]] {
        let outcome = try judge(parts)
        #expect(outcome.status == 78 && outcome.lines.isEmpty, "\(outcome)")
        #expect(outcome.errors.contains("only part"))
      }
      #expect(try judge(["part2", "part0", "part1"]).orThrow().output == expected)
      #expect(expected.contains(UInt8(ascii: "o")), "there is a verdict")
    }
  }
}
