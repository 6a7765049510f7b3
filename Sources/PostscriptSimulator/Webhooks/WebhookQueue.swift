import Wire

/// The deliveries to webhooks, and when each goes.
struct WebhookQueue: Sendable {
  private(set) var all: [WebhookDelivery] = []
  /// The places of those that wait.
  private var waiting: [Int] = []

  /// Puts a delivery in, to go at an instant.
  mutating func add(
    _ hook: WebhookSubscription,
    _ body: JSONValue,
    at time: Int64
  ) {
    let rest = hook.callbackURL.dropFirst("https://".count)
    let host = rest.prefix { $0 != "/" && $0 != "?" }
    let target = rest.dropFirst(host.count)
    waiting.append(all.count)
    all.append(
      WebhookDelivery(
        number: all.count + 1,
        target: target.hasPrefix("/") ? String(target) : "/\(target)",
        host: String(host),
        headers: hook.headers.map { ($0.key, $0.value.string ?? $0.value.text) },
        body: Array(body.text.utf8),
        next: time
      )
    )
  }

  /// Takes the delivery that is to go first, if its time has come.
  mutating func takeDue(_ now: Int64) -> WebhookDelivery? {
    let due = waiting.filter { all[$0].next <= now }
    guard let place = due.min(by: { (all[$0].next, $0) < (all[$1].next, $1) }) else { return nil }
    waiting.removeAll { $0 == place }
    all[place].progress = .sending
    return all[place]
  }

  /// Takes notice of an answer: only 200 acknowledges.
  ///
  /// Otherwise it goes again after a while, but not more often than that; what was acknowledged may go
  /// again, too.
  mutating func settle(
    _ number: Int,
    status: Int,
    retryAt: Int64,
    retries: Int,
    repeats: Bool
  ) {
    let place = number - 1
    all[place].answers.append(status)
    let isAcknowledged = status == 200 || all[place].answers.contains(200)
    if status == 200 ? repeats : all[place].answers.count <= retries && !isAcknowledged {
      all[place].next = retryAt
      all[place].progress = .waiting
      waiting.append(place)
    } else {
      all[place].progress = isAcknowledged ? .acknowledged : .lost
    }
  }
}
