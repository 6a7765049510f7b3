/// One thing that happens in a story; times are RFC 3339, days `YYYY-MM-DD`.
enum Act: Sendable {
  /// An orders export is loaded, and is what later claims are checked against.
  case orders(String, asOf: String? = nil)
  /// A claims export is checked against the last orders export and loaded.
  case claims(String, asOf: String? = nil)
  /// A claims export is loaded without a check.
  case uncheckedClaims(String, asOf: String)
  /// Message analytics are loaded; the arguments are those of `extract-csv`.
  case analytics(String, [String])
  /// Singer messages are loaded, with arguments of `load-postgres`.
  case messages(String, [String] = [])
  /// `pipelines/daily` runs over a folder of exports, by their names, that were made on a day.
  case daily([String: String], on: String? = nil)
  /// A hand changes the settings.
  case settings(String)
}

/// The headers of the exports in stories: readable in lines, whatever the columns are.
enum Header {
  static let orders =
    "Id,Name,Financial Status,Currency,Subtotal,Total,Refunded Amount,Created at,Cancelled at,Tags,"
    + "Source,Lineitem quantity,Lineitem name"
  static let claims =
    "source_system,order_id,order_name,message_id,order_at,claimed_revenue,currency,channel,"
    + "attribution_type,sent_at,clicked_at,message_type,campaign_id,campaign_name"
  static let analytics =
    "source_system,date,message_id,granularity,channel,message_type,campaign_id,campaign_name,"
    + "sms_unique_sends,message_unique_receives,message_unique_clicks,platform_reported_orders,"
    + "platform_reported_order_revenue,currency"
  static let postscriptRevenue =
    "Order ID,Order Number,Order Date,Attributed Revenue,Currency,Campaign Name,Message Type,"
    + "Message Name,Attribution Type,Message Sent At,Clicked At"

  /// Lines beneath a header.
  static func over(_ header: String, _ lines: String) -> String { header + "\n" + lines + "\n" }
}

/// A paid order in dollars of one item: its id, name, amount, time, and what is not as usual.
func order(
  _ id: String,
  _ name: String,
  _ amount: String,
  at time: String,
  status: String = "paid",
  refunded: String = "0.00",
  cancelled: String = "",
  tags: String = "",
  source: String = "web"
) -> String {
  "\(id),\(name),\(status),USD,\(amount),\(amount),\(refunded),\(time),\(cancelled),\(tags),\(source),1,Tee"
}
