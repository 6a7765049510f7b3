import TestSupport
import Testing
import Wire

/// Rows that sum up others, and rows that only look like it.
@Suite("Rows of sums")
struct SumRowTests {
  private func messages(_ header: String, _ rows: String...) throws -> ExtractRun {
    try ExtractRun(
      ([header] + rows).joined(separator: "\n"),
      "--profile",
      "postscript-messages",
      "--currency",
      "USD"
    )
  }

  private func revenue(_ run: ExtractRun) -> Set<String?> {
    Set(run.texts("platform_reported_order_revenue"))
  }

  @Test("where some rows have no campaign id, what they are of is their names")
  func partlyEmptyID() throws {
    let run = try messages(
      "Date,Campaign ID,Campaign Name,Automation Name,Keyword,Message Name,Sent,Revenue",
      "2025-10-01,c1,Flash,,,,1000,500.00",
      "2025-10-01,,,Welcome,,,100,90.00",
      "2025-10-01,N/A,,Welcome,,Welcome 1,60,50.00",
      "2025-10-01,,,Welcome,,Welcome 2,40,40.00",
      "2025-10-01,,,,SALE,,30,70.00"
    )
    #expect(revenue(run) == ["500.00", "50.00", "40.00", "70.00"], "\(run.outcome)")
    #expect(run.outcome.errors.contains("series totals 1"), "\(run.outcome)")
  }

  @Test("an id on the total alone, or on its messages alone, does not hide that it is one")
  func idOnOneSide() throws {
    let header = "Date,Automation ID,Automation Name,Message Name,Sent,Revenue"
    let onTotal = try messages(
      header,
      "2025-10-01,a1,Welcome,,100,90.00",
      "2025-10-01,,Welcome,Welcome 1,100,90.00",
      "2025-10-01,a2,Winback,,10,9.00"
    )
    #expect(revenue(onTotal) == ["90.00", "9.00"] && onTotal.records.count == 2)
    let onMessages = try messages(
      header,
      "2025-10-01,,Welcome,,100,90.00",
      "2025-10-01,a1,Welcome,Welcome 1,100,80.00"
    )
    #expect(revenue(onMessages) == ["80.00"])
  }

  @Test("a campaign is no total of an automation of its name")
  func kinds() throws {
    let run = try messages(
      "Date,Type,Name,Message,Sent,Revenue",
      "2025-10-01,Campaign,Welcome,,1000,500.00",
      "2025-10-01,Automation,Welcome,Welcome 1,60,50.00"
    )
    #expect(revenue(run) == ["500.00", "50.00"])
  }

  @Test(
    "a row for everything says so in its type, its name or its first cell",
    arguments: [
      "Grand Total,,,2025-10-07", "TOTALS,,,2025-10-07", "Total,-,Total,", ",,Total,2025-10-07",
    ]
  )
  func grandTotal(start: String) throws {
    let run = try messages(
      "Type,Automation,Message Name,Date,Total Sent,Revenue",
      "Automation,Welcome,Msg 1,2025-10-07,200,20.00",
      "Automation,Welcome,Msg 2,2025-10-07,100,10.00",
      "Campaign,Total,Total recall,2025-10-07,5,7.00",
      "\(start),300,30.00"
    )
    #expect(revenue(run) == ["20.00", "10.00", "7.00"] && run.codes == [], "\(run.outcome)")
    #expect(run.outcome.errors.contains("series totals 1"), "\(run.outcome)")
  }

  @Test("a total in the place of the day is one, and one with a message is none")
  func totalAsDay() throws {
    let run = try messages(
      "Date,Message ID,Message Name,Total Sent,Revenue",
      "2025-10-07,m1,Total,200,20.00",
      "2025-10-07,m2,Fall,100,10.00",
      "Total,,,300,30.00"
    )
    #expect(revenue(run) == ["20.00", "10.00"] && run.codes == [], "\(run.outcome)")
  }

  @Test("the row of a whole flow is left out beside those of its messages, and stays without any")
  func flows() throws {
    let run = try ExtractRun(
      "Day,Flow ID,Flow Name,Flow Message ID,Flow Message Name,Flow Message Channel,Delivered,Revenue\n"
        + "09/13/2025,F1,Cart,,,Email,1000,88.00\n09/13/2025,F1,Cart,M1,E1,Email,1000,80.00\n"
        + "09/14/2025,F1,Cart,,,Email,10,5.00\nTotal,,,,,,2010,173.00\n",
      "--profile",
      "klaviyo-flows"
    )
    #expect(revenue(run) == ["80.00", "5.00"] && run.codes == [], "\(run.outcome)")
  }

  @Test(
    "a row that looked like a sum is read as what it is, whatever it begins with",
    arguments: ["{First Name} - Sale", "<!-- test -->", "%PDF-1", "\u{FEFF} Fall"]
  )
  func heldRows(name: String) throws {
    let run = try messages(
      "Campaign Name,Message Name,Sent At,Messages Sent,Revenue,Currency",
      "Flash,Text 1,2025-10-07 10:00:00,20,7.00,USD",
      "\(name),,2025-10-07 10:00:00,10,5.00,USD"
    )
    let plain = name.hasPrefix("\u{FEFF}") ? "Fall" : name
    #expect(run.texts("campaign_name") == ["Flash", plain], "\(run.outcome)")
    #expect(revenue(run) == ["7.00", "5.00"] && run.codes == [])
  }

  private static let claims =
    "Order ID,Order Name,Order Date,Attributed Revenue,Message ID,Campaign Name,Phone Number\n"
    + "5001,#1001,2025-10-07 13:50:26,25.00,m1,Flash,+15551230001\n"

  @Test(
    "a total below a revenue report is no claim",
    arguments: [
      "Total,,", ",Total,", "Grand Total,-,", "TOTALS,,", "Sum:,,", "Subtotal,,", ",Totals:,",
      ",Grand Total (USD),", ",Report total,", ",Total [CAD],", ",Total ($),", ",Average,",
    ]
  )
  func totalOfClaims(start: String) throws {
    let run = try ExtractRun(
      Self.claims + start + ",25.00,,,\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(run.texts("order_ref") == ["5001"] && run.codes == [], "\(run.outcome)")
    #expect(run.outcome.errors.contains("line 3: a row of totals"), "\(run.outcome)")
    #expect(run.outcome.errors.contains("rows of totals 1"), "\(run.outcome)")
  }

  @Test(
    "a row with anything else that a claim has is none",
    arguments: [
      ",Total,2025-10-07 13:50:26,25.00,,,", ",Total,,25.00,m1,,", ",Total,,25.00,,Flash,",
      ",Total,,25.00,,,+15551230001", "5002,Total,,25.00,,,", ",Average Joe,,25.00,,,",
      ",Total (SMS),,25.00,,,", ",Total (USD),2025-10-07 13:50:26,25.00,,,", ",Report,,25.00,,,",
    ]
  )
  func noTotal(row: String) throws {
    let run = try ExtractRun(Self.claims + row + "\n", "--profile", "postscript-revenue")
    #expect(run.records.count == 2 && run.codes == [], "\(run.outcome)")
  }
}
