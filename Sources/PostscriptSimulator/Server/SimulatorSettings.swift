public import StageKit
import Wire

/// How a simulated Postscript behaves: what it holds, how fast it is, and what goes wrong.
public struct SimulatorSettings: Sendable {
  /// The seed of everything random: the same seed gives the same shop and the same accidents.
  public var seed: UInt64 = 1
  /// How many subscribers the shop has at the start.
  public var subscribers = 1000
  /// How many subscribers are on one page of the list; the API doesn't publish its own figure.
  public var pageSize = 100
  /// The share of subscribers that share an update or creation second with many others, as after
  /// an import or a bulk tagging.
  public var bulkShare = 0.1
  /// How many subscribers have no time of update.
  public var timeless = 0
  /// Digits of fraction in subscribers' times.
  public var fractionDigits = FractionDigits.none
  /// Whether time filters look at whole seconds only, and include their bounds, as some clients
  /// of the API report.
  public var filtersBySecond = false
  /// Whether rows with equal sort values come in a different order in each answer.
  public var unstableTies = false
  /// Seconds from the arrival of a request to its answer.
  public var latency = 0.0
  /// The most requests a second per key; 0 for no limit.
  public var rateLimit = 15
  /// The share of answers that are faulty.
  public var faultRate = 0.0
  /// Which faults happen.
  public var faultKinds = FaultKind.allCases
  /// Seconds that a slow answer takes.
  public var slowSeconds = 2.0
  /// How many subscribers change, on average, with each request answered.
  public var mutationsPerRequest = 0.0
  /// How many microseconds before the present a change may be dated, as by a transaction that
  /// commits late.
  public var commitDelay: Int64 = 0
  /// How the simulated clock goes.
  public var clock = ClockMode.real
  /// The keys and what each may do.
  public var keys = KeyRing.standard
  /// The request after which the standard key is revoked, counted from 1; nil for never.
  public var revokeAfter: Int?

  /// Makes the settings of a small, quick, faultless shop.
  public init() {}
}

/// How exactly the list tells subscribers' times.
public enum FractionDigits: String, OptionValue, CaseIterable {
  /// To the second, as in the published example.
  case none = "0"
  /// To the microsecond.
  case six = "6"
}

/// How the simulated clock goes.
public enum ClockMode: Sendable {
  /// With the machine's clock.
  case real
  /// From 2026-01-15T12:00:00Z, by that many microseconds with each request: for tests that must not
  /// depend on how fast the machine is.
  case steps(Int64)
}

/// What can go wrong with an answer.
public enum FaultKind: String, OptionValue, CaseIterable {
  /// 429 for this request and up to four that follow.
  case tooMany = "429"
  /// 500 with a JSON body.
  case internalError = "500"
  /// 503 with an HTML body, as gateways send.
  case unavailable = "503"
  /// The connection is reset instead of an answer, before or after the request took effect.
  case reset
  /// The connection closes in the middle of the body.
  case cut
  /// A whole answer that isn't JSON to its end.
  case malformed
  /// The answer comes late.
  case slow
  /// 200 with an HTML page.
  case wrongType = "wrong-type"
}
