import Wire

/// A delivery as a record of `postscript_webhook_events`.
struct WebhookRecord: Sendable {
  /// What tells deliveries apart: the same body to the same address is the same delivery, however
  /// often it comes.
  let id: String
  /// The record as compact JSON.
  let json: JSONValue

  /// Reads a delivery.
  ///
  /// The body is kept as it came, since of some events its form isn't published.
  init(_ delivery: SpooledDelivery, store: String) {
    var hash = FNV1a()
    for text in [delivery.isAction ? "action" : "webhook", delivery.query, delivery.body] {
      Array(text.utf8).withView { hash.add($0) }
      hash.add(0)
    }
    id = hash.hexadecimal
    let envelope = try? JSONValue(parsing: delivery.body)
    let isObject = envelope?.members != nil
    let data = envelope?["event_data"]
    let text = { (name: String) in envelope?[name]?.string.map { JSONValue.string($0) } ?? .null }
    let time = envelope?["event_time"]?.string.flatMap { value in
      value.withView { Timestamp($0, assumingUTC: true) }
    }
    json = .object([
      ("store_id", .string(store)), ("delivery_id", .string(id)),
      ("source", .string(delivery.isAction ? "action" : "webhook")), ("event", text("event")),
      ("event_time", time.map { .string($0.text) } ?? .null), ("webhook_id", text("webhook_id")),
      ("resource_id", text("resource_id")),
      ("subscriber_id", data?["subscriber_id"] ?? envelope?["subscriber_id"] ?? .null),
      ("event_data", data ?? (delivery.isAction && isObject ? envelope ?? .null : .null)),
      ("query", .string(delivery.query)),
      ("received_at", .string(delivery.received.text)),
      ("body", .string(delivery.body)),
    ])
  }

  /// The SCHEMA message of the stream.
  static let schema = JSONValue.object([
    ("type", .string("SCHEMA")), ("stream", .string("postscript_webhook_events")),
    (
      "schema",
      .object([
        ("type", .string("object")),
        ("properties", .object(fields.map { ($0.name, type($0.name, $0.kind)) })),
      ])
    ), ("key_properties", .array([.string("store_id"), .string("delivery_id")])),
  ])

  private static let fields: [(name: String, kind: String)] = [
    ("store_id", "string"), ("delivery_id", "string"), ("source", "string"), ("event", "string"),
    ("event_time", "time"), ("webhook_id", "string"), ("resource_id", "string"),
    ("subscriber_id", "string"), ("event_data", "object"), ("query", "string"),
    ("received_at", "time"), ("body", "string"),
  ]

  private static func type(_ name: String, _ kind: String) -> JSONValue {
    let base = kind == "time" ? "string" : kind
    let isKey = ["store_id", "delivery_id"].contains(name)
    let type: JSONValue = isKey ? .string(base) : .array([.string("null"), .string(base)])
    let format: [(key: String, value: JSONValue)] =
      kind == "time" ? [("format", .string("date-time"))] : []
    return .object([("type", type)] + format)
  }
}
