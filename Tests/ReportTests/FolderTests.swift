import Foundation
import TestSupport
import Testing

/// `pipelines/answer`: from a folder of exports to figures and a page.
@Suite("A folder of exports")
struct FolderTests {
  private func answer(
    _ asking: Asking,
    _ arguments: String...,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let command = Command(
      path: BuiltProducts.pipeline("answer"),
      arguments,
      environment: asking.database.environment.merging(environment) { $1 }
    )
    return try asking.workspace.run(command)
  }

  @Test("it is loaded and answered; again, nothing changes; what is missing is said")
  func folder() throws {
    try withAsking { asking in
      let work = asking.workspace
      try work.run(.built("generate-sample", "--orders", "200", "all")).orThrow()
      try work.run(
        .shell(
          "mkdir few && cp all/postscript-revenue-2026*.csv 'few/down load (1).csv' && "
            + "gzip -c all/shopify-orders.csv > few/o.gz"
        )
      )
      .orThrow()
      let first = try answer(asking, "few")
      #expect(first.succeeded, "\(first)")
      #expect(first.text.contains("last touch compares postscript with nobody"))
      #expect(first.text.contains("message analytics of postscript"))
      #expect(first.text.contains("The page: \(work.path)/few.html"))
      #expect(try work.read("few.html").contains("that postscript reports"))
      #expect(!first.errors.contains("nothing has changed"))
      let figures = "select platform, reported, last_touch from sms.revenue_summary order by 1, 2"
      let before = try asking.database.rows(figures)
      let second = try answer(asking, "few")
      #expect(second.succeeded && second.errors.contains("nothing has changed"), "\(second)")
      #expect(second.text == first.text)
      #expect(try asking.database.rows(figures) == before)
    }
  }

  @Test("a file that nobody knows is named, and all else is answered")
  func unknownFile() throws {
    try withAsking { asking in
      try asking.workspace.run(.built("generate-sample", "--orders", "100", "all")).orThrow()
      try asking.workspace.write("all/notes.csv", "a,b\n1,2\n")
      let outcome = try answer(asking, "--page", "p.html", "all")
      #expect(outcome.status == 65 && outcome.errors.contains("notes.csv"))
      #expect(outcome.text.contains("Revenue as reported") && asking.workspace.has("p.html"))
      let none = try answer(asking, "nowhere")
      #expect(none.status == 66 && none.errors.contains("no folder nowhere"))
    }
  }

  @Test("a server that is not there ends it with the loader's words and code")
  func noServer() throws {
    try withAsking { asking in
      try asking.workspace.run(.built("generate-sample", "--orders", "50", "all")).orThrow()
      let away = [
        "DATABASE_URL": "postgresql://localhost:1/x", "POSTSCRIPT_ETL_CONNECT_TIMEOUT": "1s",
      ]
      let outcome = try answer(asking, "all", environment: away)
      #expect(outcome.status == 69 && outcome.errors.contains("load-postgres failed"), "\(outcome)")
      #expect(!asking.workspace.has("all.html"))
    }
  }
}
