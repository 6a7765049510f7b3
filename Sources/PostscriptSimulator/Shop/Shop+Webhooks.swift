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
    case ("token", "GET"): return Reply(200, json: "{\"token\":\"simulated-signing-token\"}")
    case ("example", "GET"): return webhookExample(request)
    case ("test", "POST"): return Reply(202, json: "{\"message\":\"OK\"}")
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
      return .notFound("Webhook subscription")
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
    let at = JSONValue.string(naive(now))
    let data: [(key: String, value: JSONValue)] =
      event == "shop.incoming_message"
      ? [
        ("id", .string("im_1b2a005a386281c9")), ("subscriber_id", .string(table.identifier(0))),
        ("shop_id", .string(Shop.identifier)), ("is_opt_out", .bool(false)),
        ("shopify_customer_id", .null), ("from_number", .string("+15555555555")),
        ("created_at", at), ("body", .string("Hello, world")),
      ] : []
    return Reply(
      200,
      json: JSONValue.object([
        ("webhook_id", .string(webhooks.all.first?.id ?? "")), ("resource_type", .string("shop")),
        ("resource_id", .string(Shop.identifier)), ("event_time", at), ("event", .string(event)),
        ("event_data", .object(data)),
      ]).text
    )
  }
}
