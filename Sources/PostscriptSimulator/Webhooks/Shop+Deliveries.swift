public import Wire

/// What happens in the shop, told to those who subscribed to it.
extension Shop {
  /// Tells of an event about a subscriber.
  ///
  /// What the vendor sends about opt-ins and opt-outs isn't published; this has what he knows of the subscriber.
  mutating func announce(_ event: String, about index: Int, _ more: [(String, JSONValue)]) {
    let person = table.record(index)
    let about: [(key: String, value: JSONValue)] = [
      ("subscriber_id", .string(table.identifier(index))), ("shop_id", .string(Shop.identifier)),
      ("phone_number", person.phone.map { .string($0) } ?? .null),
      ("email", person.email.map { .string($0) } ?? .null),
      ("shopify_customer_id", person.shopifyCustomer.map { .number($0) } ?? .null),
    ]
    announce(event, about + more.map { (key: $0.0, value: $0.1) })
  }

  /// Tells of an event.
  mutating func announce(_ event: String, _ data: [(key: String, value: JSONValue)]) {
    for hook in webhooks.all where hook.event == event {
      let body = WebhookBody.json(hook: hook.id, event: event, time: now, data: data)
      let isLate = settings.webhookDisorder > 0 && random.chance(settings.webhookDisorder)
      let delay = isLate ? random.unit() * settings.webhookRetry : 0
      deliveries.add(hook, body, at: now + Int64(delay * 1_000_000))
    }
  }

  /// Takes a text that somebody sends to the shop: STOP opts out, YES confirms, a keyword signs up.
  public mutating func receive(text: String, from phone: String) {
    let index = table.index(ofPhone: phone)
    let word = text.uppercased()
    if let index {
      let data = WebhookBody.message(
        number: deliveries.all.count,
        subscriber: table.identifier(index),
        customer: table.shopifyCustomer(index),
        phone: phone,
        text: text,
        isOptOut: word == "STOP",
        time: now
      )
      announce("shop.incoming_message", data)
    }
    if word == "STOP", let index { optOut(index) }
    if word == "YES" { _ = confirm(phone: phone) }
    if let keyword = keywords.first(where: { $0.word.uppercased() == word }) {
      signUp(phone, keyword)
    }
  }

  /// The next delivery whose time has come, where there is an address to send it to.
  public mutating func takeDelivery(time: Timestamp) -> WebhookDelivery? {
    advance(to: time)
    settle()
    return deliveries.takeDue(now)
  }

  /// Takes notice of how a delivery was answered; 0 for not at all.
  public mutating func settle(_ delivery: WebhookDelivery, status: Int) {
    deliveries.settle(
      delivery.number,
      status: status,
      retryAt: now + Int64(settings.webhookRetry * 1_000_000),
      retries: Shop.webhookRetries,
      repeats: settings.webhookRepeats > 0 && random.chance(settings.webhookRepeats)
    )
  }

  /// Every five minutes for an hour.
  private static let webhookRetries = 12
}
