import TestSupport
import Testing

/// Klaviyo's events beside Postscript's claims, in the warehouse.
@Suite("Claims of two platforms")
struct LastTouchTests {
  @Test("an email clicked after a text takes the order, and each platform claims it once")
  func acrossPlatforms() throws {
    try withDatabase { work, database in
      try work.write(
        "orders.csv",
        """
        Name,Email,Financial Status,Currency,Subtotal,Total,Created at,Id,Lineitem quantity,Lineitem name
        #1001,a@example.com,paid,USD,40.00,40.00,2026-05-02 12:00:00 +0000,5001,1,Mug
        #1002,b@example.com,paid,USD,30.00,30.00,2026-05-02 12:00:00 +0000,5002,1,Cup

        """
      )
      try work.write(
        "texts.csv",
        """
        Order ID,Order Name,Revenue,Currency,Order Date,Message ID,Sent At
        5001,#1001,40.00,USD,2026-05-02 12:00:00,t1,2026-05-02 08:00:00
        5002,#1002,30.00,USD,2026-05-02 12:00:00,t1,2026-05-02 08:00:00

        """
      )
      let event = { (stream: String, time: String, email: String) in
        #"{"type":"RECORD","stream":"\#(stream)","record":{"id":"e","datetime":"\#(time)","#
          + #""event_properties":{"$message":"c1","Campaign Name":"May"},"#
          + #""profile":[{"id":"k\#(email)","email":"\#(email)"}]}}"#
      }
      let events = [
        event("receive", "2026-05-01T07:00:00+00:00", "a@example.com"),
        event("click", "2026-05-02T09:00:00+00:00", "a@example.com"),
        event("receive", "2026-05-02T07:00:00+00:00", "b@example.com"),
      ]
      try work.write("events", events.joined(separator: "\n") + "\n")
      let script = """
        extract-csv --profile postscript-revenue texts.csv | load-postgres &&
        { cat events; extract-csv --profile shopify-orders orders.csv; } \
        | transform-claims --mapping klaviyo | load-postgres
        """
      let path = "PATH=\(BuiltProducts.directory):$PATH; "
      _ = try work.run(.shell(path + script, environment: database.environment)).orThrow()
      let rows = try database.rows(
        """
        select order_ref, source_system, message_id, status, outcome, claimed_revenue, touch_at
        from sms.claim_outcomes order by order_ref, source_system
        """
      )
      #expect(
        rows == [
          "5001|klaviyo|c1|valid|last_touch|40.00|2026-05-02 09:00:00+00",
          "5001|postscript|t1|valid|credited_elsewhere|40.00|2026-05-02 08:00:00+00",
          "5002|klaviyo|c1|valid|credited_elsewhere|30.00|2026-05-02 07:00:00+00",
          "5002|postscript|t1|valid|last_touch|30.00|2026-05-02 08:00:00+00",
        ]
      )
    }
  }
}
