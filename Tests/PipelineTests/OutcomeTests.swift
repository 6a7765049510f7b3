import Foundation
import Glibc
import TestSupport
import Testing

/// What is told of a whole run: at its end, to a command, and in `etl_runs` where it failed.
@Suite("Told when it is done")
struct OutcomeTests {
  /// A shop whose runs are told to a file, and which keeps what it must in its own folder.
  private struct Told {
    let shop: Shop

    func daily(_ environment: [String: String] = [:]) throws -> Outcome {
      try shop.work.run(command(environment))
    }

    func command(_ environment: [String: String] = [:]) -> Command {
      shop.daily("--notify", "cat >>told").with(
        environment: ["XDG_STATE_HOME": shop.work.file("state")].merging(environment) { $1 }
      )
    }

    /// What the command was told: the sentence and the object of each time.
    func told() throws -> [(text: String, object: [String: Any])] {
      guard shop.work.has("told") else { return [] }
      let lines = try shop.work.read("told").split(separator: "\n").map(String.init)
      return try stride(from: 0, to: lines.count, by: 2).map { place in
        (lines[place], try OutcomeTests.object(lines[place + 1]))
      }
    }

    func failures() throws -> [String] {
      try shop.database.rows(
        "select pipeline, exit_code, cardinality(files), message from sms.etl_runs "
          + "where exit_code is not null order by started_at"
      )
    }

    /// A `load-postgres` that is killed as soon as it is to load.
    func killingLoader() throws -> [String: String] {
      let real = BuiltProducts.program("load-postgres")
      let script = "#!/bin/sh\n[ $# -gt 0 ] || kill -9 $$\nexec \(real) \"$@\"\n"
      try shop.work.run(.shell("mkdir shim")).orThrow()
      let path = try shop.work.write("shim/load-postgres", script)
      try shop.work.run(.shell("chmod +x '\(path)'")).orThrow()
      return ["PATH": "\(shop.work.file("shim")):\(BuiltProducts.directory):/usr/bin:/bin"]
    }
  }

