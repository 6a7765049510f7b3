import Foundation
import TestSupport
import Testing

@testable import Reports

/// The catalogue of metrics, from which definitions come.
@Suite("The catalogue of metrics")
struct CatalogueTests {
  @Test("every figure of a report is in it, and views say what it says")
  func agrees() throws {
    try withAsking { asking in
      try asking.load("select")
      let names = Set(try asking.database.rows("select name from sms.metrics"))
      for question in Question.all {
        for figure in question.parts.flatMap(\.columns) {
          let metric = figure.metric
          #expect(metric.map(names.contains) ?? true, "\(question.name): \(figure.name)")
        }
      }
      let others = try asking.database.rows(
        """
        select m.name, v.name, col_description(c.oid, a.attnum) from sms.metrics as m
        cross join lateral unnest(m.views) as v (name)
        left join pg_class as c on c.relname = v.name and c.relnamespace = 'sms'::regnamespace
        left join pg_attribute as a on a.attrelid = c.oid and a.attname = m.name
        where col_description(c.oid, a.attnum) is null
          or strpos(col_description(c.oid, a.attnum), m.definition) <> 1
        """
      )
      #expect(others == [])
    }
  }

  @Test("the page of documentation is what it says")
  func page() throws {
    try withAsking { asking in
      try asking.load("select")
      let text = try asking.report(["metrics", "--format", "markdown"]).orThrow().text
      let page = try readText(BuiltProducts.checkout + "/docs/metrics.md")
      #expect(page == text, "write it again: report metrics --format markdown > docs/metrics.md")
    }
  }
}
