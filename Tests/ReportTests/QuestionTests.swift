import Foundation
import Reports
import TestSupport
import Testing

/// Every question on a small shop with analytics, in every format.
@Suite("Questions")
struct QuestionTests {
  /// A text that was clicked, one whose delivered count nobody knows, and a total to date.
  private static let messages = """
    insert into sms.message_performance (source_system, message_id, granularity, date, channel,
      message_type, campaign_name, message_name, sms_unique_sends, message_unique_receives,
      message_unique_clicks, message_unique_bounces, list_unsubscribes,
      platform_reported_order_revenue, currency)
    values ('postscript', 'm0', 'day', '2026-07-30', 'sms', 'flow', 'Flow', 'One', 120, 100, 10, 20,
        2, 70.00, 'USD'),
      ('postscript', 'm0', 'day', '2026-08-04', 'sms', 'flow', 'Flow', 'One', 60, 50, 20, 5, 1,
        80.00, 'USD'),
      ('postscript', 'x', 'day', '2026-08-05', 'sms', 'campaign', 'Sale', '<script>"&|*', null,
        null, 3, null, null, 12.50, 'USD'),
      ('klaviyo', 'k', 'total', '2026-08-05', 'email', 'campaign', 'News', 'News', null, 1000, 30,
        4, null, 90.00, 'USD');
    insert into sms.postscript_subscribers (id, created_at)
    values ('1', '2026-08-03 10:00Z'), ('2', '2026-08-09 23:00Z'), ('3', '2026-08-10 01:00Z');
    """

  private func withShop(_ body: (Asking) throws -> Void) throws {
    try withAsking { asking in
      try asking.load(RandomShop(seed: 7).sql + Self.messages)
      try body(asking)
    }
  }

  @Test("each is answered in each format, for each step and a period")
  func everything() throws {
    try withShop { asking in
      let sales = try asking.workspace.write("sales.csv", "Month,Orders\n2026-08,7\n")
      for question in Question.all {
        var words = [question.name] + (question.takes.contains(.order) ? ["#1003"] : [])
        if question.takes.contains(.salesReport) { words += ["--shopify-report", sales] }
        var options: [[String]] = [["--store", "default"]]
        if question.takes.contains(.period) { options.append(["--from", "2026-08-02"]) }
        if question.takes.contains(.step) {
          options += ["day", "week", "month"].map { ["--by", $0] }
        }
        for option in options {
          let json = try asking.report(words + option + ["--format", "json"]).orThrow()
          let object = try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any]
          let parts = try #require(object?["parts"] as? [[String: Any]])
          #expect(parts.compactMap { $0["part"] as? String } == question.partNames)
        }
        for format in ["table", "csv", "markdown", "html"] {
          #expect(try asking.report(words + ["--format", format]).orThrow().text != "")
        }
      }
    }
  }

  @Test("a store of which nothing was loaded is no store where nothing is missing")
  func unknownStore() throws {
    try withShop { asking in
      for question in ["missing", "coverage", "summary"] {
        let outcome = try asking.report([question, "--store", "typo"])
        #expect(outcome.ending == .exited(66) && outcome.text.isEmpty, "\(outcome)")
        #expect(outcome.errors.contains("the warehouse holds nothing of store \"typo\"; it has"))
      }
    }
    try withAsking { asking in
      try asking.load("select 1")
      let rows = try asking.rows("missing", "missing").map { $0[1] }
      #expect(rows.contains("orders of Shopify") && rows.contains("claims"), "\(rows)")
    }
  }

  /// Worked out by hand: 30 of 150 and 30 of 1,000 clicked.
  @Test("figures of messages")
  func messages() throws {
    try withShop { asking in
      let august = ["--from", "2026-08-01", "--to", "2026-08-31"]
      let series = try asking.rows("click-through", "series")
      #expect(
        series.map { Array($0[1...7]) } == [
          ["klaviyo", "email", "2026-08-01", "0.030000", "", "1000", "30"],
          ["postscript", "sms", "2026-07-01", "0.100000", "", "100", "10"],
          ["postscript", "sms", "2026-08-01", "0.400000", "0.300000", "50", "20"],
        ]
      )
      let trend = try asking.rows("failures", "trend", ["--by", "week"])
      #expect(
        trend.map { Array($0[1...]) } == [
          ["klaviyo", "email", "2026-08-03", "1000", "4", "0.004000"],
          ["postscript", "sms", "2026-07-27", "100", "20", "0.200000"],
          ["postscript", "sms", "2026-08-03", "50", "5", "0.100000"],
        ]
      )
      let growth = try asking.rows("list-growth", "series")
      #expect(
        growth.map { Array($0[1...]) } == [
          ["2026-07-27", "", "2", ""], ["2026-08-03", "2", "1", "1"], ["2026-08-10", "1", "", ""],
        ]
      )
      let flow = try #require(
        try asking.rows("flows", "flows", august).first { $0[4] == "Flow" && $0[2] == "postscript" }
      )
      #expect(flow[8] == "50" && flow[9] == "0.400000")
      let unknown = try #require(
        try asking.rows("messages", "messages").first {
          $0[2] == "postscript" && $0[4] == "campaign"
        }
      )
      #expect(unknown[6] == "unknown" && unknown[8] == "12.50" && unknown[9] == "")
    }
  }

  @Test("a table fits the width, and says what it leaves out")
  func widths() throws {
    try withShop { asking in
      for width in [60, 80, 200] {
        for name in ["summary", "messages", "explain", "windows"] {
          let words = name == "explain" ? [name, "1003"] : [name]
          let text = try asking.report(words + ["--width", "\(width)"]).orThrow().text
          let longest = text.split(separator: "\n").map(\.count).max() ?? 0
          #expect(longest <= width, "\(name) at \(width)")
        }
      }
      let narrow = try asking.report(["summary", "--width", "60"]).orThrow().text
      #expect(narrow.contains("columns more: "))
      let plain = try asking.report(["summary"]).orThrow().text
      #expect(!plain.contains("\u{1B}") && !plain.contains("█"))
      let forced = try asking.report(["summary"], environment: ["FORCE_COLOR": "1"]).orThrow().text
      #expect(forced.contains("\u{1B}[") && forced.contains("█"))
    }
  }

  @Test("names from outside stay text in HTML and Markdown")
  func escaping() throws {
    try withShop { asking in
      let html = try asking.report(["messages", "--format", "html"]).orThrow().text
      #expect(html.contains("&lt;script&gt;&quot;&amp;|*") && !html.contains("<script"))
      let markdown = try asking.report(["messages", "--format", "markdown"]).orThrow().text
      #expect(markdown.contains(#"\<script\>"&\|\*"#))
    }
  }

  @Test("a warehouse that is not there, or is another version's, is said to be so")
  func missing() throws {
    try withAsking { asking in
      let none = try asking.report(["summary"])
      #expect(none.status == 66 && none.errors.contains("there is no warehouse in schema"))
      try asking.load("select")
      try asking.database.execute("delete from sms.schema_migrations where version > 5")
      let old = try asking.report(["summary"])
      #expect(old.status == 78 && old.errors.contains("load-postgres migrate"))
    }
  }
}
