import TestSupport
import Testing

/// The range of days that a report of Klaviyo's campaigns states beside each.
@Suite("Ranges that reports of campaigns state")
struct StatedRangeTests {
  private func campaigns(_ ranges: String...) throws -> ExtractRun {
    let rows = ranges.enumerated().map {
      "\($0.element),M\($0.offset),Fall,2025-10-14,06:00 PM,1000,3,120.50,Email\n"
    }
    return try ExtractRun(
      "Date,Campaign Message ID,Campaign Message Name,Send Date,Send Time,Total Recipients,"
        + "Total Placed Order,Total Placed Order Value,Campaign Message Channel\n" + rows.joined(),
      "--profile",
      "klaviyo-campaigns",
      "--currency",
      "USD"
    )
  }

  @Test("a range with the day of the send says nothing; an empty one neither")
  func within() throws {
    let run = try campaigns(
      "Oct 1 2025 - Oct 31 2025",
      "Oct 14 2025 - Oct 14 2025",
      "",
      "2025-10-14"
    )
    #expect(run.records.count == 4)
    #expect(!run.outcome.errors.contains("the range of days"), "\(run.outcome)")
    #expect(run.outcome.errors.contains("the range of the figures from \"Date\""))
  }

  @Test(
    "one that cannot be read is said once for the file, with the first",
    arguments: ["whenever", "Oct 31 2025 - Oct 1 2025", "Oct 1 - Oct 31"]
  )
  func unreadable(range: String) throws {
    let run = try campaigns("Oct 1 2025 - Oct 31 2025", range, range, range)
    #expect(run.codes == [] && run.records.count == 4, "\(run.outcome)")
    let said = "line 3, \"\(range)\", and in 2 other rows cannot be read"
    #expect(run.outcome.errors.split(separator: said).count == 2, "\(run.outcome)")
  }

  @Test("a send outside its range is warned of and counted")
  func outside() throws {
    let run = try campaigns("Oct 1 2025 - Oct 31 2025", "Nov 1 2025 - Nov 30 2025")
    #expect(run.codes == [] && run.records.count == 2)
    let said = "line 3, \"Nov 1 2025 - Nov 30 2025\", does not have the day of the send"
    #expect(run.outcome.errors.contains(said), "\(run.outcome)")
    let more = try campaigns("Nov 1 2025 - Nov 30 2025", "Sep 1 2025 - Sep 30 2025")
    #expect(more.outcome.errors.contains("and in 1 other row does not have"), "\(more.outcome)")
  }
}
