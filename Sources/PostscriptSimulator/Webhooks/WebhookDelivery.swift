import Wire

/// One delivery to one subscription, with every attempt at it.
public struct WebhookDelivery: Sendable {
  /// How far it has come.
  public enum DeliveryProgress: String, Sendable {
    /// It is to be sent, or to be sent again.
    case waiting
    /// It is being sent.
    case sending
    /// The receiver has answered 200.
    case acknowledged
    /// It was given up.
    case lost
  }

  /// Its number, from 1.
  public let number: Int
  /// The path and query of the callback.
  let target: String
  /// The callback's host.
  let host: String
  /// The header fields that the subscription asks for.
  let headers: [(name: String, value: String)]
  /// The body, the same at each attempt.
  public let body: [UInt8]
  /// When it goes next, in microseconds.
  var next: Int64
  /// The status that each attempt was answered with; 0 for none.
  public var answers: [Int] = []
  /// How far it has come.
  public var progress = DeliveryProgress.waiting

  /// For the administrator.
  var json: JSONValue {
    .object([
      ("number", .number(String(number))), ("host", .string(host)), ("target", .string(target)),
      ("progress", .string(progress.rawValue)),
      ("answers", .array(answers.map { .number(String($0)) })),
      ("body", .string(String(decoding: body, as: UTF8.self))),
    ])
  }
}
