import TestSupport
import Testing

/// Messages that one export knows by an id of their own and another by their campaign's, or by none.
@Suite("One message under two ids")
struct IdentityTests {
  /// A total to date of a campaign as Klaviyo's exports have it, with what is said beside the usual.
  private static func total(
    _ id: String,
    on day: String = "2026-01-05",
    seen: String,
    orders: Int,
    receives: String = "null",
    campaign: String? = nil,
    name: String = "Spring"
  ) -> String {
    """
    insert into message_performance (source_system, message_id, granularity, date, message_type,
      channel, campaign_id, campaign_name, platform_reported_orders,
      platform_reported_order_revenue, message_unique_receives, currency, _sdc_extracted_at)
    values ('klaviyo', '\(id)', 'total', '\(day)', 'campaign', 'email',
      \(campaign.map { "'\($0)'" } ?? "null"), '\(name)', \(orders), \(orders)0.00, \(receives),
      'USD', '\(seen)')
    """
  }

  private static func day(_ id: String, _ day: String, seen: String, orders: Int) -> String {
    """
    insert into message_performance (source_system, message_id, granularity, date, message_type,
      channel, message_name, platform_reported_orders, _sdc_extracted_at)
    values ('postscript', '\(id)', 'day', '\(day)', 'flow', 'sms', 'Welcome', \(orders), '\(seen)')
    """
  }

  private static func claim(_ order: Int, _ id: String, on day: String) -> String {
    """
    insert into attributed_orders (source_system, order_id, message_id, order_at, claimed_revenue,
      currency, channel, message_type, campaign_name, _sdc_extracted_at)
    values ('klaviyo', '\(order)', '\(id)', '\(day) 12:00Z', 7.00, 'USD', 'email', 'campaign',
      'Spring', '2026-02-01')
    """
  }

  /// What counts, after the loads in each order of two.
  private func counted(_ loads: [String], _ query: String = totals) throws -> [String] {
    var found: [[String]] = []
    for order in [loads, loads.reversed()] {
      try withMarts { marts in
        for load in order { try marts.commit(load) }
        found.append(try marts.rows(query))
        try marts.execute("set search_path = sms; select rebuild_marts();")
        #expect(try marts.rows(query) == found.last)
      }
    }
    #expect(found.first == found.last)
    return found[0]
  }

  private static let totals = """
    select message_id, sum(reported_orders), sum(reported), sum(receives) from message_totals
    group by 1 order by 1
    """

  @Test("a campaign by its own id and by that of its message counts once, as it was seen last")
  func campaignID() throws {
    let old = Self.total("C1", seen: "2026-02-01", orders: 10, receives: "500", campaign: "C1")
    let new = Self.total("M1", seen: "2026-03-01", orders: 15)
    // A figure that only one of them knows is the message's.
    #expect(try counted([old, new]) == ["M1|15|150.00|500"])
    let newer = Self.total("C1", seen: "2026-04-01", orders: 16, campaign: "C1")
    #expect(try counted([newer, new]) == ["M1|16|160.00|NULL"])
  }

  @Test("two sends of one name stay two: by day where they are told apart, else they are named")
  func severalSends() throws {
    let days = ["2026-01-05", "2026-01-12"]
    let weekly = days.enumerated().flatMap { number, day in
      [
        Self.total("derived:\(number)", on: day, seen: "2026-02-01", orders: 10),
        Self.total("M\(number)", on: day, seen: "2026-03-01", orders: 15 + number),
      ]
    }
    #expect(try counted(weekly) == ["M0|15|150.00|NULL", "M1|16|160.00|NULL"])
    let sameDay = (0..<2).flatMap { number in
      [
        Self.total("derived:\(number)", seen: "2026-02-01", orders: 10),
        Self.total("M\(number)", seen: "2026-03-01", orders: 15),
      ]
    }
    #expect(try counted(sameDay).count == 4)
    let unclear = "select message_id from message_identities where is_unclear order by 1"
    #expect(try counted(sameDay, unclear) == ["M0", "M1", "derived:0", "derived:1"])
    #expect(try counted(weekly, unclear) == [])
  }

  @Test("claims under an id count where the figures of the message without one do not")
  func claims() throws {
    let figures = Self.total("derived:1", seen: "2026-02-01", orders: 10)
    let claims = [Self.claim(1, "M1", on: "2026-01-06"), Self.claim(2, "M1", on: "2026-02-20")]
    // The second is later than the total was exported.
    #expect(try counted([figures] + claims) == ["M1|11|107.00|NULL"])
  }

  @Test("figures of days by name are of all claims of the name, whenever the texts were sent")
  func claimsByName() throws {
    let figures = """
      insert into message_performance (source_system, message_id, granularity, date, message_type,
        channel, campaign_name, platform_reported_orders, platform_reported_order_revenue, currency,
        message_unique_receives, _sdc_extracted_at)
      values ('klaviyo', 'derived:1', 'day', '2026-01-06', 'campaign', 'email', 'Spring', 2, 40.00, 'USD', 9,
        '2026-02-01')
      """
    let claims = [
      Self.claim(1, "derived:2", on: "2026-01-06"), Self.claim(2, "derived:3", on: "2026-01-07"),
    ]
    #expect(try counted([figures] + claims) == ["derived:1|3|47.00|9"])
    // A total of one send says nothing of others; whether the claims are of it nobody can say.
    let total = Self.total("derived:1", seen: "2026-02-01", orders: 10)
    #expect(try counted([total] + claims).count == 3)
    let unclear = "select message_id from message_identities where is_unclear order by 1"
    #expect(try counted([total] + claims, unclear) == ["derived:1", "derived:2", "derived:3"])
  }

  @Test("of days that both tell the later observation counts, and days of one count with it")
  func days() throws {
    let loads = [
      Self.day("derived:1", "2026-01-05", seen: "2026-02-01", orders: 3),
      Self.day("derived:1", "2026-01-06", seen: "2026-02-01", orders: 4),
      Self.day("M1", "2026-01-06", seen: "2026-03-01", orders: 5),
      Self.day("M1", "2026-01-07", seen: "2026-03-01", orders: 6),
    ]
    let query = "select message_id, sum(reported_orders) from message_totals group by 1"
    #expect(try counted(loads, query) == ["M1|14"])
    // Another message of the name, and nobody can say which of them has an id in the other export.
    let more = loads + [Self.day("M2", "2026-01-06", seen: "2026-03-01", orders: 1)]
    #expect(try counted(more, query + " order by 1") == ["M1|11", "M2|1", "derived:1|7"])
  }

  @Test("messages of another channel, kind, name, day or campaign are others")
  func others() throws {
    let own = Self.total("M1", seen: "2026-03-01", orders: 15)
    for other in [
      Self.total("derived:1", seen: "2026-02-01", orders: 10, name: "Autumn"),
      Self.total("derived:1", on: "2026-01-06", seen: "2026-02-01", orders: 10),
      Self.total("derived:1", seen: "2026-02-01", orders: 10)
        .split(separator: "'email'").joined(separator: "'sms'"),
      Self.total("derived:1", seen: "2026-02-01", orders: 10)
        .split(separator: "'campaign'").joined(separator: "'flow'"),
    ] {
      #expect(try counted([own, other]).count == 2)
    }
    let ofCampaign = Self.total("M1", seen: "2026-03-01", orders: 15, campaign: "C2")
    let other = Self.total("C1", seen: "2026-02-01", orders: 10, campaign: "C1")
    #expect(try counted([ofCampaign, other]).count == 2)
  }
}
