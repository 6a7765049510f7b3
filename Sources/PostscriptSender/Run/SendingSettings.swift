public import Policy
import PostscriptAPI
public import StageKit

/// What is to be sent, and what holds it back.
public struct SendingSettings: Sendable {
  /// The journal's path.
  public var journalPath = ""
  /// Where the sync log goes; nil for none.
  public var syncLogPath: String?
  /// Where a plan is written, instead of sending; nil for none.
  public var planPath: String?
  /// The plan that the run must keep to; nil for none.
  public var applyPath: String?
  /// The most records that may be sent; nil for no limit.
  public var recordLimit: RejectLimit?
  /// The keyword by which new people gave consent.
  public var createKeyword: String?
  /// The most people that may be created.
  public var createLimit = 0
  /// When no texts are to be caused; nil for never.
  public var quiet: QuietSpan?
  /// The greatest age of an event that is still news.
  public var maxAge = Duration.seconds(12 * 3600)
  /// What to do with what was never answered for.
  public var onUnknown = UnknownPolicy.retry
  /// The country code of numbers without one.
  public var callingCode = CallingCode()
  /// The `store_id` of the sync log.
  public var store = "default"
  /// Where the batch waits while it is counted.
  public var temporaryFolder = "/tmp"
  /// How messages are read.
  public var wire = WireOptions()

  /// Makes the defaults.
  public init() {}
}
