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
    switch SubscriberQuery.parse(request, bySecond: settings.filtersBySecond) {
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

  private mutating func createSubscriber(_ request: Request) -> Reply {
    guard let body = object(request) else { return .invalid("not a JSON object") }
    guard let phone = body["phone_number"]?.string else {
      return .invalid("phone_number: field required", type: "value_error.missing")
    }
    guard body["keyword"]?.string != nil || body["keyword_id"]?.string != nil else {
      return .invalid("keyword: field required", type: "value_error.missing")
    }
    if let origin = body["origin"]?.string, !["website", "social", "other"].contains(origin) {
      return .invalid("origin: not one of website, social, other")
    }
    // The id that this returns is pending: GET refuses it, and the real one comes by webhook.
    let index = table.create(at: now)
    var writings = SubscriberWritings(phone: phone)
    writings.email = body["email"]?.string
    writings.tags = (body["tags"]?.array ?? []).compactMap(\.string)
    writings.properties = (body["properties"]?.members ?? []).map { ($0.key, $0.value.text) }
    table.keep(writings, of: index)
    return Reply(
      200,
      json: JSONValue.object([
        ("id", .string("s_pending\(index)")), ("phone_number", .string(phone)),
      ]).text
    )
  }

  mutating func subscriber(_ id: String, _ request: Request) -> Reply {
    guard let index = table.index(of: id) else { return .notFound("Subscriber") }
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

  private mutating func updateSubscriber(_ index: Int, _ request: Request) -> Reply {
    guard let body = object(request) else { return .invalid("not a JSON object") }
    var writings = table.writings[index] ?? SubscriberWritings()
    for property in body["properties"]?.members ?? [] {
      writings.properties.removeAll { $0.key == property.key }
      writings.properties.append((property.key, property.value.text))
    }
    guard writings.properties.count <= 50 else {
      return .invalid("properties: at most 50 custom properties")
    }
    if let email = body["email"]?.string { writings.email = email }
    for tag in (body["tags"]?.array ?? []).compactMap(\.string)
    where !writings.tags.contains(tag) {
      writings.tags.append(tag)
    }
    table.keep(writings, of: index)
    table.touch(index, at: now)
    return subscriberReply(index)
  }

  /// `PATCH /compliance/unsubscribe` and `PATCH /compliance/redact`.
  mutating func compliance(_ verb: String, _ request: Request) -> Reply {
    guard ["unsubscribe", "redact"].contains(verb) else { return .notFound("Route") }
    guard request.method == "PATCH" else { return Shop.methodNotAllowed }
    guard let body = object(request) else { return .invalid("not a JSON object") }
    guard let index = match(body) else { return .notFound("Subscriber") }
    table.touch(index, at: now) { row in
      row.isSuppressed = true
      if verb == "redact" { row.isRedacted = true }
    }
    return Reply(202, json: "{}")
  }

  /// The subscriber that a body means: by id, then by phone, then by e-mail.
  func match(_ body: JSONValue) -> Int? {
    if let id = body["postscript_subscriber_id"]?.string ?? body["subscriber_id"]?.string {
      return table.index(of: id)
    }
    if let phone = body["phone_number"]?.string ?? body["phone"]?.string {
      return table.rows.indices.first { table.phone($0) == phone }
    }
    if let email = body["email"]?.string {
      return table.rows.indices.first { table.email($0) == email }
    }
    return nil
  }
}
