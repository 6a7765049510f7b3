import PostscriptAPI
import Wire

/// A webhook subscription, as `GET /webhooks` lists it.
struct SubscribedWebhook: Sendable, Equatable {
  /// Postscript's id of it.
  let id: String
  /// The event that it is for.
  let event: String
  /// Where deliveries go.
  let callbackURL: String
  /// The header fields that come with each delivery.
  let headers: [String: String]

  /// Reads one; nil where it has no id.
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.string else { return nil }
    self.id = id
    event = json["event"]?.string ?? ""
    callbackURL = json["callback_url"]?.string ?? ""
    let fields = json["headers"]?.members ?? []
    headers = Dictionary(fields.map { ($0.key, $0.value.string ?? $0.value.text) }) { $1 }
  }

  /// All of a list.
  static func list(_ response: HTTPResponse) throws(UnexpectedAnswer) -> [SubscribedWebhook] {
    let body = try? response.body.withView { try JSONValue(parsing: $0) }
    guard let list = body?["webhook_subscriptions"]?.array else {
      throw UnexpectedAnswer("no webhook_subscriptions in the answer")
    }
    return list.compactMap { SubscribedWebhook($0) }
  }

  /// The one that an answer holds.
  static func one(_ response: HTTPResponse) throws(UnexpectedAnswer) -> SubscribedWebhook {
    let body = try? response.body.withView { try JSONValue(parsing: $0) }
    guard let hook = body.flatMap({ SubscribedWebhook($0) }) else {
      throw UnexpectedAnswer("no id in the answer")
    }
    return hook
  }

  /// Whether it is for an event, in either of the two spellings that Postscript has published for one
  /// of them.
  func isFor(_ event: String) -> Bool {
    SubscribedWebhook.spellings(of: event).contains(self.event)
  }

  /// How an event may be spelled: the name itself first.
  static func spellings(of event: String) -> [String] {
    let both = ["shop.email_collected", "shop.shop.email_collected"]
    return both.contains(event) ? [event] + both.filter { $0 != event } : [event]
  }

  /// For people: id, event, address and the names of the header fields, whose values may be secrets.
  var text: String {
    let names = headers.keys.sorted().joined(separator: ", ")
    return "\(id)  \(event)  \(callbackURL)" + (names.isEmpty ? "" : "  (headers: \(names))")
  }

  /// For programs; the values of header fields are left out here, too.
  var json: JSONValue {
    .object([
      ("id", .string(id)), ("event", .string(event)), ("callback_url", .string(callbackURL)),
      ("headers", .array(headers.keys.sorted().map { .string($0) })),
    ])
  }
}
