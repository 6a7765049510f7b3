import PostscriptSimulator
import StageKit

/// The options of `simulate-postscript`.
struct SimulateOptions: Sendable {
  var port = 0
  var seed = 1
  var subscribers = 1000
  var pageSize = 100
  var latency = Share(0)
  var rateLimit = 15
  var faults = Share(0)
  var faultKinds: [FaultKind] = []
  var mutations = Share(0)
  var fractionDigits = 0
  var filtersBySecond = false
  var unstableTies = false
  var revokeAfter: Int?
  var requestLog: String?

  static let rows: [OptionSpec<SimulateOptions>] =
    [
      .value(
        "--port",
        "PORT",
        \.port,
        help: "Listen on PORT of 127.0.0.1; 0 lets the system choose."
      ),
      .value("--seed", "N", \.seed, help: "The seed of everything random."),
      .value("--subscribers", "N", \.subscribers, help: "How many subscribers the shop has."),
      .value("--page-size", "N", \.pageSize, help: "Subscribers on one page of the list."),
      .value("--latency", "SECONDS", \.latency, help: "The time from request to answer."),
      .value("--rate-limit", "N", \.rateLimit, help: "Requests a second per key; 0 for no limit."),
      .value("--fault-rate", "SHARE", \.faults, help: "The share of faulty answers, such as 0.02."),
      .list("--faults", "KINDS", \.faultKinds, help: "The faults that happen; all by default."),
      .value(
        "--mutations",
        "N",
        \.mutations,
        help: "How many subscribers change with each request answered, on average."
      ),
      .value(
        "--fraction-digits",
        "N",
        \.fractionDigits,
        help: "Digits of fraction in subscribers' times, 0 or 6."
      ),
      .flag(
        "--filters-by-second",
        \.filtersBySecond,
        help: "Let time filters look at whole seconds and include their bounds."
      ),
      .flag(
        "--unstable-ties",
        \.unstableTies,
        help: "Give rows with equal sort values in another order in each answer."
      ),
      .value(
        "--revoke-after",
        "N",
        \.revokeAfter,
        help: "Revoke the working key at the Nth request."
      ),
      .value(
        "--request-log",
        "FILE",
        \.requestLog,
        help: "Append every request to FILE, one JSON object a line.",
        completion: .file
      ),
    ]

  /// The settings of the simulator that the options stand for.
  var settings: SimulatorSettings {
    var settings = SimulatorSettings()
    settings.seed = UInt64(bitPattern: Int64(seed))
    settings.subscribers = max(subscribers, 0)
    settings.pageSize = max(pageSize, 1)
    settings.latency = latency.value
    settings.rateLimit = rateLimit
    settings.faultRate = faults.value
    if !faultKinds.isEmpty { settings.faultKinds = faultKinds }
    settings.mutationsPerRequest = mutations.value
    settings.fractionDigits = fractionDigits
    settings.filtersBySecond = filtersBySecond
    settings.unstableTies = unstableTies
    settings.revokeAfter = revokeAfter
    return settings
  }
}

/// A number from 0 up, with a fraction.
struct Share: OptionValue {
  let value: Double

  init(_ value: Double) { self.value = value }

  init(optionText: String) throws(InvalidValue) {
    guard let value = Double(optionText), value >= 0, value.isFinite else {
      throw InvalidValue("is not a number from 0 up")
    }
    self.value = value
  }

  var optionText: String? { "\(value)" }
}