  private static func object(_ line: String) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
    return try #require(value as? [String: Any], "\(line)")
  }

  private func withTold(_ body: (Told) throws -> Void) throws {
    try Shop.with(orders: 300) { try body(Told(shop: $0)) }
  }

  @Test("a run that went well is told once, with what it did and what changed")
  func success() throws {
    try withTold { told in
      let outcome = try told.daily().orThrow()
      #expect(outcome.output.isEmpty)
      let first = try #require(try told.told().first)
      #expect(try told.told().count == 1)
      let last = try Self.object(outcome.errors.split(separator: "\n").last.map(String.init) ?? "")
      #expect(last["records"] as? Int == first.object["records"] as? Int)
      // Two platforms claim the only order in yen, and one of them more than it was.
      let warnings = try #require(first.object["warnings"] as? [String])
      #expect(warnings.count == 1 && warnings[0].hasPrefix("the platforms claim JPY "))
      #expect(first.object["status"] as? String == "warning")
      #expect(first.object["exit_code"] as? Int == 0)
      #expect(first.text.hasPrefix("daily: files 7, "), "\(first.text)")
      let read = try told.shop.database.row("select sum(rows_read) from sms.etl_runs")
      #expect("\(first.object["records"] as? Int ?? 0)" == read)
      #expect(first.object["days_covered"] as? Int == 120)
      let figures = try #require(first.object["figures"] as? [[String: Any]])
      let dollars = try #require(figures.first { $0["currency"] as? String == "USD" })
      #expect(dollars["last_touch_before"] is NSNull)
      let sum = try told.shop.database.row(
        "select sum(counted_revenue) from sms.claim_outcomes where touch_rank = 1 "
          + "and currency = 'USD'"
      )
      #expect(outcome.errors.contains("\"last_touch\":\(sum),"), "\(sum)")
      // All stages of a run have its name, the loader's rows too.
      let names = try told.shop.database.rows("select distinct engine_run_id from sms.etl_runs")
      #expect(names == [first.object["run_id"] as? String])
      #expect(
        try told.shop.database.rows("select state_id, pipeline from sms.etl_state")
          == ["daily|daily"]
      )
      try told.daily().orThrow()
      let second = try #require(try told.told().last)
      #expect(try told.told().count == 2 && second.object["rows_inserted"] as? Int == 0)
      #expect(second.text.contains("last touch USD \(sum), as before"), "\(second.text)")
      #expect(try told.failures() == [])
      #expect(try told.shop.work.run(.shell("ls state/postscript-etl")).text == "")
    }
  }

  @Test("half a file: told once, with its row")
  func halfAFile() throws {
    try withTold { told in
      let name = told.shop.export("attributed-orders-klaviyo.csv")
      let text = try told.shop.work.read(name)
      try told.shop.work.write(name, String(text.prefix(text.count / 2)) + "\"")
      #expect(try told.daily().status == 65)
      let all = try told.told()
      #expect(all.count == 1 && all[0].object["status"] as? String == "failed")
      #expect(all[0].text.hasPrefix("daily: failed with exit code 65: extract-csv failed"))
      let rows = try told.failures()
      #expect(rows.count == 1 && rows[0].hasPrefix("daily|65|7|extract-csv failed"), "\(rows)")
      #expect(rows[0].contains("attributed-orders-klaviyo.csv"), "\(rows)")
      let text2 = try told.shop.work.run(
        .built("report", "runs", environment: told.shop.database.environment)
      ).orThrow().text
      #expect(text2.contains("The last run of daily failed with 65"))
    }
  }

  @Test("a warehouse that refuses: told once, and the next run that gets through writes the row")
  func refused() throws {
    try withTold { told in
      let url = told.shop.database.url.replacing(/\/\/[^@\/]*@?/, with: "//nobody:wr0ngpass@")
      let outcome = try told.daily(["DATABASE_URL": url])
      #expect(outcome.status == 77, "\(outcome)")
      let all = try told.told()
      #expect(all.count == 1 && all[0].object["exit_code"] as? Int == 77)
      #expect(!outcome.errors.contains("wr0ngpass") && !all[0].text.contains("wr0ngpass"))
      try told.daily().orThrow()
      #expect(try told.told().count == 2)
      let rows = try told.failures()
      #expect(rows.count == 1 && rows[0].hasPrefix("daily|77|7|"), "\(rows)")
      try told.daily().orThrow()
      #expect(try told.failures().count == 1)
    }
  }

  @Test("a loader that is killed: told once, with its row")
  func killedLoader() throws {
    try withTold { told in
      let outcome = try told.daily(told.killingLoader())
      #expect(outcome.status == 137, "\(outcome)")
      #expect(try told.told().count == 1)
      #expect(try told.failures() == ["daily|137|7|load-postgres failed with exit code 137"])
    }
  }

  @Test("a run that is killed itself is told by the next one, once, with its row")
  func killedPipeline() throws {
    try withTold { told in
      let running = try told.shop.work.start([told.command()])
      try running[0].waitUntil("the mark of the run") { _ in
        try told.shop.work.run(.shell("ls state/postscript-etl/running-*")).succeeded
      }
      running[0].signal(SIGKILL)
      _ = try running[0].wait()
      #expect(try told.told().isEmpty)
      try told.daily().orThrow()
      let codes = try told.told().map { $0.object["exit_code"] as? Int }
      #expect(codes == [137, 0])
      let rows = try told.failures()
      #expect(rows.count == 1 && rows[0].hasPrefix("daily|137|7|killed"), "\(rows)")
      try told.daily().orThrow()
      #expect(try told.told().count == 3)
    }
  }

  @Test(
    "messages with an id in one export and none in the other are a warning, unless it can be but one",
    arguments: [("m1", 2), ("", 2), ("", 1)]
  )
  func strangers(known: String, messages: Int) throws {
    try withTold { told in
      let work = told.shop.work
      try work.run(.shell("rm exports/*")).orThrow()
      try work.write(
        "exports/revenue.csv",
        """
        Order ID,Order Date,Attributed Revenue,Currency,Campaign Name,Message ID,Message Sent At
        9001,2026-03-02,100.00,USD,Spring Sale,m1,2026-03-02 09:00:00
        9002,2026-03-02,100.00,USD,Spring Sale,m\(messages),2026-03-02 09:30:00

        """
      )
      try work.write(
        "exports/figures.csv",
        """
        Date,Campaign Name,Message ID,Sent,Delivered,Orders,Revenue,Currency
        2026-03-02,Spring Sale,\(known),1000,990,1,100.00,USD

        """
      )
      try told.daily().orThrow()
      let first = try #require(try told.told().first)
      let warnings = first.object["warnings"] as? [String] ?? []
      let words = "whether 2 messages of postscript in claims are those in message figures: both"
      let isUnclear = known.isEmpty && messages == 2
      #expect(warnings.contains { $0.contains(words) } == isUnclear, "\(warnings)")
    }
  }

  @Test("what is green but wrong is a warning: a hole, too many claims, too many rejects")
  func wrong() throws {
    try withTold { told in
      let work = told.shop.work
      try work.run(.shell("rm exports/*")).orThrow()
      let head = "Order Name,Order Date,Revenue,Currency,Sent At,Clicked At\n"
      let claim = "#1001,2025-10-07,20.00,USD,2025-10-07 12:00:00,2025-10-07 13:00:00\n"
      try work.write(
        "exports/orders.csv",
        """
        Name,Id,Created at,Financial Status,Currency,Subtotal,Total,Lineitem quantity,Lineitem name
        #1001,5001230000001,2025-10-07 09:50:26 -0400,paid,USD,10.00,10.00,1,Mug

        """
      )
      try work.write(
        "exports/one.csv",
        head + claim + "#1002,2025-10-07,x,USD,2025-10-07 12:00:00,\n"
      )
      try work.write("exports/two.csv", head + "#1003,2025-10-20,1.00,USD,2025-10-20 12:00:00,\n")
      try work.write("exports/three.csv", head + "#1004,2025-10-01,1.00,USD,2025-10-01 12:00:00,\n")
      let outcome = try told.daily(["POSTSCRIPT_ETL_REJECTS": work.file("rejects")]).orThrow()
      let first = try #require(try told.told().first)
      let warnings = try #require(first.object["warnings"] as? [String])
      #expect(first.object["status"] as? String == "warning")
      #expect(warnings.contains { $0.contains("days are covered by no export") }, "\(warnings)")
      #expect(warnings.contains { $0.hasPrefix("the platforms claim USD 2") }, "\(warnings)")
      #expect(warnings.contains("1 of 5 records were rejected, more than 1%"), "\(warnings)")
      #expect(outcome.errors.contains("daily: warning: the platforms claim"))
      #expect(first.text.contains("; warning: the platforms claim"))
    }
  }

  @Test("--log-level error says nothing where all is well; logs in JSON are only JSON")
  func forms() throws {
    try withTold { told in
      let quiet = try told.daily(["POSTSCRIPT_ETL_LOG_LEVEL": "error"]).orThrow()
      #expect(quiet.errors == "" && quiet.output.isEmpty, "\(quiet)")
      let failing = ["POSTSCRIPT_ETL_LOG_FORMAT": "json"]
      try told.shop.work.write(told.shop.export("unknown.csv"), "a,b\n1,2\n")
      let outcome = try told.daily(failing)
      #expect(outcome.status == 65)
      for line in outcome.errors.split(separator: "\n") { _ = try Self.object(String(line)) }
      let last = try Self.object(outcome.errors.split(separator: "\n").last.map(String.init) ?? "")
      #expect(last["event"] as? String == "run" && last["status"] as? String == "failed")
    }
  }
}
