/// The stream of claims, as its SCHEMA message describes it.
enum ClaimStream {
  static let name = "attributed_orders"

  private static let text = #"{"type":["null","string"]}"#
  private static let time = #"{"type":["null","string"],"format":"date-time"}"#

  /// The message that comes before the first record, without a line break.
  static let schema: String = {
    let fields: [(String, String)] =
      [
        ("store_id", text), ("source_system", text), ("order_id", text), ("order_name", text),
        ("order_at", time), ("claimed_revenue", #"{"type":["null","number"]}"#),
        ("currency", text), ("subscriber_id", text), ("phone", text), ("email", text),
        ("order_ref", text), ("channel", text), ("message_id", text), ("message_name", text),
        ("message_type", text), ("campaign_id", text), ("campaign_name", text),
        ("attribution_type", text), ("sent_at", time), ("clicked_at", time),
      ]
    let properties = fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
    return #"{"type":"SCHEMA","stream":"\#(name)","schema":{"type":"object","properties":{"#
      + properties
      + #"}},"key_properties":["store_id","source_system","order_ref","message_id"]}"#
  }()
}
