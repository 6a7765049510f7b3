import Wire

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
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || byte == UInt8(ascii: "_")
    }
    guard allowed else { return .invalid("type: only letters, digits and underscore") }
    guard ["subscriber_id", "phone", "email"].contains(where: { body[$0]?.string != nil }) else {
      return .invalid("subscriber_id, phone or email: field required", type: "value_error.missing")
    }
    // Whether one matched, a 202 does not say.
    let id = messages.addEvent(seed: settings.seed)
    return Reply(202, json: "{\"event_ids\":[\"\(id)\"]}")
  }
}
