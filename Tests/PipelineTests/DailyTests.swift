import Foundation
import TestSupport
import Testing

@Suite("Daily pipeline")
struct DailyTests {
  @Test("it loads what the stages by hand load, and a second run rewrites nothing")
  func wholeDay() throws {
    try Shop.with { shop in
      try shop.loadEverything()
      let expected = try shop.snapshot()
      try shop.database.execute("drop schema sms cascade")
      let outcome = try shop.work.run(shop.daily())
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(try shop.snapshot() == expected)
      let versions = try shop.versions()
      try shop.work.run(shop.daily()).orThrow()
      #expect(try shop.versions() == versions)
    }
  }

  @Test("compressed exports are exports")
  func compressed() throws {
    try Shop.with(orders: 300) { shop in
      try shop.work.run(shop.daily()).orThrow()
      let expected = try shop.snapshot()
      try shop.database.execute("drop schema sms cascade")
      try shop.work.run(
        .shell("gzip exports/shopify-orders.csv exports/postscript-revenue-2026-01-01.csv")
      )
      .orThrow()
      try shop.work.run(shop.daily()).orThrow()
      #expect(try shop.snapshot() == expected)
    }
  }

  @Test("what a file is, its header says: under the names that browsers give, all is loaded")
  func browserNames() throws {
    try Shop.with(orders: 300) { shop in
      try shop.work.run(shop.daily()).orThrow()
      let expected = try shop.snapshot()
      try shop.database.execute("drop schema sms cascade")
      try shop.work.run(
        .shell(
          """
          cd exports; mv shopify-orders.csv orders_export_1.csv; mv klaviyo-campaigns.csv download
          mv postscript-revenue-2025-12-02.csv 'Revenue Report Last 90 days.CSV'
          mv postscript-revenue-2026-01-01.csv 'Revenue Report Last 90 days (1).CSV'
          mv postscript-messages.csv 'message analytics.txt'; gzip klaviyo-flows.csv
          mv klaviyo-flows.csv.gz ' flows.GZ'; mv attributed-orders-klaviyo.csv 'a;b*.csv.tsv'
          """
        )
      )
      .orThrow()
      let outcome = try shop.work.run(shop.daily())
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.errors.contains("orders_export_1.csv: read as shopify-orders"))
      #expect(try shop.snapshot() == expected)
    }
  }

  @Test("a file that is no export is named and ends the run with 65, once all else is loaded")
  func unknownFile() throws {
    try Shop.with(orders: 300) { shop in
      try shop.work.run(shop.daily()).orThrow()
      let expected = try shop.snapshot()
      try shop.database.execute("drop schema sms cascade")
      try shop.work.write(shop.export("subscribers.csv"), "Phone Number,Email\n+15551234567,\n")
      try shop.work.write(shop.export("expired.csv"), "<!DOCTYPE html><html></html>\n")
      try shop.work.write(shop.export("empty.csv"), "")
      try shop.work.write(shop.export(".hidden"), "nothing\n")
      let outcome = try shop.work.run(shop.daily())
      #expect(outcome.status == 65)
      for name in ["subscribers.csv", "expired.csv", "empty.csv"] {
        #expect(outcome.errors.contains(shop.export(name) + ": "), "\(outcome)")
      }
      #expect(!outcome.errors.contains(".hidden"))
      #expect(try shop.snapshot() == expected)
    }
  }

  @Test("folders, pipes and links to nothing are named, too")
  func whatIsNoFile() throws {
    try Shop.with(orders: 300) { shop in
      try shop.work.run(.shell("mkdir exports/old; cp exports/klaviyo-flows.csv exports/old"))
        .orThrow()
      try shop.work.run(.shell("mkfifo exports/pipe")).orThrow()
      let outcome = try shop.work.run(shop.daily())
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.errors.contains("warning: \(shop.export("old")) is a folder"), "\(outcome)")
      let pipe = "warning: \(shop.export("pipe")) is neither a file nor a folder"
      #expect(outcome.errors.contains(pipe), "\(outcome)")
      try shop.work.run(.shell("ln -s /nowhere/share.csv exports/gone.csv")).orThrow()
      let missing = try shop.work.run(shop.daily())
      #expect(missing.status == 65)
      #expect(missing.errors.contains("\(shop.export("gone.csv")) is a link to nothing"))
    }
  }

  @Test("a mapping counts for the files of its profile only")
  func mapping() throws {
    try Shop.with(orders: 300) { shop in
      let report = shop.export(shop.revenueReports[1])
      let text = try shop.work.read(report)
      try shop.work.write(report, text.replacing(",Revenue,", with: ",What it brought,"))
      try shop.work.write(
        "mapping.json",
        #"{"profile":"postscript-revenue","fields":{"claimed_revenue":"What it brought"}}"#
      )
      let mapping = ["POSTSCRIPT_ETL_MAPPING": shop.work.file("mapping.json")]
      try shop.work.run(shop.daily().with(environment: mapping)).orThrow()
      let unknown = "select count(*) from sms.attributed_orders where claimed_revenue is null"
      #expect(try shop.database.row(unknown) == "0")
      try shop.work.run(.shell("rm exports/\(shop.revenueReports[1])")).orThrow()
      let outcome = try shop.work.run(shop.daily().with(environment: mapping))
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("names the header \"What it brought\" for claimed_revenue"))
    }
  }

  @Test("what was refunded is taken away once, also where a spreadsheet has it in parentheses")
  func negativeRefund() throws {
    try withDatabase { work, database in
      try work.run(.shell("mkdir exports")).orThrow()
      try work.write(
        "exports/orders_export.csv",
        """
        Name,Id,Created at,Financial Status,Currency,Subtotal,Total,Refunded Amount,Lineitem quantity,Lineitem name
        #1001,5001230000001,2025-10-07 09:50:26 -0400,partially_refunded,USD,20.00,20.00,(5.25),1,Mug

        """
      )
      try work.write(
        "exports/report.csv",
        """
        Order Name,Revenue,Currency,Sent At,Clicked At
        #1001,14.75,USD,2025-10-07 12:00:00,2025-10-07 13:00:00

        """
      )
      let daily = Command.pipeline("daily", "exports", environment: database.environment)
      let outcome = try work.run(daily).orThrow()
      #expect(outcome.errors.contains("these files have no claims of other platforms"))
      #expect(
        try database.row("select status, validated_revenue from sms.claim_outcomes")
          == "valid|14.75"
      )
      #expect(
        try database.row("select order_refunds, order_net_revenue from sms.obt_orders")
          == "-5.25|14.75"
      )
    }
  }

  @Test("a stage that fails fails the pipeline, by name and with its code")
  func failingStage() throws {
    try Shop.with(orders: 300) { shop in
      let report = shop.export(shop.revenueReports[0])
      try shop.work.write(report, "Order Name,Revenue,Sent At\n#1001,soon,\n")
      let outcome = try shop.work.run(shop.daily())
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("daily: extract-csv failed with exit code 65"), "\(outcome)")
      #expect(try shop.count("attributed_orders") == 0)
    }
  }

  @Test("missing inputs end with 66, wrong use with 64, --help with 0")
  func use() throws {
    try withWorkspace { (work) throws in
      let daily = { (arguments: [String]) in
        try work.run(Command(path: BuiltProducts.pipeline("daily"), arguments))
      }
      #expect(try daily(["--help"]).succeeded)
      #expect(try daily([]).status == 64)
      #expect(try daily(["--since", "yesterday", "."]).status == 64)
      #expect(try daily(["no-such-folder"]).status == 66)
      #expect(try daily(["."]).status == 66)
    }
  }
}
