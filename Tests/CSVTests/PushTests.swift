import TestSupport
import Testing

/// Unloads of what Postscript's Data Warehouse Push writes.
@Suite("Data Warehouse Push")
struct PushTests {
  private static let header =
    "ATTRIBUTION_ID,MESSAGE_ID,ORDER_ID,AMOUNT_IN_CENTS,ACTION_TYPE,COUPON_USED,SHOP_ID,SUBSCRIBER_ID,"
    + "CUSTOMER_ID,MINUTES_FROM_ACTION,ORDER_CREATED_AT,_UPDATED_AT,__SYNCED_AT\n"

  private static func row(
    _ cents: String,
    _ action: String,
    _ minutes: String,
    _ at: String
  ) -> String {
    "a,m1,5001,\(cents),\(action),,sh,s1,c1,\(minutes),\(at),2026-01-03,2026-01-03\n"
  }

  @Test("amounts come from cents, and touches from the minutes before the order")
  func attribution() throws {
    let rows = [
      Self.row("4050", "click", "90", "2026-01-02 12:00:00.000 +0000"),
      Self.row("7", "view", "0.5", "2026-01-02T12:00:00Z"),
      Self.row("100", "", "1440", "2026-01-02T12:00:00+01:00"),
      Self.row("-150", "other", "", "2026-01-02T12:00:00Z"),
      Self.row("", "click", "0", "2024-03-01T00:00:00Z"),
    ]
    let run = try ExtractRun(Self.header + rows.joined(), "--profile", "auto", "--currency", "USD")
    #expect(run.codes == [])
    #expect(run.texts("claimed_revenue") == ["40.50", "0.07", "1.00", "-1.50", "null"])
    #expect(
      run.texts("clicked_at") == [
        "2026-01-02T10:30:00Z", "null", "null", "null", "2024-03-01T00:00:00Z",
      ]
    )
    #expect(
      run.texts("sent_at") == [
        "null", "2026-01-02T11:59:30Z", "2026-01-01T11:00:00Z", "null", "null",
      ]
    )
    #expect(run.texts("attribution_type") == ["click", "view", "unknown", "unknown", "click"])
    #expect(run.texts("source_system") == Array(repeating: "postscript", count: 5))
  }

  @Test(
    "what is no count of cents or minutes is a reject",
    arguments: [
      ("40.5", "5", "invalid_integer"), ("4 050", "5", "invalid_integer"),
      ("400", "-5", "negative_count"), ("400", "soon", "invalid_number"),
      ("400", "99999999999999999999", "invalid_number"),
    ]
  )
  func rejects(_ cents: String, _ minutes: String, _ code: String) throws {
    let row = Self.row(cents, "click", minutes, "2026-01-02T12:00:00Z")
    let run = try ExtractRun(Self.header + row, "--profile", "postscript-attribution")
    #expect(run.codes == [code])
  }

  @Test("a time without an offset is refused, since nobody says which zone it is in")
  func zone() throws {
    let row = Self.row("1", "click", "1", "2026-01-02 12:00:00")
    #expect(try ExtractRun(Self.header + row, "--profile", "auto").codes == ["no_offset"])
    let run = try ExtractRun(Self.header + row, "--profile", "auto", "--timezone", "UTC")
    #expect(run.texts("clicked_at") == ["2026-01-02T11:59:00Z"])
  }
}
