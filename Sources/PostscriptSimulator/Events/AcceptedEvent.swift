import Wire

/// An event that the API has accepted with a 202, and what became of it.
struct AcceptedEvent: Sendable {
  /// By what a subscriber was found.
  enum MatchedBy: String, Sendable {
    /// Nothing was looked for yet.
    case pending
    /// By the subscriber's id.
    case id
    /// By the phone number.
    case phone
    /// By the e-mail address.
    case email
    /// Nobody was found: only the definition is kept.
    case nobody
  }

  /// Its number among the accepted, from 1.
  let number: Int
  /// The id in the answer.
  let id: String
  /// The sender's own id for it, or nil.
  let externalID: String?
  /// As the dashboard shows it: who sends it, and the type.
  let definition: String
  /// What was sent.
  let body: JSONValue
  /// The number of the request in the log.
  let request: Int
  /// When it was accepted, in microseconds.
  let accepted: Int64
  /// By what it was matched.
  var matchedBy = MatchedBy.pending
  /// The id of the subscriber that it was matched with.
  var subscriber: String?

  /// For the administrator.
  var json: JSONValue {
    .object([
      ("number", .number(String(number))), ("event_id", .string(id)),
      ("external_id", externalID.map { .string($0) } ?? .null),
      ("definition", .string(definition)),
      ("accepted_at", .string(Timestamp(microseconds: accepted).text)),
      ("request", .number(String(request))), ("matched_by", .string(matchedBy.rawValue)),
      ("subscriber_id", subscriber.map { .string($0) } ?? .null), ("body", body),
    ])
  }
}
