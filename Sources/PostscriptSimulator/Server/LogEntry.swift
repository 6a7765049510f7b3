public import Wire

/// One request as it came over the wire, and what became of it.
public struct LogEntry: Sendable {
  /// Its number, from 1.
  public let number: Int
  /// When it came, on the simulated clock.
  public let at: Timestamp
  /// The method.
  public let method: String
  /// The path and query as sent.
  public let target: String
  /// The body as text.
  public let body: String
  /// The header fields but for the keys.
  public let headers: [(name: String, value: String)]
  /// The status of the answer; 0 where the request was lost on its way.
  public private(set) var status = 0
  /// How much of the answer came back: `whole`, `cut`, `none` or `late`.
  public private(set) var answered = ""
  /// Whether the request changed anything, whatever its sender was told.
  public internal(set) var tookEffect = false
  /// The fault that happened, or nil.
  public internal(set) var fault: String?
  /// What the key was good for.
  public internal(set) var keyState = ""

  init(_ request: Request, number: Int, at: Timestamp) {
    self.number = number
    self.at = at
    method = request.method
    target = request.target
    body = String(decoding: request.body, as: UTF8.self)
    let secrets: Set<String> = ["authorization", "x-postscript-shop-token"]
    headers = request.headers.filter { !secrets.contains($0.name) }
  }

  /// Takes notice of the answer.
  mutating func note(_ reply: Reply) {
    status = reply.status
    answered =
      switch reply.delivery {
      case .whole: "whole"
      case .cut: "cut"
      case .reset: "none"
      case .late: "late"
      }
  }

  /// The entry as one JSON object.
  public var json: String {
    JSONValue.object([
      ("number", .number(String(number))), ("at", .string(at.text)), ("method", .string(method)),
      ("target", .string(target)), ("body", .string(body)), ("status", .number(String(status))),
      ("answered", .string(answered)), ("took_effect", .bool(tookEffect)),
      ("fault", fault.map { .string($0) } ?? .null), ("key", .string(keyState)),
      ("headers", .object(headers.map { ($0.name, .string($0.value)) })),
    ]).text
  }
}
