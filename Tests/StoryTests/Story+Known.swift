/// Who knows less says nothing.
extension Story {
  static let oneOrder = order("9001", "#1", "80.00", at: "2026-03-01 12:00:00 +0000")
  private static let oneClaim =
    "postscript,,#1,m1,2026-03-01T12:00:00Z,80.00,USD,sms,click,2026-03-01T11:00:00Z,,flow,f1,Welcome"

  /// A claim of no known currency beside one in dollars.
  private static let twoPlatforms = [
    ("klaviyo", "email", "k1", "10", ""), ("postscript", "sms", "p1", "09", #""currency":"USD","#),
  ].map { platform, channel, message, hour, currency in
    #"{"type":"RECORD","stream":"attributed_orders","time_extracted":"2026-03-05T00:00:00Z","record":{"#
      + #""store_id":"default","source_system":"\#(platform)","order_id":"9001","message_id":"\#(message)","#
      + #""order_at":"2026-03-01T12:00:00Z","claimed_revenue":80.00,\#(currency)"channel":"\#(channel)","#
      + #""attribution_type":"click","sent_at":"2026-03-01T\#(hour):00:00Z"}}"#
  }.joined(separator: "\n")

  private static let testOrder =
    #"{"type":"RECORD","stream":"shopify_orders","time_extracted":"2026-03-02T00:00:00Z","record":{"#
    + ##""store_id":"default","order_id":"9001","order_name":"#1","##
    + #""created_at":"2026-03-01T12:00:00Z","#
    + #""updated_at":"2026-03-01T13:00:00Z","test":true,"financial_status":"paid","currency":"USD","#
    + #""subtotal_price":80.00,"total_price":80.00,"total_refunded":0,"customer_id":"77"}}"#

  static let known = [
    Story(
      "the same claims loaded again without the check keep their verdict",
      [
        .orders(oneOrder, asOf: "2026-03-05"), .claims(oneClaim, asOf: "2026-03-05"),
        .uncheckedClaims(oneClaim, asOf: "2026-03-05"),
      ],
      "select outcome, judged_by, validated_revenue from claim_outcomes",
      "last_touch|warehouse|80.00"
    ),
    Story(
      "a CSV export does not unmake a test order",
      [.messages(testOrder), .orders(oneOrder, asOf: "2026-04-01")],
      "select is_order_sm_valid, customer_id from obt_orders",
      "f|77"
    ),
    Story(
      "a test order is one, although the CSV export came first",
      [.orders(oneOrder, asOf: "2026-04-01"), .messages(testOrder)],
      "select is_order_sm_valid, customer_id from obt_orders",
      "f|77"
    ),
    Story(
      "a claim of unknown currency takes that of its order",
      [.orders(oneOrder, asOf: "2026-03-05"), .messages(twoPlatforms)],
      """
      select currency, platforms, last_touch, last_touch_revenue from contested_orders;
      select platform_reported_revenue from obt_orders
      """,
      "USD|2|klaviyo|80.00",
      "160.00"
    ),
    Story(
      "a claim with another id than that of the order of its name is explained by either",
      [
        .orders(oneOrder, asOf: "2026-03-05"),
        .uncheckedClaims(
          oneClaim.replacing("postscript,,#1", with: "postscript,77,#1"),
          asOf: "2026-03-05"
        ),
      ],
      """
      select count(*) from explain_order('default', '77') where about = 'claim';
      select count(*) from explain_order('default', '9001') where about = 'claim'
      """,
      "1",
      "1"
    ),
  ]
}
