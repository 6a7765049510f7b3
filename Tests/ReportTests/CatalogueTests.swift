import Foundation
import Reports
import TestSupport
import Testing

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

  @Test("the pages of documentation are what the warehouse says")
  func pages() throws {
    try withAsking { asking in
      try asking.load("select")
      for name in ["metrics", "dictionary"] {
        let text = try asking.report([name, "--format", "markdown"]).orThrow().text
        let page = try readText("\(BuiltProducts.checkout)/docs/\(name).md")
        // As many lines as there are columns: a comparison of the whole would be unreadable.
        let isSame = page == text
        #expect(isSame, "write it again: report \(name) --format markdown > docs/\(name).md")
      }
    }
  }

  @Test("each question has its place in the documentation")
  func questions() throws {
    let page = try readText(BuiltProducts.checkout + "/docs/report.md")
    let heads = page.split(separator: "\n").filter { $0.hasPrefix("## `") }
      .compactMap { $0.dropFirst(4).split(separator: "`").first.map(String.init) }
    #expect(heads == Question.all.map(\.name))
  }
}
