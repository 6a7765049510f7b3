import Wire

/// The bodies of deliveries.
enum WebhookBody {
  /// The published envelope.
  static func json(
    hook: String,
    event: String,
    time: Int64,
    data: [(key: String, value: JSONValue)]
  ) -> JSONValue {
    .object([
      ("webhook_id", .string(hook)), ("resource_type", .string("shop")),
      ("resource_id", .string(Shop.identifier)), ("event_time", .string(naive(time))),
      ("event", .string(event)), ("event_data", .object(data)),
    ])
  }

  /// The published data of `shop.incoming_message`.
  static func message(
    number: Int,
    subscriber: String,
    customer: String?,
    phone: String,
    text: String,
    isOptOut: Bool,
    time: Int64
  ) -> [(key: String, value: JSONValue)] {
    let digits = String(SeededRandom.mix(UInt64(number) &+ 0x1A), radix: 16)
    return [
      ("id", .string("im_\(digits)")), ("subscriber_id", .string(subscriber)),
      ("shop_id", .string(Shop.identifier)), ("is_opt_out", .bool(isOptOut)),
      ("shopify_customer_id", customer.map { .number($0) } ?? .null),
      ("from_number", .string(phone)), ("created_at", .string(naive(time))),
      ("body", .string(text)),
    ]
  }
}
