import Wire

/// The webhook subscriptions of a shop.
struct WebhookStore: Sendable {
  private(set) var all: [WebhookSubscription]
  /// Whether there was ever a subscription, with which the token comes.
  private(set) var hasToken: Bool
  private var count = 0
  private let seed: UInt64

  /// Begins with some, or with none.
  init(seed: UInt64, now: Int64, samples: Bool) {
    self.seed = seed
    all = samples ? WebhookSubscription.samples(seed: seed, now: now) : []
    hasToken = samples
  }

  /// The place of a subscription, or nil where there is none of that id.
  func place(of id: String) -> Int? { all.firstIndex { $0.id == id } }

  /// Adds a subscription, and returns it.
  mutating func add(
    _ url: String,
    event: String,
    headers: [(key: String, value: JSONValue)],
    now: Int64
  ) -> WebhookSubscription {
    let hook = WebhookSubscription(
      id: WebhookSubscription.identifier(seed, 1000 + count),
      callbackURL: url,
      event: event,
      headers: headers,
      created: now,
      updated: now
    )
    all.append(hook)
    count += 1
    hasToken = true
    return hook
  }

  mutating func delete(at place: Int) { all.remove(at: place) }

  /// Changes what is given of a subscription.
  mutating func update(
    at place: Int,
    url: String?,
    headers: [(key: String, value: JSONValue)]?,
    now: Int64
  ) {
    if let url { all[place].callbackURL = url }
    if let headers { all[place].headers = headers }
    all[place].updated = now
  }
}
