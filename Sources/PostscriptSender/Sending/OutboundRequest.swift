import PostscriptAPI
import Wire

/// The requests by which records reach the API.
enum OutboundRequest {
  /// `POST /events`: by everything that is known of the person, since the API falls through from one
  /// to the next.
  static func event(_ record: OutboundRecord) -> HTTPRequest {
    var members: [(key: String, value: JSONValue)] = [("type", .string(record.type))]
    if let id = record.person.subscriberID { members.append(("subscriber_id", .string(id))) }
    if let phone = record.person.phone { members.append(("phone", .string(phone))) }
    if let email = record.person.email { members.append(("email", .string(email))) }
    if let time = record.time { members.append(("occurred_at", .string(occurredAt(time)))) }
    members.append(("external_id", .string(record.externalID)))
    members.append(("properties", properties(record)))
    return request("POST", "/api/v2/events", members)
  }

  /// `PATCH /subscribers/{id}`; nil where nothing would be in it.
  static func update(
    _ record: OutboundRecord,
    of subscriber: SubscriberFacts
  ) -> HTTPRequest? {
    var members: [(key: String, value: JSONValue)] = []
    if let email = record.person.email, !subscriber.hasEmail(email) {
      members.append(("email", .string(email)))
    }
    if !record.tags.isEmpty { members.append(("tags", tags(record))) }
    if !record.properties.isEmpty { members.append(("properties", properties(record))) }
    guard !members.isEmpty else { return nil }
    return request("PATCH", "/api/v2/subscribers/\(PathSegment.encoded(subscriber.id))", members)
  }

  /// `POST /subscribers`: always by the keyword, since without one people "will just be subscribed".
  static func creation(_ record: OutboundRecord, phone: String, keyword: String) -> HTTPRequest {
    var members: [(key: String, value: JSONValue)] = [
      ("phone_number", .string(phone)), ("keyword", .string(keyword)), ("origin", .string("other")),
    ]
    if let email = record.person.email { members.append(("email", .string(email))) }
    if let customer = record.person.customer {
      members.append(("shopify_customer_id", .string(customer)))
    }
    if !record.tags.isEmpty { members.append(("tags", tags(record))) }
    if !record.properties.isEmpty { members.append(("properties", properties(record))) }
    return request("POST", "/api/v2/subscribers", members)
  }

  /// `PATCH /compliance/…`: by the id where there is one, and by one field only; nil where the record
  /// has none that the call takes.
  static func optOut(_ record: OutboundRecord) -> HTTPRequest? {
    let person = record.person
    let isRedaction = record.stream == .redactions
    let fields: [(key: String, value: String?)] = [
      ("postscript_subscriber_id", person.subscriberID), ("phone_number", person.phone),
      ("shopify_customer_id", isRedaction ? person.customer : nil),
      ("email", isRedaction ? person.email : nil),
    ]
    for field in fields {
      guard let value = field.value else { continue }
      let path = isRedaction ? "redact" : "unsubscribe"
      return request("PATCH", "/api/v2/compliance/\(path)", [(field.key, .string(value))])
    }
    return nil
  }

  /// A time as events have it: in UTC, with six digits, and no zone behind it.
  static func occurredAt(_ time: Timestamp) -> String {
    let text = time.text
    let micros = String(1_000_000 + (time.microseconds % 1_000_000 + 1_000_000) % 1_000_000)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)).\(micros.dropFirst())"
  }

  private static func properties(_ record: OutboundRecord) -> JSONValue {
    .object(record.properties.map { ($0.name, $0.value) })
  }

  private static func tags(_ record: OutboundRecord) -> JSONValue {
    .array(record.tags.map { .string($0) })
  }

  private static func request(
    _ method: String,
    _ target: String,
    _ members: [(key: String, value: JSONValue)]
  ) -> HTTPRequest {
    HTTPRequest(method, target, body: Array(JSONValue.object(members).text.utf8))
  }
}
