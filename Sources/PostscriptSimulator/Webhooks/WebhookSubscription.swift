import Wire

/// A webhook subscription.
struct WebhookSubscription: Sendable {
  let id: String
  var callbackURL: String
  let event: String
  var headers: [(key: String, value: JSONValue)]
  let created: Int64
  var updated: Int64

  var json: JSONValue {
    .object([
      ("callback_url", .string(callbackURL)), ("created_at", .string(naive(created))),
      ("event", .string(event)), ("headers", .object(headers)), ("id", .string(id)),
      ("updated_at", .string(naive(updated))),
    ])
  }

  /// The published events; one enumeration spells the last in another way.
  static let events = [
    "shop.test", "shop.incoming_message", "shop.subscriber.opt_in", "shop.subscriber.opt_out",
    "shop.email_collected", "shop.shop.email_collected",
  ]

  static func samples(seed: UInt64, now: Int64) -> [WebhookSubscription] {
    events.prefix(3).enumerated().map { place, event in
      WebhookSubscription(
        id: identifier(seed, place),
        callbackURL: "https://example.com/hooks/\(place)",
        event: event,
        headers: place == 1 ? [("X-Shop", .string("één"))] : [],
        created: now - Int64(place + 1) * 8_640_000_123,
        updated: now - 5_000_321
      )
    }
  }

  /// An identifier in the form of a UUID, as the published ones are.
  static func identifier(_ seed: UInt64, _ number: Int) -> String {
    var random = SeededRandom(seed ^ 0x0B, number, 0)
    let digits = [random.next(), random.next()].map { value -> String in
      let text = String(value, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
    var text = ""
    for (place, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(place) { text += "-" }
      text.append(digit)
    }
    return text
  }
}
