import TestSupport
import Testing
import Wire

/// `extract-csv` as Singer's runners use a tap: discovery, a catalog, and a state.
@Suite("extract-csv as a tap")
struct TapTests {
  private static let claims = """
    Order ID,Order Name,Revenue,Order Date,Message ID,Phone Number
    5001,#1,12.50,2026-01-02 03:04:05,m1,+15550100001

    """
  private static let orders = """
    Name,Email,Financial Status,Currency,Total,Created at,Id,Lineitem quantity,Lineitem name
    #1,a@example.com,paid,USD,20.00,2026-01-01 10:00:00 +0000,5001,1,Mug
    #1,,,,,,,2,Cup

    """

  private func run(_ work: Workspace, _ arguments: String...) throws -> Outcome {
    try work.run(Command(path: BuiltProducts.program("extract-csv"), arguments))
  }

  /// What `--discover` says, with fields deselected.
  private func catalog(_ outcome: Outcome, without names: [String]) throws -> String {
    let found = try JSONValue(parsing: outcome.orThrow().text)
    let streams = (found["streams"]?.array ?? []).map { stream in
      let parts = (stream["metadata"]?.array ?? []).map { part in
        let field = part["breadcrumb"]?.array?.last?.string
        guard let field, names.contains(field), let metadata = part["metadata"] else { return part }
        return part.setting("metadata", metadata.setting("selected", .bool(false)))
      }
      return stream.setting("metadata", .array(parts))
    }
    return JSONValue.object([("streams", .array(streams))]).text
  }

  private func fields(_ line: String, _ member: String) throws -> [String] {
    let message = try JSONValue(parsing: line)
    let object = member == "schema" ? message["schema"]?["properties"] : message[member]
    return try #require(object?.members).map(\.key)
  }

