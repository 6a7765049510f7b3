import Wire

/// `/webhooks` and what lies below.
extension Shop {
  mutating func webhooks(_ id: String?, _ request: Request) -> Reply {
    switch (id, request.method) {
    case (nil, "GET"):
      return Reply(
        200,
        json: JSONValue.object([("webhook_subscriptions", .array(webhooks.all.map(\.json)))]).text
      )
    case (nil, "POST"): return createWebhook(request)
    case ("token", "GET"):
      // There is none before the first subscription.
      if !webhooks.hasToken { return unknown("Token") }
      return Reply(200, json: JSONValue.object([("token", .string(settings.webhookToken))]).text)
    case ("example", "GET"): return webhookExample(request)
    case ("test", "POST"): return testWebhooks(request)
    case (let id?, let method): return webhook(id, method, request)
    default: return Shop.methodNotAllowed
    }
  }

  private mutating func createWebhook(_ request: Request) -> Reply {
    guard let body = object(request) else { return .invalid("not a JSON object") }
    guard let url = body["callback_url"]?.string, url.hasPrefix("https://") else {
      return .invalid("callback_url: an HTTPS address is required")
    }
    guard let event = body["event"]?.string, WebhookSubscription.events.contains(event) else {
      return .invalid("event: unknown")
    }
    let headers = body["headers"]?.members ?? []
    let hook = webhooks.add(url, event: event, headers: headers, now: now)
    return Reply(200, json: hook.json.text)
  }

  private mutating func webhook(_ id: String, _ method: String, _ request: Request) -> Reply {
    guard let place = webhooks.place(of: id) else {
      return unknown("Webhook subscription")
    }
    switch method {
    case "GET": break
    case "DELETE":
      webhooks.delete(at: place)
      return Reply(200, json: "{}")
    case "PATCH":
      guard let body = object(request) else { return .invalid("not a JSON object") }
      let url = body["callback_url"]?.string
      guard url?.hasPrefix("https://") ?? true else {
        return .invalid("callback_url: HTTPS only")
      }
      webhooks.update(at: place, url: url, headers: body["headers"]?.members, now: now)
    default: return Shop.methodNotAllowed
    }
    return Reply(200, json: webhooks.all[place].json.text)
  }

  private func webhookExample(_ request: Request) -> Reply {
    guard let event = request.parameter("event"), WebhookSubscription.events.contains(event) else {
      return .invalid("event: unknown")
    }
    return Reply(
      200,
      json: WebhookBody.json(
        hook: webhooks.all.first?.id ?? "",
        event: event,
        time: now,
        data: exampleData(event)
      ).text
    )
  }

  private func exampleData(_ event: String) -> [(key: String, value: JSONValue)] {
    guard event == "shop.incoming_message" else { return [] }
    return WebhookBody.message(
      number: 0,
      subscriber: table.identifier(0),
      customer: nil,
      phone: "+15555555555",
      text: "Hello, world",
      isOptOut: false,
      time: now
    )
  }

  /// Delivers an example of an event to those who subscribed to it.
  private mutating func testWebhooks(_ request: Request) -> Reply {
    guard let event = object(request)?["event"]?.string, WebhookSubscription.events.contains(event)
    else { return .invalid("event: unknown") }
    announce(event, exampleData(event))
    return Reply(202, json: "{\"message\":\"OK\"}")
  }
}
