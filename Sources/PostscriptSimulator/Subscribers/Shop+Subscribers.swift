import Wire

/// `/subscribers` and `/subscribers/{id}`.
extension Shop {
  mutating func subscribers(_ request: Request) -> Reply {
    switch request.method {
    case "GET": return subscriberList(request)
    case "POST": return createSubscriber(request)
    default: return Shop.methodNotAllowed
    }
  }

  private mutating func subscriberList(_ request: Request) -> Reply {
    let query: SubscriberQuery
    switch SubscriberQuery.parse(request, bySecond: settings.filtersBySecond, settings.checks) {
    case .failure(let refusal): return refusal.reply
    case .success(let parsed): query = parsed
    }
    let (rows, pages) = page(of: query)
    // Some answers are laid out, as by a server in debugging mode.
    let isSpaced = random.chance(0.2)
    var body = ByteBuffer(capacity: rows.count * 700 + 100)
    body.append(isSpaced ? "{\n  \"page_info\": {\n    \"page\": " : "{\"page_info\":{\"page\":")
    body.append(decimal: query.page)
    body.append(isSpaced ? ",\n    \"total_pages\": " : ",\"total_pages\":")
    body.append(decimal: pages)
    body.append(isSpaced ? "\n  },\n  \"subscribers\": [" : "},\"subscribers\":[")
    for (place, row) in rows.enumerated() {
      if place > 0 { body.append(",") }
      if isSpaced { body.append("\n\t") }
      table.render(row, fractionDigits: settings.fractionDigits, to: &body)
    }
    body.append(isSpaced ? "\n  ]\n}\n" : "]}")
    return Reply(200, body.view.array)
  }

  mutating func subscriber(_ id: String, _ request: Request) -> Reply {
    guard let index = table.index(of: id) else { return unknown("Subscriber") }
    switch request.method {
    case "GET": return subscriberReply(index)
    case "PATCH": return updateSubscriber(index, request)
    default: return Shop.methodNotAllowed
    }
  }

  private func subscriberReply(_ index: Int) -> Reply {
    var body = ByteBuffer()
    table.render(index, fractionDigits: settings.fractionDigits, to: &body)
    return Reply(200, body.view.array)
  }

  /// Writes what the body names, and nothing else.
  ///
  /// An e-mail address where the API takes one, tags to those that are there, properties but for
  /// null. Whether the person takes messages is never written.
  private mutating func updateSubscriber(_ index: Int, _ request: Request) -> Reply {
    guard let body = object(request) else { return .invalid("not a JSON object") }
    let fields: SubscriberFields
    switch SubscriberFields.read(body, settings.checks) {
    case .failure(let refusal): return refusal.reply
    case .success(let read): fields = read
    }
    if let refusal = refusal(of: fields.properties, beside: table.record(index).properties) {
      return refusal
    }
    table.change(index, at: now) { fields.write(to: &$0) }
    return subscriberReply(index)
  }

  /// Why properties can't be added to those that a subscriber has: there may be fifty in all.
  func refusal(
    of new: [(key: String, value: JSONValue)],
    beside old: PropertyObject
  ) -> Reply? {
    let names = Set(old.keys).union(new.map(\.key))
    guard !new.isEmpty, names.count > PropertyObject.limit else { return nil }
    return .invalid("properties: at most \(PropertyObject.limit) custom properties")
  }
}
