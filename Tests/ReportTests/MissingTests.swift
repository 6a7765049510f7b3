import TestSupport
import Testing

/// What `report missing` says of messages that may count twice.
@Suite("Messages that may count twice")
struct MissingTests {
  /// Totals of campaigns under several ids; ids that begin with C are also those of their campaigns.
  private func rows(_ messages: [(id: String, name: String)]) throws -> [[String]] {
    let values = messages.map { id, name in
      let campaign = id.hasPrefix("C") ? "'\(id)'" : "null"
      return "('klaviyo', '\(id)', 'total', '2026-01-05', 'campaign', 'email', \(campaign), "
        + "'\(name)', 3, '2026-02-01')"
    }
    var found: [[String]] = []
    try withAsking { asking in
      try asking.load(
        """
        insert into sms.message_performance (source_system, message_id, granularity, date,
          message_type, channel, campaign_id, campaign_name, platform_reported_orders,
          _sdc_extracted_at)
        values \(values.joined(separator: ", "));
        """
      )
      found = try asking.rows("missing", "missing").filter { $0[1].contains("ids that tell") }
    }
    return found
  }

  @Test("messages of which nobody can say whether they are one are named")
  func named() throws {
    let rows = try rows([
      ("C1", "Sale"), ("M1", "Sale"), ("M2", "Sale"), ("C3", "Spring"), ("M3", "Spring"),
      ("M4", "Autumn"), ("C5", "Winter"),
    ])
    let named = #""ids that tell which messages of klaviyo are one: ""Sale""""#
    let both = "figures of each count: orders may be reported twice"
    #expect(rows == [["default", named, both]], "\(rows)")
  }

  @Test("of many a few are named, and the others are counted")
  func many() throws {
    let messages = (1...7).flatMap { number in
      ["C\(number)", "M\(number)", "N\(number)"].map { (id: $0, name: "S\(number)") }
    }
    let rows = try rows(messages)
    #expect(rows.count == 1)
    #expect(rows.first?.joined(separator: ",").contains(#"""S5"" and 2 more"#) == true, "\(rows)")
  }

  @Test(
    "ranges whose days are in no figure are named, and no range within another one is",
    arguments: [(["2026-03-01", "2026-05-31"], true), (["2026-01-05", "2026-02-28"], false)]
  )
  func displaced(older: [String], isTold: Bool) throws {
    try withAsking { asking in
      try asking.load(
        """
        insert into sms.message_performance (source_system, message_id, granularity, date, last_date,
          message_type, channel, platform_reported_orders, _sdc_extracted_at)
        values
          ('klaviyo', 'M1', 'total', '2026-01-01', '2026-03-31', 'flow', 'email', 7, '2026-06-02'),
          ('klaviyo', 'M1', 'total', '\(older[0])', '\(older[1])', 'flow', 'email', 3, '2026-06-01');
        """
      )
      let told = try asking.rows("missing", "missing").filter { $0[1].contains("ranges that lie") }
      let range = "ranges that lie apart of 1 messages of klaviyo from 2026-03-01 to 2026-05-31"
      let effect = "newer totals overlap older ones: other days of these are in no figure"
      #expect(told == (isTold ? [["default", range, effect]] : []))
    }
  }

  @Test("who left after a message under two ids left once")
  func unsubscribes() throws {
    try withAsking { asking in
      try asking.load(
        """
        insert into sms.message_performance (source_system, message_id, granularity, date,
          message_type, channel, message_name, list_unsubscribes, _sdc_extracted_at)
        values
          ('postscript', 'derived:1', 'day', '2026-01-05', 'flow', 'sms', 'Hi', 5, '2026-02-01'),
          ('postscript', 'M1', 'day', '2026-01-05', 'flow', 'sms', 'Hi', 7, '2026-03-01'),
          ('postscript', 'M1', 'day', '2026-01-06', 'flow', 'sms', 'Hi', 1, '2026-03-01');
        """
      )
      let rows = try asking.rows("list-growth", "series")
      #expect(rows.map { $0[3] } == ["8"], "\(rows)")
    }
  }

  /// One left on a day; 50 after a campaign that is known by its total, of whatever day.
  @Test("who left after a message that only a total knows is of no day, and that is said")
  func totals() throws {
    try withAsking { asking in
      try asking.load(
        """
        insert into sms.postscript_subscribers (id, created_at) values ('1', '2026-01-05 10:00Z');
        insert into sms.message_performance (source_system, message_id, granularity, date,
          message_type, channel, list_unsubscribes, _sdc_extracted_at)
        values ('postscript', 'F', 'day', '2026-01-05', 'flow', 'sms', 1, '2026-02-01'),
          ('postscript', 'C', 'total', '2026-01-05', 'campaign', 'sms', 50, '2026-02-01');
        """
      )
      let rows = try asking.rows("list-growth", "series").map { Array($0[2...]) }
      #expect(rows == [["1", "1", "0"]])
      let said = "of which days 50 people left after 1 messages is unknown"
      let periods = [
        ([], true), (["--to", "2026-01-10"], true), (["--to", "2026-01-04"], false),
        (["--from", "2026-02-02"], false),
      ]
      for (period, isSaid) in periods {
        let words = ["list-growth", "--format", "markdown"] + period
        let text = try asking.report(words).orThrow().text
        #expect(text.contains(said) == isSaid, "\(period): \(text)")
      }
    }
  }
}
