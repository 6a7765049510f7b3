import Wire

/// `/message_requests` and `/sent_messages`.
extension Shop {
  func sentMessage(_ id: String) -> Reply {
    guard let json = messages.sent[id] else { return unknown("Sent message") }
    return Reply(200, json: json)
  }

  func messageRequest(_ id: String) -> Reply {
    guard let json = messages.requests[id] else { return unknown("Message request") }
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
    guard let index = recipient(of: body) else {
      return .invalid("subscriber_id or phone: no such subscriber")
    }
    let person = table.record(index)
    let isWanted =
      switch category {
      case "promotional": person.takesPromotional
      case "transactional": person.takesTransactional
      default: person.takesPromotional || person.takesTransactional
      }
    guard isWanted, let phone = person.phone else {
      return .invalid("subscriber_id or phone: the subscriber takes no \(category) messages")
    }
    let id = messages.add(
      body: text,
      category: category,
      phone: phone,
      subscriber: table.identifier(index),
      created: now
    )
    return Reply(202, json: messages.requests[id] ?? "{}")
  }

  private func recipient(of body: JSONValue) -> Int? {
    if let id = body["subscriber_id"]?.string { return table.index(of: id) }
    return body["phone"]?.string.flatMap { index(ofPhoneText: $0) }
  }
}
