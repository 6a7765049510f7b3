import Wire

/// What tests and operators of the simulator ask for, outside `/api` and free of keys and faults.
extension Shop {
  /// The path under which administration lies.
  static let administration = "/_simulator/"

  /// All subscribers as the API would show them now, one JSON object a line.
  public func subscribersAsLines() -> [UInt8] {
    var output = ByteBuffer(capacity: table.count * 600 + 16)
    for index in 0..<table.count where !table.removed.contains(index) {
      table.render(index, fractionDigits: settings.fractionDigits, to: &output)
      output.append("\n")
    }
    return output.view.array
  }

  /// The ids of the sent messages, and those of the message requests, in order.
  public var messageIDs: (sent: [String], requests: [String]) {
    (messages.sent.keys.sorted(), messages.requests.keys.sorted())
  }

  /// Answers a request of an administrator.
  public mutating func administer(_ request: Request) -> Reply {
    settle()
    let name = String(request.path.dropFirst(Shop.administration.count))
    if let listed = listing(name, request) {
      var reply = Reply(200, listed)
      reply.contentType = "application/x-ndjson"
      return reply
    }
    switch name {
    case "revoke": revoke(request.parameter("key") ?? KeyRing.standardKey)
    case "advance":
      advance(seconds: Double(request.parameter("seconds") ?? "") ?? 60)
      settle()
    case "mutate": mutate(expected: Double(request.parameter("count") ?? "") ?? 1)
    case "settings": return change(request)
    case "confirm":
      let phone = request.parameter("phone").flatMap { PhoneText.e164($0) }
      guard let id = confirm(phone: phone, id: request.parameter("id")) else {
        return .notFound("Pending subscriber")
      }
      return Reply(200, json: "{\"id\":\"\(id)\"}")
    case "text":
      guard let phone = request.parameter("phone").flatMap({ PhoneText.e164($0) }) else {
        return .invalid("phone: not a phone number")
      }
      receive(text: request.parameter("body") ?? "", from: phone)
    case "fault": return planFaults(request)
    case "before", "unsubscribe", "redact", "remove": return planAct(name, request)
    default: return .notFound("Administration")
    }
    return Shop.done
  }

  private static let done = Reply(200, json: "{}")

  /// What administrators can look at, one JSON object a line; nil for other names.
  private func listing(_ name: String, _ request: Request) -> [UInt8]? {
    switch name {
    case "subscribers": return subscribersAsLines()
    case "keywords": return joined(keywords.map(\.json))
    case "webhooks": return joined(webhooks.all.map(\.json.text))
    case "deliveries": return joined(deliveries.all.map(\.json.text))
    case "pending":
      return joined(
        pending.all.map { person in
          JSONValue.object([
            ("id", .string(person.id)), ("phone_number", .string(person.phone)),
            ("keyword", .string(person.keyword)),
          ]).text
        }
      )
    case "events":
      let wanted = request.parameter("external_id")
      let found = events.all.filter { wanted == nil || $0.externalID == wanted }
      return joined(found.map(\.json.text))
    case "event_counts": return joined(events.counts.map(\.text))
    case "definitions": return joined(events.definitions.map { JSONValue.string($0).text })
    case "sent_messages": return joined(messageIDs.sent.compactMap { messages.sent[$0] })
    case "message_requests":
      return joined(messageIDs.requests.compactMap { messages.requests[$0] })
    case "log": return joined(log.map(\.json))
    default: return nil
    }
  }

  /// Changes settings by parameters of their names.
  private mutating func change(_ request: Request) -> Reply {
    for (name, value) in request.query where !change(name, to: value) {
      return .invalid("\(name): unknown, or a bad value")
    }
    return Shop.done
  }

  /// Plans the faults `kinds` for the next requests that `method`, `target` and `body` are parts of.
  private mutating func planFaults(_ request: Request) -> Reply {
    guard let kinds = request.parameter("kinds").flatMap({ FaultKind.list($0) }) else {
      return .invalid("kinds: unknown")
    }
    plan(kinds, condition(request))
    return Shop.done
  }

  /// Plans faults for the next requests that a condition holds for, one each.
  public mutating func plan(_ faults: [FaultKind], _ condition: RequestCondition) {
    plans.add(faults, condition)
  }

  /// Lets a subscriber, named by `id` or `phone`, opt out, be redacted or be removed: now, or just
  /// before the next request that `method`, `target` and `body` are parts of.
  private mutating func planAct(_ name: String, _ request: Request) -> Reply {
    guard
      let act = FaultPlans.Act(rawValue: name == "before" ? request.parameter("do") ?? "" : name)
    else { return .invalid("do: unknown") }
    let index =
      request.parameter("id").flatMap { table.index(of: $0) }
      ?? request.parameter("phone").flatMap { self.index(ofPhoneText: $0) }
    guard let index else { return .notFound("Subscriber") }
    if name == "before" {
      plans.add(act, of: index, condition(request))
    } else {
      carryOut(act, index)
    }
    return Shop.done
  }

  /// Lets a subscriber act, or the shop on him.
  mutating func carryOut(_ act: FaultPlans.Act, _ index: Int) {
    switch act {
    case .optOut: optOut(index)
    case .redact: redact(index)
    case .remove: table.takeOut(index)
    }
  }

  private func condition(_ request: Request) -> RequestCondition {
    var condition = RequestCondition()
    condition.method = request.parameter("method")
    condition.target = request.parameter("target")
    condition.body = request.parameter("body")
    return condition
  }

  private func joined(_ texts: [String]) -> [UInt8] {
    Array(texts.map { $0 + "\n" }.joined().utf8)
  }
}
