/// A stream as its SCHEMA message describes it: name, key and columns in the order of the output.
public struct StreamShape: Sendable {
  /// The name of the stream.
  public var name: String
  /// The columns that identify a record.
  public var keyProperties: [String]
  /// The columns with the type that decides their JSON Schema.
  public var columns: [(name: String, type: ValueType)]

  /// Describes a stream.
  public init(
    _ name: String,
    key: [String],
    _ columns: [(name: String, type: ValueType)]
  ) {
    self.name = name
    keyProperties = key
    self.columns = columns
  }

  /// A messaging platform's claims to orders.
  static let attributedOrders = StreamShape(
    "attributed_orders",
    key: ["store_id", "source_system", "order_ref", "message_id"],
    [
      ("store_id", .text), ("source_system", .category), ("order_id", .identifier),
      ("order_name", .identifier), ("order_at", .timestampOrDay), ("order_date", .date),
      ("claimed_revenue", .money),
      ("currency", .currency), ("message_name", .text), ("message_type", .messageType),
      ("channel", .channel), ("campaign_id", .identifier), ("campaign_name", .text),
      ("attribution_type", .attributionType), ("sent_at", .timestamp), ("clicked_at", .timestamp),
      ("subscriber_id", .identifier), ("phone", .contact), ("email", .identifier),
      ("order_ref", .text), ("message_id", .identifier),
    ]
  )

  /// Figures of messages, by day or to date.
  static let messagePerformance = StreamShape(
    "message_performance",
    key: ["store_id", "source_system", "granularity", "date", "message_id", "campaign_ref"],
    [
      ("store_id", .text), ("source_system", .category), ("granularity", .category),
      ("date", .date), ("last_date", .date), ("channel", .channel),
      ("message_type", .messageType), ("campaign_id", .identifier), ("campaign_name", .text),
      ("message_name", .text), ("message_subject", .text), ("sms_unique_sends", .count),
      ("message_unique_receives", .count), ("message_unique_opens", .count),
      ("message_unique_clicks", .count), ("message_unique_bounces", .count),
      ("message_unique_drops", .count), ("list_subscribes", .count),
      ("list_unsubscribes", .count), ("platform_reported_orders", .count),
      ("platform_reported_order_revenue", .sum),
      ("platform_reported_order_line_quantity", .number),
      ("platform_reported_order_line_revenue", .sum),
      ("platform_reported_begin_checkouts", .count),
      ("platform_reported_begin_checkout_revenue", .sum), ("total_clicks", .count),
      ("spam_complaints", .count), ("cost", .sum), ("currency", .currency),
      ("campaign_ref", .text), ("message_id", .identifier),
    ]
  )

  /// Shopify's orders; `line_items` and `line_item_quantity` come from the rows of an order.
  static let shopifyOrders = StreamShape(
    "shopify_orders",
    key: ["store_id", "order_id"],
    [
      ("store_id", .text), ("order_id", .identifier), ("order_name", .identifier),
      ("order_number", .identifier), ("created_at", .timestamp), ("processed_at", .timestamp),
      ("updated_at", .timestamp), ("cancelled_at", .timestamp), ("test", .boolean),
      ("financial_status", .financialStatus), ("fulfillment_status", .category),
      ("currency", .currency),
      ("subtotal_price", .total), ("total_shipping", .money), ("total_tax", .money),
      ("total_discounts", .deduction), ("total_duties", .money), ("total_price", .total),
      ("total_refunded", .deduction), ("email", .identifier), ("phone", .contact),
      ("customer_id", .identifier), ("discount_codes", .list), ("tags", .list),
      ("source_name", .text), ("landing_site", .text), ("referring_site", .text),
      ("payment_gateway", .text), ("shipping_city", .text), ("shipping_province", .text),
      ("shipping_country", .text), ("shipping_zip", .contact), ("note_attributes", .pairs),
    ]
  )
}
