import Glibc
import PostscriptSimulator
import StageKit

let command = Command(
  "simulate-postscript",
  summary: "Stand in for the Postscript API in tests, demos and benchmarks.",
  description: """
    Listens on 127.0.0.1 and writes its address to stdout. The working key is \
    \(KeyRing.standardKey). Whatever the API publishes is there, with its own envelopes, filters, \
    orders, pages, limit and errors; what may go wrong can be asked for. It runs until it is \
    stopped by a signal.

    Below /_simulator/ lies what no API has: subscribers, keywords, webhooks, sent_messages, \
    message_requests and log (each as lines of JSON), revoke?key=, advance?seconds=, \
    mutate?count= and settings?faults=&next-faults=&kinds=&mutations=&latency=&rate-limit=&page-size=.
    """,
  initial: SimulateOptions(),
  options: SimulateOptions.rows,
  examples: [
    CommandExample(
      "Start a shop of 100,000 subscribers that change while they are read",
      "simulate-postscript --subscribers 100000 --mutations 5 --fault-rate 0.02"
    )
  ],
  exitCodes: [.ok, .usage, .unavailable, .ioError, .config, .interrupted, .terminated],
  handlesRecords: false
)

command.main { options, _, stage in
  guard let port = UInt16(exactly: options.port) else {
    throw StageError(.usage, "--port: \(options.port) is not from 0 to 65535")
  }
  guard let simulator = Simulator(options.settings, port: port) else {
    throw StageError(.unavailable, "port \(port) of 127.0.0.1 can't be had")
  }
  let log = try options.requestLog.map { try LineFile($0) }
  try LineFile.standardOutput.write(simulator.baseURL + "\n")
  while true {
    try stage.checkSignals()
    usleep(100_000)
    try log?.write(simulator.withShop { $0.takeLog() })
  }
}