  @Test("deselected fields are in no message, but the key and the store always are")
  func fields() throws {
    try withWorkspace { work in
      try work.write("claims.csv", Self.claims)
      let found = try run(work, "--profile", "postscript-revenue", "--discover", "claims.csv")
      let names = ["phone", "order_id", "store_id", "message_id", "order_ref"]
      try work.write("catalog.json", try catalog(found, without: names))
      let plain = try run(work, "--profile", "postscript-revenue", "claims.csv").orThrow()
      let cut = try run(
        work,
        "--profile",
        "postscript-revenue",
        "--catalog",
        "catalog.json",
        "claims.csv"
      ).orThrow()
      for (line, member) in [(0, "schema"), (1, "record")] {
        let left = try fields(plain.lines[line], member).filter {
          $0 != "phone" && $0 != "order_id"
        }
        #expect(try fields(cut.lines[line], member) == left)
        #expect(
          left.contains("order_ref") && left.contains("message_id") && left.contains("store_id")
        )
      }
      // What another field is made of is read all the same.
      let record = try JSONValue(parsing: cut.lines[1])["record"]
      #expect(record?["order_ref"]?.string == "5001")
      #expect(try JSONValue(parsing: cut.lines[1])["time_extracted"]?.string != nil)
    }
  }

  @Test("what is made of several rows can be deselected, and bare records are cut, too")
  func folded() throws {
    try withWorkspace { work in
      try work.write("orders.csv", Self.orders)
      let found = try run(work, "--profile", "auto", "--discover", "orders.csv")
      try work.write("catalog.json", try catalog(found, without: ["line_items", "email"]))
      let cut = try run(
        work,
        "--profile",
        "auto",
        "--catalog",
        "catalog.json",
        "orders.csv",
        "--bare"
      )
      let record = try JSONValue(parsing: cut.orThrow().lines[0])
      #expect(record["line_items"] == nil && record["email"] == nil)
      #expect(record["line_item_quantity"]?.integer == 3)
      #expect(record["order_id"]?.string == "5001")
    }
  }

  @Test("figures that are deselected are lacking from what the export says of its days")
  func lacking() throws {
    try withWorkspace { work in
      try work.write(
        "figures.csv",
        "source_system,message_id,date,granularity,platform_reported_orders\n"
          + "postscript,m1,2026-01-05,day,3\n"
      )
      let arguments = ["--profile", "message-performance", "figures.csv"]
      let found = try run(work, "--discover", "--profile", "message-performance", "figures.csv")
      try work.write("catalog.json", try catalog(found, without: ["platform_reported_orders"]))
      for (more, lacks) in [
        ([], ["platform_reported_order_revenue"]),
        (
          ["--catalog", "catalog.json"],
          ["platform_reported_order_revenue", "platform_reported_orders"]
        ),
      ] as [([String], [String])] {
        let outcome = try work.run(
          Command(path: BuiltProducts.program("extract-csv"), arguments + more)
        ).orThrow()
        let state = try JSONValue(parsing: try #require(outcome.lines.last))
        let covers = state["value"]?["bookmarks"]?["message_performance"]?["covers"]?.array
        #expect(covers?.first?["lacks"]?.array?.compactMap(\.string) == lacks, "\(outcome)")
      }
    }
  }

  @Test("a stream that is not selected is not read; one that there is not is refused")
  func streams() throws {
    try withWorkspace { work in
      try work.write("claims.csv", Self.claims)
      try work.write("orders.csv", Self.orders)
      let own = #"{"breadcrumb":[],"metadata":{"selected":true}}"#
      for (name, status) in [("shopify_orders", 0), ("shopify_order", 78)] as [(String, Int32)] {
        let entry = #"{"tap_stream_id":"\#(name)","stream":"\#(name)","metadata":[\#(own)]}"#
        try work.write("catalog.json", #"{"streams":[\#(entry)]}"#)
        let outcome = try run(
          work,
          "--profile",
          "auto",
          "--catalog",
          "catalog.json",
          "claims.csv",
          "orders.csv"
        )
        #expect(outcome.status == status, "\(outcome)")
        if status == 0 {
          #expect(!outcome.text.contains("attributed_orders"))
          #expect(outcome.text.contains(#""stream":"shopify_orders","record""#))
          #expect(
            outcome.errors.contains("claims.csv: not read, as attributed_orders is not selected")
          )
        } else {
          #expect(outcome.errors.contains("did you mean shopify_orders?"))
        }
      }
    }
  }

  @Test("a selected field that is no longer there is refused")
  func missingField() throws {
    try withWorkspace { work in
      try work.write("a.csv", "id,amount\n1,2\n")
      let generic = ["--profile", "generic", "--stream", "sales", "--key", "id"]
      let program = BuiltProducts.program("extract-csv")
      let found = try work.run(Command(path: program, generic + ["--discover", "a.csv"]))
      try work.write("catalog.json", try catalog(found, without: []))
      try work.write("a.csv", "id,sum\n1,2\n")
      let outcome = try work.run(
        Command(path: program, generic + ["--catalog", "catalog.json", "a.csv"])
      )
      #expect(outcome.status == 78)
      #expect(outcome.errors.contains(#"stream sales: there is no field "amount" (any more)"#))
    }
  }

  @Test("with a state only files that are new or have changed are read")
  func state() throws {
    try withWorkspace { work in
      try work.write("a.csv", Self.claims)
      try work.write("b.csv", Self.claims.replacing("5001", with: "5002"))
      var arguments = [
        "--profile", "postscript-revenue", "--state", "state.json", "a.csv", "b.csv",
      ]
      func next() throws -> [String] {
        let outcome = try work.run(
          Command(path: BuiltProducts.program("extract-csv"), arguments)
        ).orThrow()
        try work.write("state.json", try #require(outcome.lines.last))
        return try outcome.lines.filter { $0.contains(#""RECORD""#) }.map {
          try JSONValue(parsing: $0)["record"]?["order_ref"]?.string ?? ""
        }
      }
      #expect(try next() == ["5001", "5002"])
      #expect(try next() == [])
      try work.write("b.csv", Self.claims.replacing("5001", with: "50030"))
      #expect(try next() == ["50030"])
      try work.write("c.csv", Self.claims.replacing("5001", with: "5004"))
      arguments.append("c.csv")
      #expect(try next() == ["5004"])
      #expect(try next() == [])
      // A touch is a change, since the time of the file is that of its records.
      try work.touch("a.csv", at: 1_780_000_000)
      #expect(try next() == ["5001"])
      // A range of days is another one each time.
      arguments += ["--since", "2026-01-01"]
      #expect(try next() == ["5001", "50030", "5004"])
    }
  }

  @Test("a state keeps the bookmarks of others, and repeats no coverage")
  func foreignState() throws {
    try withWorkspace { work in
      try work.write("a.csv", Self.claims)
      let arguments = ["--profile", "postscript-revenue", "--state", "state.json", "a.csv"]
      try work.write("state.json", #"{"bookmarks":{"other":{"id":7}},"currently":null}"#)
      for expected in [1, 0] {
        let outcome = try work.run(
          Command(path: BuiltProducts.program("extract-csv"), arguments)
        ).orThrow()
        let last = try #require(outcome.lines.last)
        let value = try #require(JSONValue(parsing: last)["value"])
        #expect(value["bookmarks"]?["other"]?["id"]?.integer == 7)
        #expect(value["bookmarks"]?["attributed_orders"]?["covers"]?.array?.count == expected)
        #expect(value["bookmarks"]?["attributed_orders"]?["files"]?.array?.count == 1)
        try work.write("state.json", value.text)
      }
    }
  }
}
