/// What comes late: refunds, cancellations, orders.
extension Story {
  private static let january = [
    order("5000", "#1000", "10.00", at: "2026-01-01 10:00:00 -0500"),
    order("5001", "#1001", "100.00", at: "2026-01-10 10:00:00 -0500"),
    order("5002", "#1002", "50.00", at: "2026-01-11 10:00:00 -0500"),
    order("5009", "#1009", "10.00", at: "2026-01-20 10:00:00 -0500"),
  ].joined(separator: "\n")

  private static let claims = """
    postscript,,#1001,m1,2026-01-10T15:00:00Z,100.00,USD,sms,click,2026-01-10T12:00:00Z,2026-01-10T14:00:00Z,campaign,,Sale
    postscript,,#1002,m1,2026-01-11T15:00:00Z,50.00,USD,sms,click,2026-01-11T12:00:00Z,2026-01-11T14:00:00Z,campaign,,Sale
    postscript,,#1003,m1,2026-01-12T15:00:00Z,30.00,USD,sms,click,2026-01-12T12:00:00Z,2026-01-12T14:00:00Z,campaign,,Sale
    """

  private static let march = [
    order(
      "5001",
      "#1001",
      "100.00",
      at: "2026-01-10 10:00:00 -0500",
      status: "refunded",
      refunded: "100.00"
    ),
    order(
      "5002",
      "#1002",
      "50.00",
      at: "2026-01-11 10:00:00 -0500",
      cancelled: "2026-02-20 10:00:00 -0500"
    ),
    order("5003", "#1003", "30.00", at: "2026-01-12 10:00:00 -0500"),
  ].joined(separator: "\n")

  private static func ends(_ name: String, _ order: String, _ answer: String) -> Story {
    Story(
      name,
      [.orders(january), .claims(claims), .orders(march)],
      "select claims, coalesce(last_touch_revenue, 0) from obt_orders where order_name = '\(order)'",
      answer
    )
  }

  static let late = [
    ends("a late refund takes the revenue back", "#1001", "1|0"),
    ends("a late cancellation takes the revenue back", "#1002", "1|0"),
    ends("an order that comes later finds its claim", "#1003", "1|30.00"),
  ]
}
