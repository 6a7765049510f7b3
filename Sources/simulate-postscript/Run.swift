import Glibc
import PostscriptSimulator
import StageKit

/// Answers requests until a signal comes.
func run(_ options: SimulatePostscriptOptions, _ stage: Stage) throws {
  let port = UInt16(options.port)
  guard let simulator = Simulator(settings(options), port: port) else {
    throw StageError(.unavailable, "port \(port) of 127.0.0.1 is not available")
  }
  let log = try options.requestLog.map { try LineFile($0) }
  try LineFile.standardOutput.write(simulator.baseURL + "\n")
  var logged = 0
  while true {
    // What was asked before a signal came is in the log, too.
    let ending = Result<Void, any Error> { try stage.checkSignals() }
    let after = logged
    let entries = Array(simulator.withShop { $0.log(after: after) })
    logged = entries.last?.number ?? logged
    try log?.write(entries)
    try ending.get()
    usleep(100_000)
  }
}

private func settings(_ options: SimulatePostscriptOptions) -> SimulatorSettings {
  var settings = SimulatorSettings()
  settings.seed = UInt64(bitPattern: Int64(options.seed))
  settings.subscribers = options.subscribers
  settings.pageSize = options.pageSize
  settings.latency = options.latency.value
  settings.rateLimit = options.rateLimit
  settings.faultRate = options.faults.value
  if !options.faultKinds.isEmpty { settings.faultKinds = options.faultKinds }
  settings.mutationsPerRequest = options.mutations.value
  settings.fractionDigits = options.fractionDigits
  settings.filtersBySecond = options.filtersBySecond
  settings.unstableTies = options.unstableTies
  settings.revokeAfter = options.revokeAfter
  settings.writeLimit = options.writeLimit
  settings.retryAfter = options.retryAfter
  settings.denied = options.denied
  settings.checks = options.checks
  settings.unknownIDs = options.unknownIDs
  settings.optOutShare = options.optOuts.value
  settings.confirmAfter = options.confirmAfter?.value
  settings.numericPendingIDs = options.numericPendingIDs
  settings.matchDelay = options.matchDelay.value
  settings.uniqueEvents = options.uniqueEvents
  settings.twins = options.twins
  settings.redacted = options.redacted
  settings.hasWebhooks = !options.noWebhooks
  settings.webhookReceiver = options.webhookReceiver
  settings.webhookRetry = options.webhookRetry.value
  settings.webhookRepeats = options.webhookRepeats.value
  settings.webhookDisorder = options.webhookDisorder.value
  return settings
}
