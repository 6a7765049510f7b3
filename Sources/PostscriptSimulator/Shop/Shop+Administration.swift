import Wire

/// What tests and operators of the simulator ask for, outside `/api` and free of keys and faults.
extension Shop {
  /// The path under which administration lies.
  static let administration = "/_simulator/"

  /// All subscribers as the API would show them now, one JSON object a line.
  public func subscribersAsLines() -> [UInt8] {
    var output = ByteBuffer(capacity: table.count * 600 + 16)
    for index in 0..<table.count {
      table.render(index, fractionDigits: settings.fractionDigits, to: &output)
      output.append("\n")
    }
    return output.view.array
  }

  /// The ids of the sent messages, and those of the message requests, in order.
  public var messageIDs: (sent: [String], requests: [String]) {
    (messages.sent.keys.sorted(), messages.requests.keys.sorted())
  }

  mutating func administer(_ request: Request) -> Reply {
    switch request.path.dropFirst(Shop.administration.count) {
    case "subscribers": return lines(subscribersAsLines())
    case "keywords": return lines(joined(keywords.map(\.json)))
    case "webhooks": return lines(joined(webhooks.all.map(\.json.text)))
    case "sent_messages": return lines(joined(messageIDs.sent.compactMap { messages.sent[$0] }))
    case "message_requests":
      return lines(joined(messageIDs.requests.compactMap { messages.requests[$0] }))
    case "log": return lines(joined(log.map(\.json)))
    case "revoke": revoke(request.parameter("key") ?? KeyRing.standardKey)
    case "advance": advance(seconds: Double(request.parameter("seconds") ?? "") ?? 60)
    case "mutate": mutate(expected: Double(request.parameter("count") ?? "") ?? 1)
    case "settings":
      if let refusal = change(request) { return .invalid(refusal) }
    default: return .notFound("Administration")
    }
    return Reply(200, json: "{}")
  }

  /// Changes settings by the parameters `faults`, `next-faults`, `kinds`, `mutations`, `latency`,
  /// `rate-limit` and `page-size`.
  private mutating func change(_ request: Request) -> String? {
    for (name, value) in request.query where !change(name, to: value) {
      return "\(name): unknown, or a bad value"
    }
    return nil
  }

  private func joined(_ texts: [String]) -> [UInt8] {
    Array(texts.map { $0 + "\n" }.joined().utf8)
  }

  private func lines(_ bytes: [UInt8]) -> Reply {
    var reply = Reply(200, bytes)
    reply.contentType = "application/x-ndjson"
    return reply
  }
}
