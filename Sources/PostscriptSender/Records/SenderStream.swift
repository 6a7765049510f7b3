public import StageKit

/// The streams that go to Postscript; what becomes of each is ``SyncLog``'s stream.
public enum SenderStream: String, Sendable, CaseIterable {
  /// What people did: `POST /events`.
  case events = "postscript_events"
  /// What is known of people: `PATCH /subscribers/{id}`, or `POST /subscribers` for new ones.
  case updates = "postscript_subscriber_updates"
  /// People who are to get no more texts: `PATCH /compliance/unsubscribe`.
  case unsubscribes = "postscript_unsubscribes"
  /// People who are to be forgotten: `PATCH /compliance/redact`.
  case redactions = "postscript_redactions"

  /// Whether it takes consent away: that is never held back and always wins.
  public var isOptOut: Bool { self == .unsubscribes || self == .redactions }

  /// The codes of the rejects that a record of any of them can give.
  public static let rejectCodes: [RejectCode] =
    MessageInput.rejectCodes + [
      .unknownMessage, .missingValue, .wrongType, .invalidText, .invalidIdentifier, .invalidPhone,
      .invalidEmail,
      .invalidTime,
      .noSuchDay, .noTimeOfDay, .noOffset, .typeChanged, .tooManyProperties, .ambiguousPerson,
      .notFound, .refused, .unanswered,
    ]
}
