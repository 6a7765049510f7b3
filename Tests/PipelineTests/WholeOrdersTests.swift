import TestSupport
import Testing
import Wire

/// With facts of the whole, claims are judged by a part of the orders as by all of them, or refused.
@Suite("Facts of all orders")
struct WholeOrdersTests {
  /// Orders of one shop; the last two have the same name but for its sign.
  private static let orders = """
    Name,Id,Created at,Financial Status,Currency,Total,Lineitem name,Lineitem quantity
    #1,1,2026-01-01T00:00:00Z,paid,USD,10.00,A,1
    #2,2,2026-03-01T00:00:00Z,paid,USD,20.00,A,1
    #3,3,2026-02-01T00:00:00Z,refunded,USD,30.00,A,1
    #7,4,2026-02-02T00:00:00Z,paid,USD,40.00,A,1
    7,5,2026-02-03T00:00:00Z,paid,USD,50.00,A,1
    #8,6,2026-02-04T00:00:00Z,paid,USD,60.00,A,1
    #8,7,2026-02-05T00:00:00Z,paid,USD,70.00,A,1
    """

  /// What a claim says of its order: by name, by an id that no order has and a name, and one that is
  /// not there, within and beyond the time that is covered.
  private static let claims = [
    ##""order_name":"#2""##, ##""order_id":2,"order_name":" #2""##, ##""order_name":"3""##,
    ##""order_name":"7""##, ##""order_name":"#7""##, ##""order_name":" 7 ""##,
    ##""order_name":"#8""##,
    ##""order_id":"other","order_name":"#1""##, ##""order_id":"none","order_name":"#99""##,
    ##""order_name":"#98""##,
    ##""store_id":"elsewhere","order_name":"#1""##,
  ].enumerated().map { number, order in
    let day = number == 9 ? "2027-01-01" : "2026-02-01"
    return #"{"type":"RECORD","stream":"attributed_orders","record":{\#(order),"#
      + #""source_system":"s","message_id":"m\#(number)","order_at":"\#(day)T00:00:00Z","#
      + #""claimed_revenue":10.00,"currency":"USD","attribution_type":"click","#
      + #""sent_at":"2026-01-01T00:00:00Z"}}"#
  }

  private static let schema =
    #"{"type":"SCHEMA","stream":"attributed_orders","schema":{},"#
    + #""key_properties":["source_system","message_id"]}"#

