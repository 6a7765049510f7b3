public import StageKit

/// The streams that come from the API, with the schema that each is announced with.
public enum APIStream: String, OptionValue, CaseIterable {
  /// Everyone who subscribed.
  case subscribers = "postscript_subscribers"
  /// The keywords that people text to subscribe.
  case keywords = "postscript_keywords"
  /// Where Postscript delivers its events to.
  case webhooks = "postscript_webhooks"
  /// Messages by their ids.
  case sentMessages = "postscript_sent_messages"
  /// Requests to send a message, by their ids.
  case messageRequests = "postscript_message_requests"

  /// Whether its objects can only be asked for one by one.
  public var isByID: Bool { self == .sentMessages || self == .messageRequests }

  /// The path of its endpoint.
  public var path: String { "/api/v2/" + rawValue.dropFirst("postscript_".count) }

  /// The SCHEMA message, without its newline.
  public var schema: String {
    let fields = ([("store_id", #"{"type":"string"}"#)] + properties)
      .map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
    return #"{"type":"SCHEMA","stream":"\#(rawValue)","schema":{"type":"object","properties":{"#
      + fields + #"}},"key_properties":["store_id","id"]"#
      + (self == .subscribers ? #","bookmark_properties":["updated_at"]}"# : "}")
  }

  private var properties: [(String, String)] {
    switch self {
    case .subscribers:
      [
        ("id", Self.id), ("ps_id", Self.integer), ("created_at", Self.time),
        ("updated_at", Self.time), ("email", Self.text), ("phone_number", Self.text),
        // A number here, though filters take it as a string.
        ("shopify_customer_id", #"{"type":["null","integer","string"]}"#),
        ("subscriptions", Self.object), ("tags", Self.list), ("properties", Self.object),
        ("data", Self.object),
      ]
    case .keywords:
      [
        ("id", Self.id), ("keyword", Self.text), ("triggered_count", Self.integer),
        ("created_at", Self.time), ("updated_at", Self.time), ("sms_link", Self.text),
      ]
    case .webhooks:
      [
        ("id", Self.id), ("event", Self.text), ("callback_url", Self.text),
        ("headers", Self.object), ("created_at", Self.time), ("updated_at", Self.time),
      ]
    case .sentMessages:
      [
        ("id", Self.id), ("body", Self.text), ("created_at", Self.time),
        ("credits_used", #"{"type":["null","number"]}"#), ("media_url", Self.text),
        ("phone", Self.text), ("shop_id", Self.text), ("subscriber_id", Self.text),
      ]
    case .messageRequests:
      [
        ("id", Self.id), ("body", Self.text), ("category", Self.text), ("created_at", Self.time),
        ("updated_at", Self.time), ("scheduled_at", Self.time), ("phone", Self.text),
        ("subscriber_id", Self.text), ("status", Self.text),
        ("status_code", #"{"type":["null","integer","string"]}"#), ("sent_message", Self.object),
      ]
    }
  }

  private static let id = #"{"type":"string"}"#
  private static let text = #"{"type":["null","string"]}"#
  private static let integer = #"{"type":["null","integer"]}"#
  private static let time = #"{"type":["null","string"],"format":"date-time"}"#
  private static let object = #"{"type":["null","object"]}"#
  private static let list = #"{"type":["null","array"]}"#
}
