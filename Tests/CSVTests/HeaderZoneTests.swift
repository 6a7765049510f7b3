import TestSupport
import Testing
import Wire

/// Time zones that headers name.
@Suite("Zones in headers")
struct HeaderZoneTests {
  private func orderTimes(_ header: String, _ arguments: String...) throws -> ExtractRun {
    // What an export of unknown zone says without one is refused.
    let text =
      "source_system,order_id,claimed_revenue,order_at\(header)\np,1,1.00,2025-10-07 10:00:00\n"
    let options = ["--profile", "attributed-orders"] + arguments
    return try ExtractRun(text, options: options)
  }

  @Test("UTC is used as such", arguments: [" (UTC)", " (GMT)", " (in UTC)", " (UTC+0)"])
  func utc(header: String) throws {
    #expect(try orderTimes(header).texts("order_at") == ["2025-10-07T10:00:00Z"])
  }

  @Test(
    "another one is asked for, and taken where it is said",
    arguments: [
      " (EST)", " (PT)", " (America/Nowhere)", " (UTC-15)", " (local time)", " (Eastern Time)",
    ]
  )
  func other(header: String) throws {
    let unsaid = try orderTimes(header)
    #expect(unsaid.outcome.status == 65, "\(unsaid.outcome)")
    let start = "in.csv: the header \"order_at\(header)\" names a time zone"
    #expect(unsaid.outcome.errors.contains(start), "\(unsaid.outcome)")
    #expect(unsaid.outcome.errors.contains("--timezone"))
    let said = try orderTimes(header, "--timezone", "America/New_York")
    #expect(said.texts("order_at") == ["2025-10-07T14:00:00Z"], "\(said.outcome)")
  }

  @Test(
    "a name of the time zone database and an offset are certain",
    arguments: [
      (" (America/New_York)", "14"), (" (UTC-04:00)", "14"), (" (UTC-4)", "14"), (" (-0400)", "14"),
      (" (GMT+2)", "08"), (" (+05:30)", "04"), (" (Europe/Berlin)", "08"),
    ]
  )
  func certain(header: String, hour: String) throws {
    let minute = header.contains("30") ? "30" : "00"
    for options in [[], ["--timezone", "Asia/Tokyo"]] {
      let text =
        "source_system,order_id,claimed_revenue,order_at\(header)\np,1,1.00,2025-10-07 10:00:00\n"
      let run = try ExtractRun(text, options: ["--profile", "attributed-orders"] + options)
      #expect(run.texts("order_at") == ["2025-10-07T\(hour):\(minute):00Z"], "\(run.outcome)")
    }
  }

  @Test("two zones in one file are refused")
  func twoZones() throws {
    let run = try ExtractRun(
      "source_system,order_id,claimed_revenue,order_at (UTC-04:00),sent_at (UTC)\n"
        + "p,1,1.00,2025-10-07 10:00:00,2025-10-07 09:00:00\n",
      "--profile",
      "attributed-orders"
    )
    #expect(run.outcome.status == 65)
    let start = "in.csv: the header \"order_at (UTC-04:00)\" is in UTC-04:00"
    #expect(run.outcome.errors.contains(start), "\(run.outcome)")
  }

  @Test("two names of UTC are one zone", arguments: ["Etc/Universal", "Etc/UTC", "UTC+00:00"])
  func oneZone(name: String) throws {
    let run = try ExtractRun(
      "source_system,order_id,claimed_revenue,order_at (\(name)),sent_at (UTC)\n"
        + "p,1,1.00,2025-10-07 10:00:00,2025-10-07 09:00:00\n",
      "--profile",
      "attributed-orders"
    )
    #expect(run.texts("order_at") == ["2025-10-07T10:00:00Z"], "\(run.outcome)")
  }

  @Test("what is no zone is none", arguments: ["", " (SMS)", " (YYYY-MM-DD)", " (created)"])
  func noZone(header: String) throws {
    #expect(try orderTimes(header).codes == ["no_offset"])
  }

  @Test("a header in UTC goes before --timezone, which may be that of other files")
  func givenZone() throws {
    let plain = try orderTimes(" (UTC)").texts("order_at")
    for zone in ["America/New_York", "Etc/UTC"] {
      let run = try orderTimes(" (UTC)", "--timezone", zone)
      #expect(run.outcome.succeeded, "\(run.outcome)")
      #expect(run.texts("order_at") == plain)
    }
  }

  @Test("what is no abbreviation of a zone is none", arguments: ["YYYY", "ALL", "SMS"])
  func otherWords(word: String) throws {
    #expect(try orderTimes(" (\(word))", "--timezone", "Etc/UTC").outcome.succeeded)
    #expect(try !orderTimes(" (\(word))").outcome.errors.contains("names a time zone"))
  }

  @Test("one of two times that says UTC says nothing of the other")
  func half() throws {
    let run = try ExtractRun(
      "source_system,order_id,claimed_revenue,order_at (UTC),sent_at\n"
        + "p,1,1.00,2025-10-07 10:00:00,2025-10-07 09:00:00\n",
      "--profile",
      "attributed-orders"
    )
    #expect(run.codes == ["no_offset"])
    let mixed = try ExtractRun(
      "source_system,order_id,claimed_revenue,order_at (UTC),sent_at\n"
        + "p,1,1.00,2025-10-07 10:00:00,2025-10-07 09:00:00\n",
      "--profile",
      "attributed-orders",
      "--timezone",
      "America/New_York"
    )
    #expect(mixed.outcome.status == 65)
    #expect(mixed.outcome.errors.contains("the times of one file must be in one zone"))
  }

  @Test("a vendor that writes UTC does not do so under a header of another zone")
  func vendor() throws {
    for header in ["Order Number,Message Sent At (EST),Revenue", "Campaign,Sent At (PST),Sent"] {
      let profile = header.hasPrefix("Order") ? "postscript-revenue" : "postscript-messages"
      let run = try ExtractRun("\(header)\n1,2025-10-07 09:00:00,5\n", "--profile", profile)
      #expect(run.outcome.status == 65, "\(run.outcome)")
    }
  }
}