  private static func input(_ claims: [String]) -> Input {
    .text(([schema] + claims + [#"{"type":"STATE","value":{}}"#, ""]).joined(separator: "\n"))
  }

  private static func records(_ lines: [String]) -> [String] {
    lines.filter { $0.hasPrefix(#"{"type":"RECORD""#) }
  }

  /// Extracts the orders, all or a part, with the facts of the whole.
  private static func extract(
    _ work: Workspace,
    _ shard: String?,
    to name: String,
    _ files: [String] = ["orders.csv"]
  ) throws {
    let options = shard.map { ["--shard", $0] } ?? []
    try work.run(
      Command(
        path: BuiltProducts.program("extract-csv"),
        ["--profile", "shopify-orders", "--covers", "2026-01-01..2026-04-01", "--orders-facts"]
          + [name + ".facts"] + options + files
      ),
      output: .file(name)
    ).orThrow()
  }

  private static func validate(_ options: [String]) -> Command {
    Command(
      path: BuiltProducts.program("transform-validate"),
      options + ["--click-window", "90d"]
    )
  }

  @Test("parts by the name of the order give the verdicts of the whole")
  func byName() throws {
    try withWorkspace { work in
      try work.write("orders.csv", Self.orders + "\n")
      try Self.extract(work, nil, to: "all")
      let claims = Self.input(Self.claims)
      let whole = try work.run(Self.validate(["--orders", "all"]), input: claims).orThrow()
      let expected = Self.records(whole.lines).sorted()
      let rulings = try Self.records(whole.lines).map { line in
        try JSONValue(parsing: line)["record"]?["validation_status"]?.string ?? "none"
      }
      #expect(
        rulings == [
          "adjusted", "adjusted", "rejected", "adjusted", "adjusted", "adjusted", "unverifiable",
          "valid", "rejected", "unverifiable", "unverifiable",
        ]
      )
      var together: [String] = []
      for shard in ["0/3:order_name", "1/3:order_name", "2/3:order_name"] {
        try Self.extract(work, shard, to: "part")
        #expect(try work.read("part.facts") == work.read("all.facts"))
        let options = ["--orders", "part", "--orders-facts", "all.facts", "--shard", shard]
        let part = try work.run(Self.validate(options), input: claims).orThrow()
        #expect(part.lines.last?.contains(#""parts":["\#(shard)"]"#) == true)
        together += Self.records(part.lines)
      }
      #expect(together.sorted() == expected)
    }
  }

  @Test("parts by anything else give the verdict of the whole, or none")
  func byAnything() throws {
    try withWorkspace { work in
      try work.write("orders.csv", Self.orders + "\n")
      try Self.extract(work, nil, to: "all")
      var (judged, refused) = (0, 0)
      for shard in ["0/3", "1/3", "2/3", "0/2:order_name", "1/2:order_name"] {
        try Self.extract(work, shard, to: "part")
        for claim in Self.claims + [
          Self.claims[0].replacing(##""order_name":"#2""##, with: #""order_id":2"#)
        ] {
          let claims = Self.input([claim])
          let whole = try work.run(Self.validate(["--orders", "all"]), input: claims).orThrow()
          let options = ["--orders", "part", "--orders-facts", "all.facts"]
          let part = try work.run(Self.validate(options), input: claims)
          if part.status == 78 {
            refused += 1
            #expect(part.errors.contains("line 2: the order of this claim lies in another part"))
          } else {
            judged += 1
            #expect(Self.records(part.lines) == Self.records(whole.lines), "\(shard) \(part)")
          }
        }
      }
      #expect(judged > 20 && refused > 20, "\(judged) judged, \(refused) refused")
    }
  }

  @Test("an order that was renamed may have a version in every part")
  func renamed() throws {
    try withWorkspace { work in
      try work.write("orders.csv", Self.orders + "\n")
      let header = Self.orders.prefix { $0 != "\n" }
      try work.write("later.csv", header + "\n#9,2,2026-03-01T00:00:00Z,paid,USD,20.00,A,1\n")
      try Self.extract(work, nil, to: "all", ["orders.csv", "later.csv"])
      for claim in [##""order_name":"#9""##, ##""order_name":"#2""##, #""order_id":2"#] {
        let line = Self.claims[0].replacing(##""order_name":"#2""##, with: claim)
        let outcome = try work.run(
          Self.validate(["--orders", "all", "--orders-facts", "all.facts"]),
          input: Self.input([line])
        )
        #expect(outcome.status == 78 && outcome.errors.contains("several names"), "\(outcome)")
      }
    }
  }

  @Test("orders that do not say what they cover may be a part")
  func unsaid() throws {
    try withWorkspace { work in
      let order =
        #"{"type":"RECORD","stream":"shopify_orders","record":{"order_id":1,"#
        + ##""order_name":"#1","processed_at":"2026-01-01T00:00:00Z"}}"##
      try work.write("part", order + "\n" + #"{"type":"STATE","value":{}}"# + "\n")
      for claim in Self.claims where !claim.contains(##""order_name":"#1""##) {
        let outcome = try work.run(Self.validate(["--orders", "part"]), input: Self.input([claim]))
        #expect(outcome.status == 78 && outcome.errors.contains("--orders-cover"), "\(outcome)")
        let said = try work.run(
          Self.validate(["--orders", "part", "--orders-cover", "2026-01-01..2026-04-01"]),
          input: Self.input([claim])
        )
        #expect(said.succeeded, "\(said)")
      }
    }
  }

  @Test("facts that are cut off, missing, or of no use are refused")
  func faults() throws {
    try withWorkspace { work in
      try work.write("orders.csv", Self.orders + "\n")
      try Self.extract(work, nil, to: "all")
      let facts = try work.read("all.facts")
      for text in ["", "{}\n", String(facts.dropLast()), String(facts.dropLast(20)), facts + "x\n"]
      {
        try work.write("bad.facts", text)
        let outcome = try work.run(
          Self.validate(["--orders", "all", "--orders-facts", "bad.facts"]),
          input: Self.input([])
        )
        #expect(outcome.status == 65 && outcome.errors.contains("bad.facts"), "\(outcome)")
      }
      let missing = try work.run(
        Self.validate(["--orders", "all", "--orders-facts", "none"]),
        input: Self.input([])
      )
      #expect(missing.status == 66)
      let csv = ["--profile", "shopify-orders", "--orders-facts", "new.facts", "orders.csv"]
      for (options, status) in [
        (["--bare"], 64), (["--state", "s"], 64), (["--replay"], 64),
        (["--orders-facts", "nowhere/facts"], 73),
      ] as [([String], Int32)] {
        let outcome = try work.run(
          Command(path: BuiltProducts.program("extract-csv"), csv + options)
        )
        #expect(outcome.status == status, "\(outcome)")
      }
    }
  }

  @Test("the warehouse's orders say what they cover, and have facts, too")
  func fromTheWarehouse() throws {
    try withDatabase { work, database in
      try work.write("orders.csv", Self.orders + "\n")
      try Self.extract(work, nil, to: "all")
      try work.run(.built("load-postgres", environment: database.environment), input: .file("all"))
        .orThrow()
      let unload = ["--orders-facts", "sql.facts", "shopify_orders"]
      func extract(_ options: [String]) throws -> Outcome {
        try work.run(
          Command(
            path: BuiltProducts.program("extract-postgres"),
            options + unload,
            environment: database.environment
          ),
          output: .file("part")
        )
      }
      try extract(["--shard", "0/2"]).orThrow()
      let hashes = { (name: String) in
        try work.read(name).split(separator: "\n").dropFirst().map(String.init)
      }
      #expect(try hashes("sql.facts") == hashes("all.facts") && hashes("all.facts").count == 7)
      #expect(try work.read("sql.facts").contains(#""from":"2026-01-01","until":"2026-04-01""#))
      try extract([]).orThrow()
      let claims = Self.input(Self.claims)
      let ours = try work.run(Self.validate(["--orders", "part"]), input: claims).orThrow()
      let theirs = try work.run(Self.validate(["--orders", "all"]), input: claims).orThrow()
      #expect(Self.records(ours.lines) == Self.records(theirs.lines))
      // Some of the rows cover nothing.
      let some = try extract(["--replication-key", "updated_at"])
      #expect(some.status == 78 && some.errors.contains("which time they cover"), "\(some)")
    }
  }
}
