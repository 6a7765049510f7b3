import TestSupport
import Testing

/// Days whose order a profile, or somebody, says, and which show another one.
@Suite("The order of day and month")
struct DateOrderTests {
  private func flows(_ days: [String], _ arguments: String...) throws -> ExtractRun {
    try ExtractRun(
      "Day,Flow ID,Flow Name,Flow Message ID,Flow Message Channel,Delivered,Revenue\n"
        + days.map { "\($0),F1,Cart,M1,Email,10,1.00\n" }.joined(),
      options: ["--profile", "klaviyo-flows"] + arguments
    )
  }

  @Test(
    "one day that cannot be month first refuses a file of month first, wherever it stands",
    arguments: [["09/12/2025", "13/09/2025"], ["13/09/2025", "09/12/2025"], ["30/09/2025"]]
  )
  func proven(days: [String]) throws {
    let run = try flows(days)
    #expect(run.outcome.status == 65 && run.codes == [], "\(run.outcome)")
    #expect(run.outcome.errors.contains("is day/month, but klaviyo-flows has month/day"))
    #expect(!run.outcome.text.contains("\"STATE\""))
    let told = try flows(days, "--date-format", "dmy")
    #expect(told.codes == [] && told.texts("date").last == .some(iso(days[days.count - 1])))
  }

  private func iso(_ day: String) -> String {
    day.split(separator: "/").reversed().joined(separator: "-")
  }

  @Test("a range of days proves it, too; what is no day in either order is only a reject")
  func ranges() throws {
    #expect(try flows(["13/09/2025 - 14/09/2025"]).outcome.status == 65)
    let run = try flows(["13/13/2025", "02/30/2025", "13/00/2025", "31/02/2025", "09/30/2025"])
    #expect(run.codes == Array(repeating: "no_such_day", count: 4), "\(run.outcome)")
    #expect(run.texts("date") == ["2025-09-30"])
  }

  @Test("where somebody says the order, a day of the other one is a reject that names it")
  func declared() throws {
    let run = try flows(["09/12/2025", "13/09/2025"], "--date-format", "mdy")
    #expect(run.codes == ["mixed_date_order"] && run.texts("date") == ["2025-09-12"])
    #expect(run.reasons.first?.contains("--date-format") == true, "\(run.reasons)")
    let other = try flows(["09/12/2025", "09/13/2025"], "--date-format", "dmy")
    #expect(other.codes == ["mixed_date_order"] && other.texts("date") == ["2025-12-09"])
  }
}
