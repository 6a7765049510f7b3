import Wire

/// The published endpoints.
extension Shop {
  mutating func routed(_ request: Request) -> Reply {
    if let refusal = settings.keys.refusal(
      authorization: request.header("authorization"),
      shopToken: request.header("x-postscript-shop-token")
    ) {
      return refusal
    }
    if settings.denied.contains(where: { $0.forbids(request) }) { return .accessDenied }
    let parts = request.path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    guard parts.count >= 3, parts[0] == "api", parts[1] == "v2" else {
      return Reply(404, html: "<html><body><h1>404 Not Found</h1></body></html>")
    }
    let id = parts.count > 3 ? Request.decoded(parts[3][...]) : nil
    guard parts.count <= 4 else { return .notFound("Route") }
    switch (parts[2], id) {
    case ("me", nil): return only("GET", request) { _ in Shop.me }
    case ("subscribers", nil): return subscribers(request)
    case ("subscribers", let id?): return subscriber(id, request)
    case ("keywords", nil): return only("GET", request) { $0.keywordList() }
    case ("keywords", let id?): return only("GET", request) { $0.keyword(id) }
    case ("events", nil): return only("POST", request) { $0.createEvent(request) }
    case ("message_requests", nil): return only("POST", request) { $0.createMessage(request) }
    case ("message_requests", let id?): return only("GET", request) { $0.messageRequest(id) }
    case ("sent_messages", let id?): return only("GET", request) { $0.sentMessage(id) }
    case ("webhooks", let id): return webhooks(id, request)
    case ("compliance", let verb?): return compliance(verb, request)
    default: return .notFound("Route")
    }
  }

  private static let me = Reply(
    200,
    json: JSONValue.object([
      ("resource_id", .string(identifier)), ("resource_name", .string(name)),
      ("resource_type", .string("shop")),
    ]).text
  )

  mutating func only(
    _ method: String,
    _ request: Request,
    _ answer: (inout Shop) -> Reply
  ) -> Reply {
    guard request.method == method else { return Shop.methodNotAllowed }
    return answer(&self)
  }

  /// The answer for an id that is unknown: 400 without a word is what most endpoints publish.
  func unknown(_ what: String) -> Reply {
    settings.unknownIDs == .wordless ? .wordless : .notFound(what)
  }

  static let methodNotAllowed = Reply.error(405, code: 1405, "Method not allowed")

  /// The JSON object in a request's body, or nil.
  func object(_ request: Request) -> JSONValue? {
    guard let value = try? request.body.withView({ try JSONValue(parsing: $0) }),
      value.members != nil
    else { return nil }
    return value
  }
}
