public import PostscriptAPI
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
  /// The most requests a second per key that change something; 0 for no limit of their own.
  public var writeLimit = 0
  /// The seconds that 429 and 503 ask to wait; nil for not saying so, as the API does.
  public var retryAfter: Int?
  /// Whether they are asked as the date on which they end.
  public var retryAfterAsDate = false
  /// The share of answers that are faulty.
  public var faultRate = 0.0
  /// Which faults happen.
  public var faultKinds = FaultKind.passing
  /// Seconds that a slow answer takes.
  public var slowSeconds = 2.0
  /// How many subscribers change, on average, with each request answered.
  public var mutationsPerRequest = 0.0
  /// The share of those changes in which somebody opts out.
  public var optOutShare = 0.0
  /// How many microseconds before the present a change may be dated, as by a transaction that
  /// commits late.
  public var commitDelay: Int64 = 0
  /// How the simulated clock goes.
  public var clock = ClockMode.real
  /// The keys and what each may do.
  public var keys = KeyRing.standard
  /// The request after which the standard key is revoked, counted from 1; nil for never.
  public var revokeAfter: Int?

  /// The endpoints that no key may use.
  public var denied: [DeniedEndpoint] = []
  /// What is done about fields that are described, but whose checks aren't published.
  public var checks = CheckLevel.lax
  /// How an unknown id is answered.
  public var unknownIDs = UnknownID.wordless
  /// Seconds after which people confirm who were signed up; nil for never.
  public var confirmAfter: Double?
  /// Whether pending ids are numbers.
  public var numericPendingIDs = false
  /// Seconds from the acceptance of an event to its matching with a subscriber.
  public var matchDelay = 0.0
  /// Whether an event with the external id of an earlier one is that one.
  public var uniqueEvents = false
  /// How many pairs of subscribers share an e-mail address and a Shopify customer.
  public var twins = 0
  /// How many subscribers were redacted before the start.
  public var redacted = 0
  /// Whether there are webhook subscriptions at the start.
  public var hasWebhooks = true
  /// The token that deliveries bear.
  public var webhookToken = "simulated-signing-token"
  /// The address on this machine that stands for all callback addresses; nil for no deliveries, since
  /// the simulator sends nothing to the world.
  public var webhookReceiver: BaseURL?
  /// Seconds until a delivery that wasn't acknowledged goes again.
  public var webhookRetry = 300.0
  /// The share of acknowledged deliveries that go again.
  public var webhookRepeats = 0.0
  /// The share of deliveries that are late, so that others overtake them.
  public var webhookDisorder = 0.0

  /// Makes the settings of a small, quick, faultless shop.
  public init() {}

  /// Changes a setting by its name; false where there is none or the value is bad.
  mutating func change(_ name: String, to value: String) -> Bool {
    switch name {
    case "kinds":
      guard let kinds = FaultKind.list(value) else { return false }
      faultKinds = kinds
    case "checks": return set(&checks, value)
    case "unknown-ids": return set(&unknownIDs, value)
    case "unique-events": return set(&uniqueEvents, value)
    case "retry-after-date": return set(&retryAfterAsDate, value)
    case "webhook-token": webhookToken = value
    case "confirm-after" where value == "never": confirmAfter = nil
    case "retry-after" where value == "never": retryAfter = nil
    case "deny":
      let endpoints = value.split(separator: ",")
      denied = endpoints.compactMap { try? DeniedEndpoint(optionText: String($0)) }
      return denied.count == endpoints.count
    default: return Double(value).map { changeNumber(name, to: $0) } ?? false
    }
    return true
  }

  private func set<Value: OptionValue>(_ place: inout Value, _ text: String) -> Bool {
    guard let value = try? Value(optionText: text) else { return false }
    place = value
    return true
  }

  private mutating func changeNumber(_ name: String, to value: Double) -> Bool {
    guard value >= 0, value < 1e9 else { return false }
    switch name {
    case "faults": faultRate = value
    case "mutations": mutationsPerRequest = value
    case "opt-outs": optOutShare = value
    case "latency": latency = value
    case "slow": slowSeconds = value
    case "rate-limit": rateLimit = Int(value)
    case "write-limit": writeLimit = Int(value)
    case "retry-after": retryAfter = Int(value)
    case "page-size" where value >= 1: pageSize = Int(value)
    case "confirm-after": confirmAfter = value
    case "match-delay": matchDelay = value
    case "webhook-retry": webhookRetry = value
    case "webhook-repeats": webhookRepeats = value
    case "webhook-disorder": webhookDisorder = value
    default: return false
    }
    return true
  }
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

/// How closely fields are looked at whose checks aren't published: both ways must be lived with.
public enum CheckLevel: String, OptionValue, CaseIterable {
  /// What is not known to be refused is taken.
  case lax
  /// What isn't described is refused.
  case strict
}

/// How an id that nothing has is answered.
public enum UnknownID: String, OptionValue, CaseIterable {
  /// 400 without a word, which is what is published for most endpoints.
  case wordless = "400"
  /// 404.
  case notFound = "404"
}
