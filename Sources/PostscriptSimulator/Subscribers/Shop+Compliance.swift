import Wire

/// `PATCH /compliance/unsubscribe` and `PATCH /compliance/redact`.
extension Shop {
  mutating func compliance(_ verb: String, _ request: Request) -> Reply {
    guard ["unsubscribe", "redact"].contains(verb) else { return .notFound("Route") }
    guard request.method == "PATCH" else { return Shop.methodNotAllowed }
    guard let body = object(request) else { return .invalid("not a JSON object") }
    let isRedaction = verb == "redact"
    guard let people = named(in: body, isRedaction ? Shop.redactable : Shop.unsubscribable) else {
      return .invalid("a subscriber: field required", type: "value_error.missing")
    }
    guard !people.isEmpty else { return unknown("Subscriber") }
    for index in people {
      if isRedaction { redact(index) } else { optOut(index) }
    }
    return Reply(202, json: "{\"message\":\"OK\"}")
  }

  private static let unsubscribable = ["postscript_subscriber_id", "phone_number"]
  private static let redactable = unsubscribable + ["shopify_customer_id", "email"]

  /// The subscribers that the first of the fields which a body has means; nil where it has none.
  private func named(in body: JSONValue, _ fields: [String]) -> [Int]? {
    guard let field = fields.first(where: { body[$0] != nil && body[$0] != .null }) else {
      return nil
    }
    guard let value = body[field]?.string else { return [] }
    switch field {
    case "postscript_subscriber_id": return table.index(of: value).map { [$0] } ?? []
    case "phone_number": return index(ofPhoneText: value).map { [$0] } ?? []
    case "email": return table.indexes(ofEmail: value)
    default: return table.indexes(ofCustomer: value)
    }
  }

  /// The subscriber with a phone number, however it is written.
  func index(ofPhoneText text: String) -> Int? {
    PhoneText.e164(text).flatMap { table.index(ofPhone: $0) }
  }

  /// Ends the consent of a subscriber, and tells webhooks.
  mutating func optOut(_ index: Int) {
    table.change(index, at: now) { $0.optOut() }
    announce("shop.subscriber.opt_out", about: index, [])
  }

  /// Takes away what tells who a subscriber was; an opt-out besides.
  mutating func redact(_ index: Int) {
    announce("shop.subscriber.opt_out", about: index, [])
    table.change(index, at: now) { $0.redact() }
  }
}
