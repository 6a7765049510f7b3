public import PostscriptAPI

/// What is to be done now, in this order.
public struct DispatchStep: Sendable {
  /// A request that is to go.
  public struct Call: Sendable {
    /// Its number, by which the answer is given.
    public let number: Int
    /// What is asked.
    public let request: HTTPRequest
  }

  /// What the journal must hold before anything else happens.
  public var journal: [JournalEntry] = []
  /// What became of records.
  public var outcomes: [RecordOutcome] = []
  /// What came of requests.
  public var notes: [AttemptNote] = []
  /// Why which attempt is made that is not the first.
  public var repetitions: [(words: String, attempt: Int)] = []
  /// STATEs that may pass.
  public var states: [[UInt8]] = []
  /// Requests that are to go.
  public var calls: [Call] = []
  /// When to ask again even where no answer has come, in nanoseconds of the steady clock.
  public var wakeAt: Int64?

  /// Nothing yet.
  public init() {}
}
