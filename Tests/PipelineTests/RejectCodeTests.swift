import TestSupport
import Testing
import Wire

/// A fault has one code, whichever stage finds it, and each program lists those that it gives.
@Suite("Reject codes")
struct RejectCodeTests {
  /// The codes that a program lists for machines.
  static func listed(_ program: String) throws -> Set<String> {
    try withWorkspace { work in
      let about = try work.run(.built(program, "--about")).orThrow().text
      let rejects = try JSONValue(parsing: about)["rejects"]?.array ?? []
      return Set(rejects.compactMap { $0["code"]?.string })
    }
  }

  /// Runs a program on each bad record: the codes of all rejects.
  private func codes(
    _ program: String,
    _ cases: [RejectCase],
    arguments: [String] = [],
    environment: [String: String] = [:]
  ) throws -> Set<String> {
    var all: Set<String> = []
    for one in cases {
      try withWorkspace { work in
        try work.write("orders", #"{"type":"STATE","value":{}}"# + "\n")
        let command = Command(
          path: BuiltProducts.program(program),
          ["--rejects", "rejects"] + arguments + one.arguments,
          environment: environment
        )
        let outcome = try work.run(command, input: .text(one.input))
        let text = work.has("rejects") ? try work.read("rejects") : ""
        let found = try text.split(separator: "\n").map { line in
          try JSONValue(parsing: String(line))["code"]?.string
        }
        #expect(found == [one.code], "\(one.input.prefix(200)): \(outcome)")
        all.formUnion(found.compactMap(\.self))
      }
    }
    return all
  }

  /// A record whose bytes are no text; `RejectCase` holds only text.
  private func badBytes(
    _ program: String,
    _ arguments: [String],
    _ bytes: [UInt8],
    environment: [String: String] = [:]
  ) throws {
    try withWorkspace { work in
      try writeBytes(bytes, to: work.file("in"))
      try work.write("orders", #"{"type":"STATE","value":{}}"# + "\n")
      let command = Command(
        path: BuiltProducts.program(program),
        ["--rejects", "rejects"] + arguments,
        environment: environment
      )
      let outcome = try work.run(command, input: .file("in"))
      #expect(try work.read("rejects").contains(#""code":"invalid_utf8""#), "\(outcome)")
    }
  }

  private static let atEOF = ["--at-eof", "commit"]
  private static let badLine = Array(#"{"id":""#.utf8) + [0xFF] + Array("\"}\n".utf8)

  @Test("extract-csv gives each code that it lists")
  func csv() throws {
    let found = try codes("extract-csv", RejectCase.csv)
    let arguments = ["--profile", "generic", "--stream", "s", "-"]
    try badBytes("extract-csv", arguments, Array("v\n".utf8) + [0xFF, 0x0A])
    #expect(try found.union(["invalid_utf8"]) == Self.listed("extract-csv"))
  }

  @Test("transform-dedupe gives each code that it lists")
  func dedupe() throws {
    let cases = RejectCase.messages + RejectCase.dedupe
    let found = try codes("transform-dedupe", cases, arguments: Self.atEOF)
    try badBytes("transform-dedupe", Self.atEOF, Self.badLine)
    #expect(try found.union(["invalid_utf8"]) == Self.listed("transform-dedupe"))
  }

  @Test("transform-validate gives each code that it lists")
  func validate() throws {
    let arguments = Self.atEOF + ["--orders", "orders", "--orders-cover", "records"]
    let cases = RejectCase.messages + RejectCase.claims + RejectCase.validate
    let found = try codes("transform-validate", cases, arguments: arguments)
    try badBytes("transform-validate", arguments, Self.badLine)
    let orders = try codesOfOrders()
    let all = found.union(orders).union(["invalid_utf8"])
    #expect(try all == Self.listed("transform-validate"))
  }

  /// The codes of orders that are bad in fields that claims lack.
  private func codesOfOrders() throws -> Set<String> {
    try withWorkspace { work in
      let fields = [#""test":"yes""#, #""tags":7"#]
      let lines = fields.map { field in
        #"{"type":"RECORD","stream":"shopify_orders","record":{"order_id":1,\#(field)}}"#
      }
      try work.write(
        "orders",
        (lines + [
          #"{"type":"UPSERT","stream":"shopify_orders","record":{}}"#,
          #"{"type":"STATE","value":{}}"#, "",
        ]).joined(separator: "\n")
      )
      let outcome = try work.run(
        .built(
          "transform-validate",
          "--orders",
          "orders",
          "--exclude-tag",
          "x",
          "--rejects",
          "rejects",
          "--at-eof",
          "commit"
        )
      )
      let found = try work.read("rejects").split(separator: "\n").compactMap { line in
        try JSONValue(parsing: String(line))["code"]?.string
      }
      #expect(found == ["invalid_boolean", "invalid_list", "unknown_message"], "\(outcome)")
      return Set(found)
    }
  }

  @Test("load-postgres gives each code that it lists")
  func load() throws {
    try withDatabase { _, database in
      let found = try codes(
        "load-postgres",
        RejectCase.messages + RejectCase.claims + RejectCase.load,
        arguments: Self.atEOF,
        environment: database.environment
      )
      try badBytes(
        "load-postgres",
        Self.atEOF,
        Self.badLine,
        environment: database.environment
      )
      #expect(try found.union(["invalid_utf8"]) == Self.listed("load-postgres"))
    }
  }
}
