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
  while true {
    try stage.checkSignals()
    usleep(100_000)
    try log?.write(simulator.withShop { $0.takeLog() })
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
  return settings
}
