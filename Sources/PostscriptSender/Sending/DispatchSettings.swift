public import PostscriptAPI
public import StageKit

/// How records are dispatched.
public struct DispatchSettings: Sendable {
  /// What to do with an event or a new subscriber that went out and was never answered for.
  public var onUnknown = UnknownPolicy.retry
  /// The most records held at the same time.
  public var window = 1000
  /// The most requests under way at the same time.
  public var inFlight = 12
  /// The keyword by which new people gave consent; nil where none are created.
  public var createKeyword: String?
  /// The most people that the batch may create, in all its runs.
  public var createLimit = 0
  /// The only people that may be created, where a plan names them.
  public var plannedCreations: Set<RecordKey>?
  /// The most records that may be sent in this run: as many as were counted.
  public var allowance = Int.max
  /// The people who opt out anywhere in the batch.
  public var optOuts = OptOuts()
  /// The batch: a hash of all records that were counted together.
  public var batch: UInt64 = 0
  /// When texts are not to be caused.
  public var quietHours: QuietHours?
  /// Whether nothing is sent, and it is only said what would be.
  public var isRehearsal = false
  /// When failed requests are tried again.
  public var retry = RetryPolicy(budgetSeconds: 120)
  /// The seed of the waits between attempts.
  public var seed: UInt64 = 1

  /// Makes the defaults.
  public init() {}
}

/// What to do with what went out and was never answered for.
public enum UnknownPolicy: String, OptionValue, CaseIterable {
  /// Send it again, with the same `external_id`: at least once.
  case retry
  /// Leave it: at most once.
  case skip
}
