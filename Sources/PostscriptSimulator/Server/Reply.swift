public import Wire

/// An answer of the simulated API, and how it is delivered.
public struct Reply: Sendable {
  /// What happens to the answer on its way.
  public enum Delivery: Sendable, Equatable {
    /// It arrives whole.
    case whole
    /// The connection closes after half of the body.
    case cut
    /// The connection is reset instead.
    case reset
    /// It arrives that many seconds later.
    case late(Double)
  }

  /// The HTTP status.
  public var status: Int
  /// The media type of the body.
  public var contentType = "application/json"
  /// Further header fields.
  public var headers: [(name: String, value: String)] = []
  /// The body.
  public var body: [UInt8]
  /// The date in the answer's head, by the simulated clock.
  public var date = Timestamp(microseconds: 0)
  /// How it is delivered.
  public var delivery = Delivery.whole

  /// Makes an answer with a JSON body.
  init(_ status: Int, _ body: [UInt8]) {
    self.status = status
    self.body = body
  }

  /// Makes an answer with a JSON body given as text.
  init(_ status: Int, json: String) { self.init(status, Array(json.utf8)) }

  /// Makes an answer with an HTML body.
  init(_ status: Int, html: String) {
    self.init(status, Array(html.utf8))
    contentType = "text/html; charset=utf-8"
  }

  // MARK: The four error bodies that the API is known to send

  /// The first: a number, a message, and that it failed.
  static func error(_ status: Int, code: Int, _ message: String) -> Reply {
    let text = JSONValue.string(message).text
    return Reply(
      status,
      json: "{\"error_code\":\(code),\"error_message\":\(text),\"success\":false}"
    )
  }

  /// The second: a list of errors with their context and log.
  static func invalid(_ message: String, type: String = "value_error") -> Reply {
    let text = JSONValue.string(message).text
    return Reply(
      400,
      json: "{\"errors\":[{\"ctx\":{},\"log\":[],\"msg\":\(text),\"type\":\"\(type)\"}]}"
    )
  }

  /// The third: the same, with the place of what is wrong.
  static func invalid(_ message: String, at place: String) -> Reply {
    let text = JSONValue.string(message).text
    return Reply(
      400,
      json:
        "{\"errors\":[{\"loc\":[\"body\",\"\(place)\"],\"msg\":\(text),\"type\":\"value_error\"}]}"
    )
  }

  /// As published for what a key may not do: in the third shape.
  static let accessDenied = Reply(
    403,
    json: "{\"errors\":[{\"loc\":[],\"msg\":\"Access denied.\",\"type\":\"v2.access_denied\"}]}"
  )

  /// For a key that isn't one; that the API sends 401 is known, its body isn't.
  static let unauthorized = Reply(401, json: "{\"error\":\"Unauthorized\"}")

  /// The published 400 of most endpoints: without a word.
  static let wordless = Reply(400, json: "{}")

  /// The fourth: no permission.
  static let noPermission = Reply(
    403,
    json: "{\"error\":\"You do not have permission to do that.\"}"
  )

  /// The published answer beyond the rate limit; no header says when to come back.
  static let rateLimited = Reply.error(429, code: 3002, "Rate limit exceeded")

  /// The answer for an id that is unknown.
  static func notFound(_ what: String) -> Reply { .error(404, code: 3001, "\(what) not found") }
}
