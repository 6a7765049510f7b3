import Glibc
import TestSupport
import Testing
import Wire

/// `transform-validate` as a program: its inputs, what it passes on, and how it ends.
@Suite("transform-validate")
struct ValidateProgramTests {
  static let schema =
    ##"{"type":"SCHEMA","stream":"attributed_orders","schema":{"type":"object","properties":"##
    + ##"{"order_id":{"type":"string"},"touch_at":{}}},"key_properties":["order_id"]}"##
  static let claim = Validation.claim(#""order_id":"1","claimed_revenue":100"#)
  static let verdict =
    #","validation_status":"valid","rejection_reasons":[],"validated_revenue":100.00,"#
    + #""order_revenue":100.00,"touch_at":null,"minutes_to_order":null,"window_checked":false,"#
    + #""customer_match":null,"matched_order_id":"1","order_processed_at":"2026-01-10T10:00:00Z""#

  private func validate(
    orders: String = Validation.input([Validation.order(1)]),
    _ claims: String,
    _ arguments: String...
  ) throws -> Outcome {
    try withWorkspace { workspace in
      try workspace.write("orders", orders)
      return try workspace.run(
        Command(
          path: BuiltProducts.program("transform-validate"),
          ["--orders", "orders", "--orders-cover", "records"] + arguments
        ),
        input: .text(claims),
        timeout: 60
      )
    }
  }

  @Test("bytes are kept and the verdict put behind them")
  func bytesAreKeptAndTheVerdictPutBehindThem() throws {
    let line =
      #" { "type" : "RECORD", "stream":"attributed_orders", "record" : {"order_id":"1", "#
      + #""x" : {"a":[1, 2.50]}, "claimed_revenue":100 } , "version":1e2 } "#
    let outcome = try validate(Validation.input([line]))
    let expected =
      #" { "type" : "RECORD", "stream":"attributed_orders", "record" : {"order_id":"1", "#
      + #""x" : {"a":[1, 2.50]}, "claimed_revenue":100 "# + Self.verdict
      + #"} , "version":1e2 } "#
    #expect(outcome.lines.first == expected, "\(outcome)")
  }

  @Test(
    "a newest version that knows less than an earlier one is said, in either order",
    arguments: [false, true]
  )
  func poorerVersion(isReversed: Bool) throws {
    let known = Validation.order(1, #""updated_at":"2026-02-01T00:00:00Z","test":true"#)
    let poorer = Validation.order(1, #""updated_at":"2026-02-02T00:00:00Z""#)
    let versions = isReversed ? [poorer, known] : [known, poorer]
    let outcome = try validate(
      orders: Validation.input(versions),
      Validation.input([Self.claim])
    )
    #expect(outcome.status == 0, "\(outcome)")
    let words = "the newest version of 1 orders comes from a source without test, which an earlier"
    #expect(outcome.errors.contains(words), "\(outcome)")
    #expect(outcome.errors.contains("orders that know less than before 1"), "\(outcome)")
  }

  @Test("a newest version that knows as much as an earlier one, or more, is not warned of")
  func richerVersion() throws {
    let known = Validation.order(1, #""updated_at":"2026-02-01T00:00:00Z""#)
    let richer = Validation.order(1, #""updated_at":"2026-02-02T00:00:00Z","test":null"#)
    for versions in [[known, richer], [known, known], [richer, known]] {
      let outcome = try validate(
        orders: Validation.input(versions),
        Validation.input([Self.claim])
      )
      #expect(outcome.status == 0, "\(outcome)")
      #expect(!outcome.errors.contains("warning"), "\(outcome)")
    }
  }

  @Test("what is not a claim passes byte for byte")
  func whatIsNotAClaimPassesByteForByte() throws {
    let lines = [
      #"{"type":"SCHEMA", "stream":"other","schema":{},"key_properties":[]}"#,
      #"{"stream":"other","record": {"order_id":"1"} ,"type":"RECORD"}"#,
      Validation.record("shopify_orders", #""order_id":"1""#),
      #"{"type":"ACTIVATE_VERSION","stream":"attributed_orders","version":1}"#,
      #"{"type":"BATCH","anything":[1]}"#, #"{"type":"STATE","value":{"a":1} }"#,
    ]
    let text = lines.map { $0 + "\n" }.joined()
    let outcome = try validate(text)
    #expect(outcome.text == text, "\(outcome)")
    #expect(outcome.errors.contains("read 0, written 0, rejected 0, passed through 4"))
  }

  @Test("a schema gains the fields once")
  func aSchemaGainsTheFieldsOnce() throws {
    let outcome = try validate(Validation.input([Self.schema]))
    let again = try validate(outcome.text)
    #expect(again.text == outcome.text)
    let message = try JSONValue(parsing: try #require(outcome.lines.first))
    let properties = try #require(message["schema"]?["properties"]?.members)
    #expect(
      properties.map(\.key) == [
        "order_id", "validation_status", "rejection_reasons", "validated_revenue",
        "order_revenue", "touch_at", "minutes_to_order", "window_checked", "customer_match",
        "matched_order_id", "order_processed_at",
      ]
    )
    #expect(message["key_properties"]?.text == #"["order_id"]"#)
  }

  @Test("a second run replaces the verdict")
  func aSecondRunReplacesTheVerdict() throws {
    let first = try validate(Validation.input([Self.schema, Self.claim]))
    #expect(try validate(first.text).text == first.text)
    let refunded = Validation.input([Validation.order(1, changes: ["total_refunded": "100"])])
    let changed = try validate(orders: refunded, first.text)
    #expect(
      try validate(orders: refunded, Validation.input([Self.schema, Self.claim])).text
        == changed.text
    )
    #expect(try validate(changed.text).text == first.text)
  }

  @Test("the summary counts the claims whose window was not checked")
  func uncheckedWindows() throws {
    let times = [
      "", #""sent_at":null,"#, #""sent_at":"2025-12-31T00:00:00Z","attribution_type":"coupon","#,
      #""sent_at":"2026-01-01T00:00:00Z","attribution_type":"click","#,
    ]
    let claims = times.map { Validation.claim("\($0)" + #""order_id":"1","claimed_revenue":100"#) }
    let outcome = try validate(Validation.input([Self.schema] + claims))
    let unchecked = outcome.text.ranges(of: #""window_checked":false"#).count
    #expect(unchecked == 3, "\(outcome)")
    #expect(outcome.errors.contains(", windows not checked 3,"), "\(outcome)")
  }

  @Test("an earlier verdict is replaced wherever it is")
  func anEarlierVerdictIsReplacedWhereverItStands() throws {
    let bodies = [
      #""touch_at":"x","order_id":"1","customer_match":[1,{"a":"}"}],"claimed_revenue":100"#,
      #""validation_status":"valid","order_id":"1","claimed_revenue":100"#,
      #""order_id":"1","claimed_revenue":100,"validat\u0069on_status":null"#,
      #""order_id":"1", "order_revenue" : 5 ,"claimed_revenue":100"#,
    ]
    let outcome = try validate(Validation.input(bodies.map(Validation.claim)))
    let expected = Validation.claim(#""order_id":"1","claimed_revenue":100"# + Self.verdict)
    #expect(outcome.lines.dropLast().allSatisfy { $0 == expected }, "\(outcome)")
  }

  @Test("bare records come and go")
  func bareRecordsComeAndGo() throws {
    let outcome = try validate(
      orders: #"{"order_id":"1","financial_status":"paid","total_price":100}"# + "\n",
      #"{"order_id":"1","claimed_revenue":100}"# + "\n",
      "--bare-orders",
      "--stream",
      "attributed_orders",
      "--bare"
    )
    #expect(outcome.succeeded, "\(outcome)")
    #expect(outcome.lines.count == 1)
    let record = try JSONValue(parsing: outcome.text)
    #expect(record.ruling == "valid")
    let message = try validate(Validation.input([Self.schema, Self.claim]), "--bare")
    #expect(message.lines == [#"{"order_id":"1","claimed_revenue":100"# + Self.verdict + "}"])
  }

  static let halfFiles: [String] = [
    "", Validation.order(1) + "\n", Validation.order(1), String(Validation.order(1).dropLast(20)),
    Validation.input([Validation.order(1)]) + Validation.order(2) + "\n",
  ]

  @Test("half an orders file gives no verdict", arguments: halfFiles)
  func halfAnOrdersFileGivesNoVerdict(orders: String) throws {
    let outcome = try validate(orders: orders, Validation.input([Self.schema, Self.claim]))
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("orders"))
    #expect(outcome.errors.contains("truncated"))
  }

  @Test("orders without a STATE can be accepted")
  func ordersWithoutAStateCanBeAccepted() throws {
    let outcome = try validate(
      orders: Validation.order(1) + "\n",
      Validation.input([Self.claim]),
      "--orders-at-eof",
      "commit"
    )
    #expect(outcome.succeeded, "\(outcome)")
    #expect(outcome.text.contains(Self.verdict))
  }

  @Test("truncated claims end the run")
  func truncatedClaimsEndTheRun() throws {
    let outcome = try validate(Self.claim + "\n")
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("the input ends without a closing STATE"))
    let accepted = try validate(Self.claim + "\n", "--at-eof", "commit")
    #expect(accepted.lines.last == #"{"type":"STATE","value":{}}"#, "\(accepted)")
  }

  @Test("orders can come through a FIFO while claims wait")
  func ordersCanComeThroughAFIFOWhileClaimsWait() throws {
    try withWorkspace { workspace in
      try workspace.write("orders", Validation.input((1...5_000).map { Validation.order($0) }))
      try workspace.write(
        "claims",
        Validation.input((1...5_000).map { Validation.claim(#""order_id":"\#($0)""#) })
      )
      let outcome = try workspace.run(
        .shell(
          "mkfifo fifo && { cat orders > fifo & } && cat claims | transform-validate --orders fifo"
        ),
        timeout: 60
      )
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.lines.count == 5_001)
      #expect(outcome.errors.contains("read 5000, written 5000, rejected 0, orders 5000"))
    }
  }

  @Test("a signal ends the wait for a FIFO")
  func aSignalEndsTheWaitForAFIFO() throws {
    try withWorkspace { workspace in
      try workspace.run(.shell("mkfifo fifo")).orThrow()
      let running = try workspace.start(
        .built("transform-validate", "--orders", "fifo"),
        input: .text(Validation.input([Self.claim]))
      )
      try running.waitUntilBlocked()
      running.signal(SIGTERM)
      let outcome = try running.wait(timeout: 60)
      #expect(outcome.ending == .exited(143), "\(outcome)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test("several order files are one set")
  func severalOrderFilesAreOneSet() throws {
    try withWorkspace { workspace in
      try workspace.write("a", Validation.input([Validation.order(1)]))
      try workspace.write("b", Validation.input([Validation.order(2)]))
      let outcome = try workspace.run(
        .built("transform-validate", "--orders", "a", "--orders", "b", "--bare"),
        input: .text(Validation.input([1, 2].map { Validation.claim(#""order_id":\#($0)"#) })),
        timeout: 60
      )
      #expect(
        try outcome.lines.map { try JSONValue(parsing: $0).ruling } == ["adjusted", "adjusted"]
      )
    }
  }

  @Test("a full device is an error")
  func aFullDeviceIsAnError() throws {
    try withWorkspace { workspace in
      try workspace.write("orders", Validation.input([Validation.order(1)]))
      let outcome = try workspace.run(
        .built("transform-validate", "--orders", "orders"),
        input: .text(Validation.input([Self.claim])),
        output: .file("/dev/full"),
        timeout: 60
      )
      #expect(outcome.status == 74, "\(outcome)")
    }
  }

  @Test("many orders take little memory")
  func manyOrdersTakeLittleMemory() throws {
    try withWorkspace { workspace in
      try workspace.write("orders", Validation.input((1...100_000).map { Validation.order($0) }))
      let outcome = try workspace.run(
        .built("transform-validate", "--orders", "orders"),
        input: .text(Validation.input([Self.claim])),
        timeout: 120
      )
      #expect(outcome.succeeded, "\(outcome)")
      // About 9 MiB for the orders, the rest for the program and its buffers.
      #expect(outcome.peakMemory < 32 << 10, "\(outcome.peakMemory) KiB")
    }
  }
}
