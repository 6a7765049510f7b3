import Wire

/// Messages by id: the API has no list of them.
struct MessageStore: Sendable {
  /// Sent messages, as JSON by id.
  private(set) var sent: [String: String] = [:]
  /// Message requests, as JSON by id.
  private(set) var requests: [String: String] = [:]

  /// A few dozen of each, with ids that only the administrator can list.
  init(seed: UInt64, now: Int64) {
    for place in 0..<40 {
      var random = SeededRandom(seed ^ 0x3E55, place, 0)
      let created = now - Int64(random.below(90 * 86_400)) * 1_000_000
      add(
        body: random.pick(["Hello!", "50% off 🛍️ today", "línea\nnueva", "Reply \"STOP\" to stop"]),
        category: random.pick(["promotional", "transactional", "conversational"]),
        phone: "+1\(2_000_000_000 + place)",
        subscriber: "s_sample\(place)",
        created: created
      )
    }
  }

  /// Keeps a request and what came of it; returns the request's id.
  @discardableResult
  mutating func add(
    body: String,
    category: String,
    phone: String,
    subscriber: String,
    created: Int64
  ) -> String {
    let number = requests.count
    let sentID = String(SeededRandom.mix(UInt64(number) &+ 11), radix: 16)
    let requestID = String(SeededRandom.mix(UInt64(number) &+ 1_000_003), radix: 16)
    let at = JSONValue.string(Timestamp(microseconds: created).text)
    let message = JSONValue.object([
      ("body", .string(body)), ("created_at", at), ("credits_used", .number("\(1 + number % 3)")),
      ("id", .string(sentID)), ("media_url", .null), ("phone", .string(phone)),
      ("shop_id", .string(Shop.identifier)), ("subscriber_id", .string(subscriber)),
    ])
    sent[sentID] = message.text
    requests[requestID] =
      JSONValue.object([
        ("body", .string(body)), ("category", .string(category)), ("created_at", at),
        ("id", .string(requestID)), ("phone", .string(phone)), ("scheduled_at", .null),
        ("sent_message", message), ("status", .string("processing")),
        ("status_code", .number("0")), ("subscriber_id", .string(subscriber)),
        ("updated_at", at),
      ]).text
    return requestID
  }
}
