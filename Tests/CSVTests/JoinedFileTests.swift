import TestSupport
import Testing

/// Rows that are none: those of delimiters alone, and headers between files that were joined.
@Suite("Joined files and blank rows")
struct JoinedFileTests {
  private static let claims = "Order ID,Order Date,Revenue,Currency,Message ID\n"
  private static let orders =
    "Name,Id,Created at,Financial Status,Currency,Total,Lineitem quantity,Lineitem name\n"

  private func order(_ id: Int, _ item: String = "Mug") -> String {
    "#\(id),\(id),2026-01-01 10:00:00 Z,paid,USD,20.00,1,\(item)\n"
  }

  @Test(
    "a row without anything in its cells is passed over and counted, in every profile",
    arguments: [",,,,", " ,\t,,,", "\"\",,,,\u{A0}", ",", ",,,,,,,,", "\u{FEFF},,,,"]
  )
  func blankRows(blank: String) throws {
    let row = "5001,2026-01-01 10:00:00,20.00,USD,m1\n"
    let claims = try ExtractRun(
      Self.claims + row + blank + "\n" + row.replacing("5001", with: "5002") + blank + "\n",
      "--profile",
      "postscript-revenue"
    )
    #expect(claims.codes == [] && claims.records.count == 2, "\(claims.outcome)")
    #expect(claims.outcome.errors.contains("blank rows 2"), "\(claims.outcome)")
    let figures = try ExtractRun(
      "Type,Name,Date,Total Sent,Revenue\nCampaign,Fall,2025-10-07,10,1.00\n\(blank)\n",
      "--profile",
      "postscript-messages"
    )
    #expect(figures.codes == [] && figures.records.count == 1, "\(figures.outcome)")
    let orders = try ExtractRun(
      Self.orders + order(5001) + blank + "\n#1001,,,,,,2,Cap\n".replacing("1001", with: "5001")
        + blank + "\n",
      "--profile",
      "shopify-orders"
    )
    #expect(orders.codes == [] && orders.texts("line_item_quantity") == ["3"], "\(orders.outcome)")
    #expect(orders.outcome.errors.contains("blank rows 2"), "\(orders.outcome)")
    let generic = try ExtractRun("a,b\n1,2\n\(blank)\n", "--profile", "generic", "--stream", "s")
    #expect(generic.codes == [] && generic.records.count == 1, "\(generic.outcome)")
  }

  @Test("blank rows are no records of which a part may be rejected")
  func limit() throws {
    let rows = "5001,never,20.00,USD,m1\n5002,2026-01-01 10:00:00,20.00,USD,m1\n"
    for blank in ["", String(repeating: ",,,,\n", count: 50)] {
      let run = try ExtractRun(
        Self.claims + rows + blank,
        "--profile",
        "postscript-revenue",
        "--max-rejects",
        "10%"
      )
      #expect(run.outcome.status == 65, "\(run.outcome)")
    }
  }

  @Test("a blank row takes nothing from what an export covers")
  func coverage() throws {
    func state(_ more: String) throws -> String {
      try withWorkspace { work in
        let row = "5001,2026-01-01 10:00:00 Z,20.00,USD,m1\n"
        try work.write("claims_20260401.csv", Self.claims + row + more)
        let outcome = try work.run(
          .built("extract-csv", "--profile", "postscript-revenue", "claims_20260401.csv")
        ).orThrow()
        return outcome.lines.last.map { String($0) } ?? ""
      }
    }
    let covers = #""covers":"#
    let whole = try state("")
    #expect(whole.contains(covers) && whole.contains("2026-01-01"))
    #expect(
      try state(",,,,\n").split(separator: covers).last == whole.split(separator: covers).last
    )
  }

  @Test("the header once more is passed over and counted, also with a mark of the byte order")
  func repeatedHeader() throws {
    let rows = ["5001", "5002"].map { "\($0),2026-01-01 10:00:00,20.00,USD,m1\n" }
    for mark in ["", "\u{FEFF}"] {
      let run = try ExtractRun(
        Self.claims + rows[0] + mark + Self.claims + rows[1],
        "--profile",
        "postscript-revenue"
      )
      #expect(run.codes == [] && run.texts("order_id") == ["5001", "5002"], "\(run.outcome)")
      #expect(run.outcome.errors.contains("repeated headers 1"), "\(run.outcome)")
    }
  }

  @Test(
    "no record is read by the header of another file",
    arguments: [
      "Order ID,Order Date,Currency,Revenue,Message ID", "Order ID,Order Date,Revenue,Currency",
      "Message ID,Order ID,Order Date,Revenue,Currency,Campaign Name",
      "MESSAGE ID,ORDER ID,ORDER DATE,REVENUE,CURRENCY",
    ]
  )
  func otherHeader(header: String) throws {
    let row = "5001,2026-01-01 10:00:00,20.00,USD,m1\n"
    let run = try ExtractRun(
      Self.claims + row + header + "\n" + row,
      "--profile",
      "postscript-revenue"
    )
    #expect(run.outcome.status == 65 && run.codes == [], "\(run.outcome)")
    #expect(run.outcome.errors.contains("line 3: here begins another file"), "\(run.outcome)")
    #expect(run.outcome.errors.contains("read 1, written 1"), "\(run.outcome)")
  }

  @Test("the same orders of two joined files are one, and two equal rows of one file are refused")
  func sameOrders() throws {
    let twice = Self.orders + order(5001) + order(5002)
    let joined = try ExtractRun(twice + twice, "--profile", "shopify-orders")
    #expect(
      joined.codes == [] && joined.texts("order_id") == ["5001", "5002"],
      "\(joined.outcome)"
    )
    #expect(joined.outcome.errors.contains("repeated orders 2"), "\(joined.outcome)")
    let other = try ExtractRun(
      twice + Self.orders + order(5001, "Cap"),
      "--profile",
      "shopify-orders"
    )
    #expect(other.codes == ["conflicting_order"])
    let single = try ExtractRun(twice + order(5001), "--profile", "shopify-orders")
    #expect(single.codes == ["conflicting_order"])
    let plain = try ExtractRun(
      twice + "#5002,,,,,,2,Cap\n" + order(5001),
      "--profile",
      "shopify-orders"
    )
    #expect(plain.codes == [] && plain.texts("order_id") == ["5001", "5002"], "\(plain.outcome)")
  }

  @Test("a cell that happens to be a header's name is a cell")
  func names() throws {
    let run = try ExtractRun(
      "Campaign Name,Message Name,Date,Total Sent,Revenue\nRevenue,Date,2025-10-07,10,1.00\n",
      "--profile",
      "postscript-messages"
    )
    #expect(run.texts("campaign_name") == ["Revenue"], "\(run.outcome)")
    for row in ["from,to,label", "to,from,x"] {
      let generic = try ExtractRun(
        "from,to,label\n\(row)\n",
        "--profile",
        "generic",
        "--stream",
        "s"
      )
      #expect(generic.outcome.succeeded && generic.records.count == 1, "\(generic.outcome)")
    }
  }
}
