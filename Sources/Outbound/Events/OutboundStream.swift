import Wire

/// A stream that goes out to Postscript.
enum OutboundStream: String {
  case events = "postscript_events"
  case updates = "postscript_subscriber_updates"

  /// The members of its records that are text; the first must be there.
  private var texts: (required: [String], optional: [String]) {
    switch self {
    case .events:
      (["store_id", "external_id", "type", "occurred_at"], ["subscriber_id", "phone", "email"])
    case .updates: (["store_id", "person"], ["subscriber_id", "phone", "email"])
    }
  }

  private var key: [String] {
    self == .events ? ["store_id", "external_id"] : ["store_id", "person"]
  }

  /// Its SCHEMA message, with what is known of the properties' types.
  func schema(_ types: [(key: String, value: JSONValue)]) -> JSONValue {
    let text = JSONValue.object([("type", .string("string"))])
    let optional = JSONValue.object([("type", .array([.string("null"), .string("string")]))])
    var members = texts.required.map { (key: $0, value: text) }
    if self == .updates {
      members.append(("updated_at", optional.setting("format", .string("date-time"))))
    }
    members += texts.optional.map { (key: $0, value: optional) }
    var properties: [(key: String, value: JSONValue)] = [
      ("type", .array([.string("null"), .string("object")]))
    ]
    if !types.isEmpty { properties.append(("properties", .object(types))) }
    members.append(("properties", .object(properties)))
    return .object([
      ("type", .string("SCHEMA")), ("stream", .string(rawValue)),
      ("schema", .object([("type", .string("object")), ("properties", .object(members))])),
      ("key_properties", .array(key.map { .string($0) })),
    ])
  }
}
