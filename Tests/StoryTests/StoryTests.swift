import TestSupport
import Testing

/// Stories of exports that come in whatever order, with whatever they lack: one truth at the end.
@Suite("Stories")
struct StoryTests {
  @Test("a truthful warehouse", arguments: Story.all)
  func tell(story: Story) throws {
    try withDatabase { workspace, database in
      var stage = StoryStage(workspace, database)
      for act in story.acts { try stage.play(act) }
      #expect(try database.rows("set search_path = sms;\n" + story.question) == story.answer)
    }
  }

  /// Versions of one order, each observed and changed at a time of its own or at none.
  private static let versions = ["a", "b", "c"].map { name in
    let (seen, changed) =
      ["a": ("01", #""2026-02-05T00:00:00Z""#), "b": ("02", "null")][name]
      ?? ("03", #""2026-02-03T00:00:00Z""#)
    return
      #"{"type":"RECORD","stream":"shopify_orders","time_extracted":"2026-03-\#(seen)T00:00:00Z","#
      + #""record":{"store_id":"default","order_id":"1","updated_at":\#(changed),"#
      + #""financial_status":"\#(name)"}}"#
  }

  @Test(
    "versions with and without updated_at end in the one observed last, in every order and batch",
    arguments: [
      [[0], [1], [2]], [[0], [2], [1]], [[1], [0], [2]], [[1], [2], [0]], [[2], [0], [1]],
      [[2], [1], [0]], [[0, 1, 2]], [[2, 1, 0]], [[2], [0, 1]], [[1, 2], [0]],
    ]
  )
  func versionsInEveryOrder(batches: [[Int]]) throws {
    try withDatabase { workspace, database in
      var stage = StoryStage(workspace, database)
      for batch in batches {
        try stage.play(.messages(batch.map { Self.versions[$0] }.joined(separator: "\n")))
      }
      #expect(try database.rows("select financial_status from sms.shopify_orders") == ["c"])
    }
  }

  @Test("of two exports of one day one stands, whenever one that knows less comes")
  func exportsOfADay() throws {
    var answers: Set<String> = []
    for places in [[0, 1, 2], [0, 2, 1], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      try withDatabase { workspace, database in
        var stage = StoryStage(workspace, database)
        for place in places { try stage.play(Story.exportsOfADay[place]) }
        answers.formUnion(try database.rows("select total_refunded from sms.shopify_orders"))
      }
    }
    #expect(answers == ["0.00"] || answers == ["30.00"], "\(answers)")
  }

  @Test("a day of which a record was rejected on the way is not one without it")
  func rejectedOnTheWay() throws {
    try withDatabase { workspace, database in
      let days = (1...3).map { day in
        order("900\(day)", "#\(day)", "10.00", at: "2026-03-0\(day) 15:00:00 +0000")
      }
      let lines = days.joined(separator: "\n").replacing("#2,paid,USD", with: "#2,pa\0id,USD")
      try workspace.write("orders.csv", Header.over(Header.orders, lines))
      try workspace.write("claims.csv", Header.over(Header.claims, Story.threeDays))
      let script = """
        extract-csv --profile shopify-orders --as-of 2026-04-01 orders.csv |
          load-postgres --rejects rejects &&
        extract-csv --profile attributed-orders --as-of 2026-04-01 claims.csv | load-postgres
        """
      try workspace.run(.shell(script, environment: database.environment)).orThrow()
      #expect(
        try database.rows("select order_ref, outcome from sms.claim_outcomes order by 1")
          == ["name:#1|last_touch", "name:#2|unverifiable", "name:#3|last_touch"]
      )
    }
  }

  @Test("a day that ends after the last order is not covered: the check in the stream")
  func anOpenDayInTheStream() throws {
    try withDatabase { workspace, database in
      try workspace.write("orders.csv", Header.over(Header.orders, Story.januaryTenth))
      try workspace.write("claims.csv", Header.over(Header.postscriptRevenue, Story.claimOfADay))
      let zone = ["POSTSCRIPT_ETL_REPORTING_TIMEZONE": "America/New_York"]
      let script = """
        extract-csv --profile shopify-orders orders.csv >orders
        extract-csv --profile postscript-revenue claims.csv |
          transform-validate --orders orders --bare
        """
      let outcome = try workspace.run(.shell(script, environment: zone)).orThrow()
      #expect(outcome.text.contains(#""validation_status":"unverifiable""#), "\(outcome)")
    }
  }
}
