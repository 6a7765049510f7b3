import Glibc
import StageKit
import Wire

/// What the fixture does: one ending of a run each.
enum Scenario: String, OptionValue, CaseIterable {
  case nothing
  case wait
  case bug
  case unavailable
  case reject
  case write
  case waitTwice = "wait-twice"
  case progress
}

/// The options of a program that exists to be tested: it ends in every way a run can end.
struct FixtureOptions: Sendable {
  var scenario = Scenario.nothing
  var key: Secret?
  var names: [String] = []
  var wire = WireOptions()
}

/// An error that no one foresaw.
struct FixtureBug: Error {}

Command<FixtureOptions>(
  "stage-fixture",
  summary: "end a run in a chosen way",
  operands: .files(\.names, help: "Names that are logged."),
  initial: FixtureOptions(),
  options: [
    .value("--scenario", "SCENARIO", \.scenario, help: "What to do."),
    .secret("--api-key", \.key, help: "A secret.", environment: "FIXTURE_API_KEY"),
  ] + WireOptions.rows.within(\.wire),
  rejectCodes: [.invalidNumber]
).main { options, stage in
  let names = options.names
  stage.log.info(
    "scenario \(options.scenario.rawValue), operands \(names), key \(options.key as Any)"
  )
  stage.log.debug("the key is \(options.key?.exposed ?? "missing")")
  switch options.scenario {
  case .nothing: return
  case .wait:
    while true {
      pause()
      try stage.checkSignals()
    }
  case .waitTwice:
    // As if the signal came just before a call that blocks: only the handler's alarm ends that.
    pause()
    pause()
    try stage.checkSignals()
  case .progress:
    stage.progress.totalBytes = 3_000
    for _ in 0..<30 {
      stage.counts.read += options.names.isEmpty ? 1 : 100
      stage.counts.bytesRead += 100
      usleep(50_000)
      try stage.checkpoint()
    }
  case .bug: throw FixtureBug()
  case .unavailable: throw StageError(.unavailable, "no one answers")
  case .reject:
    for line in 1...3 {
      stage.counts.read += 1
      let fault = Reject(
        RecordFault(.invalidNumber, "is not a decimal number", "total", value: "abc"),
        stream: "orders",
        line: line,
        input: ByteView("{\"total\": \"abc\"}")
      )
      try stage.reject(fault)
    }
  case .write:
    let text = [UInt8](repeating: 0x78, count: 65_536)
    for _ in 0..<64 { try text.withView { try Descriptors.write($0, to: 1) {} } }
  }
}
