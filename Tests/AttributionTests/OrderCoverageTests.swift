import StageKit
import TestSupport
import Testing
import Wire

/// What an order that is missing means: the orders' own coverage says it.
@Suite("Coverage of the orders")
struct OrderCoverageTests {
  /// The rulings on claims to an order that no file has, dated as given, by files of orders: each is
  /// the times of its orders and the `covers` of its STATE (nil for a STATE without).
  private func rulings(
    _ files: [(orders: [String], covers: String?)],
    _ dates: [String],
    _ flags: [String] = []
  ) throws -> [String] {
    try withWorkspace { workspace in
      var arguments = flags + ["--orders-cover", "records"]
      for (index, file) in files.enumerated() {
        let orders = file.orders.enumerated().map { number, time in
          Validation.order(index * 10 + number, changes: ["processed_at": #""\#(time)""#])
        }
        let value =
          file.covers.map { #"{"bookmarks":{"shopify_orders":{"covers":[\#($0)]}}}"# } ?? "{}"
        let state = #"{"type":"STATE","value":\#(value)}"#
        try workspace.write("orders\(index)", (orders + [state]).map { $0 + "\n" }.joined())
        arguments += ["--orders", "orders\(index)"]
      }
      let claims = dates.map { Validation.claim(#""order_id":999,\#($0)"#) }
      let outcome = try workspace.run(
        Command(path: BuiltProducts.program("transform-validate"), arguments),
        input: .text(Validation.input(claims)),
        timeout: 60
      )
      #expect(outcome.succeeded, "\(outcome)")
      return try outcome.lines.compactMap { line in
        let message = try JSONValue(parsing: line)
        return message["stream"]?.string == "attributed_orders" ? message["record"]?.ruling : nil
      }
    }
  }

  private static func at(_ time: String) -> String { #""order_at":"\#(time)""# }
  private static func on(_ day: String) -> String { #""order_date":"\#(day)""# }

  /// An entry of coverage of the store `default`.
  private static func covers(_ from: String, _ until: String, complete: Bool = true) -> String {
    #"{"store_id":"default","from":"\#(from)","until":"\#(until)","complete":\#(complete)}"#
  }

  private let missing = "rejected order_not_found"
  private let unknown = "unverifiable"

  @Test("without a statement a file covers from its first to its last order, and no gap")
  func unstated() throws {
    let january = ["2026-01-10T10:00:00Z", "2026-01-20T10:00:00Z"]
    let march = ["2026-03-10T10:00:00Z", "2026-03-20T10:00:00Z"]
    let dates = [
      "2026-01-10T09:59:59Z", "2026-01-10T10:00:00Z", "2026-01-20T10:00:00Z",
      "2026-01-20T10:00:00.000001Z", "2026-02-15T00:00:00Z", "2026-03-10T10:00:00Z",
      "2026-03-20T10:00:01Z",
    ].map(Self.at)
    let expected = [unknown, missing, missing, unknown, unknown, missing, unknown]
    #expect(try rulings([(january, nil), (march, nil)], dates) == expected)
    #expect(try rulings([(march, nil), (january, nil)], dates) == expected)
  }

  @Test("a statement counts, whatever the file's own orders are")
  func stated() throws {
    let file = (["2026-06-01T00:00:00Z"], Self.covers("2026-01-01", "2026-02-01"))
    let dates = [
      "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2026-01-31T23:59:59Z",
      "2026-02-01T00:00:00Z", "2026-06-01T00:00:00Z",
    ].map(Self.at)
    #expect(try rulings([file], dates) == [unknown, missing, missing, unknown, unknown])
    #expect(
      try rulings([(["2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z"], "")], dates)
        == Array(repeating: unknown, count: 5)
    )
  }

  @Test("what is not complete proves nothing; ranges that touch are one")
  func pieces() throws {
    let covers = [
      Self.covers("2026-01-01", "2026-01-02"), Self.covers("2026-01-02", "2026-01-03"),
      Self.covers("2026-01-03", "2026-01-04", complete: false),
      Self.covers("2026-01-04", "2026-01-05"),
    ].joined(separator: ",")
    let dates = [
      Self.at("2026-01-01T23:59:59Z"), Self.at("2026-01-02T00:00:00Z"), Self.on("2026-01-01"),
      Self.on("2026-01-02"), Self.on("2026-01-03"), Self.at("2026-01-03T12:00:00Z"),
      Self.on("2026-01-04"), Self.on("2026-01-05"),
    ]
    #expect(
      try rulings([([], covers)], dates) == [
        missing, missing, missing, missing, unknown, unknown, missing, unknown,
      ]
    )
  }

  @Test("a day without a time is covered where the whole day is, in the reporting timezone")
  func days() throws {
    let covers = Self.covers("2026-03-07T05:00:00Z", "2026-03-09T04:00:00Z")
    let dates = ["2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09"].map(Self.on)
    // New York's clocks leap on the 8th: that day has 23 hours and ends at 04:00 in UTC.
    #expect(
      try rulings([([], covers)], dates, ["--reporting-timezone", "America/New_York"])
        == [unknown, missing, missing, unknown]
    )
    #expect(try rulings([([], covers)], dates) == [unknown, unknown, missing, unknown])
    // A day may also come in place of a time.
    #expect(try rulings([([], covers)], [Self.at("2026-03-08")]) == [missing])
  }

  @Test("where the clocks leap over midnight a day begins an hour later")
  func leapOverMidnight() throws {
    // Beirut, 2026-03-29: 00:00 becomes 01:00 (UTC+2 to UTC+3), so the day begins at 22:00 in UTC.
    let dates = [Self.on("2026-03-29")]
    let zone = ["--reporting-timezone", "Asia/Beirut"]
    let whole = Self.covers("2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z")
    let short = Self.covers("2026-03-28T22:00:01Z", "2026-03-29T21:00:00Z")
    #expect(try rulings([([], whole)], dates, zone) == [missing])
    #expect(try rulings([([], short)], dates, zone) == [unknown])
    #expect(try rulings([([], Self.covers("2026-03-29", "2026-03-30"))], dates, zone) == [missing])
  }

  @Test("coverage is that of a store")
  func stores() throws {
    let covers = Self.covers("2026-01-01", "2026-02-01")
    let time = Self.at("2026-01-05T00:00:00Z")
    let other = #""store_id":"other","# + time
    #expect(try rulings([([], covers)], [time, other]) == [missing, unknown])
  }

  @Test("coverage that cannot be read ends the run")
  func unreadable() throws {
    try withWorkspace { workspace in
      let state =
        #"{"type":"STATE","value":{"bookmarks":{"shopify_orders":{"covers":[{"from":1}]}}}}"#
      try workspace.write("orders", state + "\n")
      let outcome = try workspace.run(
        Command(path: BuiltProducts.program("transform-validate"), ["--orders", "orders"]),
        input: .text(Validation.input([]))
      )
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("coverage of shopify_orders cannot be read"), "\(outcome)")
    }
  }
}
