public import PostscriptAPI
public import StageKit

/// What became of a record.
public struct RecordOutcome: Sendable {
  /// What happened.
  public enum Fate: Sendable {
    /// The API has accepted it.
    case accepted
    /// The API has accepted it, but its email address is not the subscriber's afterwards.
    case emailIgnored
    /// A new subscriber was asked for, who becomes one by confirming.
    case created
    /// It was accepted before.
    case duplicate
    /// The subscriber has all of it already.
    case unchanged
    /// A newer update of the subscriber was accepted before.
    case older
    /// There is no such subscriber.
    case noSubscriber
    /// The subscriber was redacted.
    case redacted
    /// The person has opted out, so no consent is asked for.
    case optedOut
    /// It went out once and was never answered for, and is left so.
    case unknown
    /// Its time is a quiet one where the person is: another run sends it.
    case held
    /// It can't be sent.
    case rejected(RecordFault)
    /// It was tried for as long as is allowed; another run tries again.
    case unanswered(RecordFault)
    /// It would be sent.
    case rehearsed(Rehearsal)
  }

  /// Its place among the records of the batch.
  public let ordinal: Int
  /// The line of the input.
  public let line: Int
  /// The record.
  public let record: OutboundRecord
  /// What became of it.
  public let fate: Fate
}

/// What would be sent.
public struct Rehearsal: Sendable {
  /// The request.
  public let request: HTTPRequest
  /// By what the journal would know it.
  public let key: RecordKey
  /// Whether a new subscriber would be asked for.
  public let creates: Bool
  /// What would happen to which property.
  public let changes: [PropertyChange]
}

/// What an update does to a property.
public struct PropertyChange: Sendable, Equatable {
  /// How it changes.
  public enum Effect: String, Sendable, CaseIterable {
    /// The subscriber hasn't got it yet.
    case set
    /// It has another value.
    case changed
    /// It has that value.
    case same
  }

  /// The property.
  public let name: String
  /// What happens to it.
  public let effect: Effect
}

/// One request for a record, and what came of it.
public struct AttemptNote: Sendable, Equatable {
  /// The line of the input.
  public let line: Int
  /// The stream of the record.
  public let stream: SenderStream
  /// Whom it is about.
  public let person: Recipient
  /// The event's type and id; empty for others.
  public let type: String
  /// The id of an event.
  public let externalID: String
  /// Which attempt of this run it was, from 1.
  public let attempt: Int
  /// `accepted`, `rejected`, `throttled`, `failed` or `unknown`.
  public let outcome: String
  /// The API's words, or what happened instead of an answer.
  public let words: String
}
