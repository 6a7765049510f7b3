import PostscriptSimulator
import StageKit

/// What the user of `simulate-postscript` can set.
struct SimulatePostscriptOptions: Sendable {
  var port = 0
  var seed = 1
  var subscribers = 1000
  var pageSize = 100
  var latency = Share(0)
  var rateLimit = 15
  var faults = Share(0)
  var faultKinds: [FaultKind] = []
  var mutations = Share(0)
  var fractionDigits = FractionDigits.none
  var filtersBySecond = false
  var unstableTies = false
  var revokeAfter: Int?
  var requestLog: String?

  static let rows: [OptionSpec<SimulatePostscriptOptions>] =
    [
      .value(
        "--port",
        "PORT",
        \.port,
        in: 0...65_535,
        help: "Listen on PORT of 127.0.0.1; 0 lets the system choose."
      ),
      .value("--seed", "N", \.seed, help: "The seed of everything random."),
      .value(
        "--subscribers",
        "N",
        \.subscribers,
        in: 0...,
        help: "How many subscribers the shop has."
      ),
      .value(
        "--page-size",
        "N",
        \.pageSize,
        in: 1...,
        help: "Subscribers on one page of the list."
      ),
      .value("--latency", "SECONDS", \.latency, help: "The time from request to answer."),
      .value(
        "--rate-limit",
        "N",
        \.rateLimit,
        in: 0...,
        help: "Requests a second per key; 0 for no limit."
      ),
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
        help: "Digits of fraction in subscribers' times."
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
        in: 1...,
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

  static let command = Command(
    "simulate-postscript",
    summary: "simulate the Postscript API for tests, demos and benchmarks",
    description: """
      Listens on 127.0.0.1 and writes its address to stdout. The working key is \
      \(KeyRing.standardKey). Whatever the API publishes is there, with its own envelopes, filters, \
      orders, pages, limit and errors; what may go wrong can be asked for. It runs until it is \
      stopped by a signal.

      Below /_simulator/ lies what no API has: subscribers, keywords, webhooks, sent_messages, \
      message_requests and log (each as lines of JSON), revoke?key=, advance?seconds=, \
      mutate?count= and settings?faults=&next-faults=&kinds=&mutations=&latency=&rate-limit=&page-size=.
      """,
    initial: SimulatePostscriptOptions(),
    options: rows,
    examples: [
      CommandExample(
        "Start a shop of 100,000 subscribers that change while they are read",
        "simulate-postscript --subscribers 100000 --mutations 5 --fault-rate 0.02"
      )
    ],
    exitCodes: ExitCode.ofEveryProgram + [.unavailable],
    handlesRecords: false
  )
}
