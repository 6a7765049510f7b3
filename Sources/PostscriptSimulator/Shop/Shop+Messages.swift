import Wire

/// Messages by id: the API has no list of them.
struct MessageStore: Sendable {
  /// Sent messages, as JSON by id.
  var sent: [String: String] = [:]
  /// Message requests, as JSON by id.
  var requests: [String: String] = [:]

  init() {}

  /// A few dozen of each, with ids that only the administrator can list.
  init(seed: UInt64, now: Int64) {
    for place in 0..<40 {
      var random = RandomStream(seed ^ 0x3E55, place, 0)
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
    let sentID = String(RandomStream.mix(UInt64(number) &+ 11), radix: 16)
    let requestID = String(RandomStream.mix(UInt64(number) &+ 1_000_003), radix: 16)
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

/// `/message_requests`, `/sent_messages` and `/events`.
extension Shop {
  func sentMessage(_ id: String) -> Reply {
    guard let json = messages.sent[id] else { return .notFound("Sent message") }
    return Reply(200, json: json)
  }

  func messageRequest(_ id: String) -> Reply {
    guard let json = messages.requests[id] else { return .notFound("Message request") }
    return Reply(200, json: json)
  }

  mutating func createMessage(_ request: Request) -> Reply {
    guard let body = object(request) else { return .invalid("not a JSON object") }
    guard let text = body["body"]?.string else {
      return .invalid("body: field required", type: "value_error.missing")
    }
    let category = body["category"]?.string ?? "promotional"
    guard ["promotional", "transactional", "conversational"].contains(category) else {
      return .invalid("category: unknown")
    }
    guard body["subscriber_id"] != nil || body["phone"] != nil, let index = match(body) else {
      return .invalid("subscriber_id or phone: no such subscriber")
    }
    let id = messages.add(
      body: text,
      category: category,
      phone: table.phone(index),
      subscriber: table.identifier(index),
      created: now
    )
    return Reply(202, json: messages.requests[id] ?? "{}")
  }

  mutating func createEvent(_ request: Request) -> Reply {
    guard let body = object(request) else { return .invalid("not a JSON object") }
    guard let type = body["type"]?.string, !type.isEmpty else {
      return .invalid("type: field required", type: "value_error.missing")
    }
    let allowed = type.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == 0x5F
    }
    guard allowed else { return .invalid("type: only letters, digits and underscore") }
    guard ["subscriber_id", "phone", "email"].contains(where: { body[$0]?.string != nil }) else {
      return .invalid("subscriber_id, phone or email: field required", type: "value_error.missing")
    }
    // Whether one matched, a 202 does not say.
    eventCount += 1
    let id = String(RandomStream.mix(settings.seed &+ UInt64(eventCount)), radix: 16)
    return Reply(202, json: "{\"event_ids\":[\"\(id)\"]}")
  }
}
