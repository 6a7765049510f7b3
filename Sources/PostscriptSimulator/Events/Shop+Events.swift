import Wire

/// `POST /events`: accepted at once, matched with a subscriber some time later.
extension Shop {
  mutating func createEvent(_ request: Request) -> Reply {
    guard let body = object(request) else { return .invalid("not a JSON object") }
    guard let type = body["type"]?.string, !type.isEmpty else {
      return .invalid("type: field required", type: "value_error.missing")
    }
    guard type.utf8.allSatisfy(\.isEventLetter) else {
      return .invalid("type: only letters, digits and underscore")
    }
    if settings.checks == .strict, let refusal = EventCheck.refusal(of: body) {
      return .invalid(refusal)
    }
    let external = body["external_id"]?.string
    if settings.uniqueEvents, let external, let id = events.id(ofExternal: external) {
      return Shop.accepted(id)
    }
    let number = events.all.count + 1
    let id = String(SeededRandom.mix(settings.seed &+ UInt64(number)), radix: 16)
    events.add(
      AcceptedEvent(
        number: number,
        id: id,
        externalID: external,
        definition: "[\(sender(of: request))] - \(type)",
        body: body,
        request: requestCount,
        accepted: now
      )
    )
    // Whether one matches, a 202 does not say.
    return Shop.accepted(id)
  }

  private static func accepted(_ id: String) -> Reply {
    Reply(202, json: "{\"event_ids\":[\"\(id)\"]}")
  }

  /// The name that stands before the type: the partner's, where one sends for the shop.
  private func sender(of request: Request) -> String {
    keyState(of: request) == "partner" ? "Simulated Partner" : Shop.name
  }

  /// Matches the events whose time has come.
  mutating func matchDue() {
    let delay = Int64(settings.matchDelay * 1_000_000)
    let table = table
    events.match(through: now - delay) { body in Shop.match(body, in: table) }
  }

  /// The subscriber that an event is about: by id, then by phone, then by e-mail.
  ///
  /// What finds nobody is passed over for the next.
  private static func match(
    _ body: JSONValue,
    in table: SubscriberTable
  ) -> (by: AcceptedEvent.MatchedBy, subscriber: String?) {
    if let id = body["subscriber_id"]?.string, table.index(of: id) != nil { return (.id, id) }
    if let phone = body["phone"]?.string.flatMap({ PhoneText.e164($0) }),
      let index = table.index(ofPhone: phone)
    {
      return (.phone, table.identifier(index))
    }
    if let email = body["email"]?.string, let index = table.recipient(email: email) {
      return (.email, table.identifier(index))
    }
    return (.nobody, nil)
  }
}

extension UInt8 {
  /// Whether a type of events may have it.
  fileprivate var isEventLetter: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
