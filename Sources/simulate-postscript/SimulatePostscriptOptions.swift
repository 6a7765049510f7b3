import PostscriptAPI
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
  var writeLimit = 0
  var retryAfter: Int?
  var denied: [DeniedEndpoint] = []
  var checks = CheckLevel.lax
  var unknownIDs = UnknownID.wordless
  var optOuts = Share(0)
  var confirmAfter: Share?
  var numericPendingIDs = false
  var matchDelay = Share(0)
  var uniqueEvents = false
  var twins = 0
  var redacted = 0
  var noWebhooks = false
  var webhookReceiver: BaseURL?
  var webhookRetry = Share(300)
  var webhookRepeats = Share(0)
  var webhookDisorder = Share(0)
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
      .list(
        "--faults",
        "KINDS",
        \.faultKinds,
        help: "The faults that happen; by default all that pass when a request is tried again."
      ),
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
    ] + writeRows + webhookRows

  private static let writeRows: [OptionSpec<SimulatePostscriptOptions>] =
    [
      .value(
        "--write-limit",
        "N",
        \.writeLimit,
        in: 0...,
        help: "Requests a second per key that change something; 0 for no limit of their own."
      ),
      .value(
        "--retry-after",
        "SECONDS",
        \.retryAfter,
        in: 0...86_400,
        help: "Have 429 and 503 ask to wait; the API does not."
      ),
      .list(
        "--deny",
        "ENDPOINTS",
        \.denied,
        help: "Answer these with 403 for every key, such as \"POST events\"."
      ),
      .value(
        "--checks",
        "LEVEL",
        \.checks,
        help: "What is done about fields whose checks aren't published: lax takes them."
      ),
      .value(
        "--unknown-ids",
        "STATUS",
        \.unknownIDs,
        help: "The status for an id that nothing has: 400 is published for most endpoints."
      ),
      .value(
        "--opt-outs",
        "SHARE",
        \.optOuts,
        help: "The share of --mutations in which somebody opts out."
      ),
      .value(
        "--confirm-after",
        "SECONDS",
        \.confirmAfter,
        help: "When people confirm who were signed up; without it they never do."
      ),
      .flag("--numeric-pending-ids", \.numericPendingIDs, help: "Give pending ids as numbers."),
      .value(
        "--match-delay",
        "SECONDS",
        \.matchDelay,
        help: "The time from the acceptance of an event to its matching with a subscriber."
      ),
      .flag(
        "--unique-events",
        \.uniqueEvents,
        help: "Take an event with the external id of an earlier one for that one."
      ),
      .value(
        "--twins",
        "N",
        \.twins,
        in: 0...,
        help: "Pairs of subscribers that share an e-mail address and a Shopify customer."
      ),
      .value(
        "--redacted",
        "N",
        \.redacted,
        in: 0...,
        help: "Subscribers redacted before the start."
      ),
    ]

  private static let webhookRows: [OptionSpec<SimulatePostscriptOptions>] =
    [
      .flag("--no-webhooks", \.noWebhooks, help: "Start without webhook subscriptions and token."),
      .value(
        "--webhook-receiver",
        "URL",
        \.webhookReceiver,
        help: "Deliver webhooks to this address on the machine, with the paths of the callback "
          + "addresses; without it none is delivered."
      ),
      .value(
        "--webhook-retry",
        "SECONDS",
        \.webhookRetry,
        help: "When a delivery that wasn't answered 200 goes again, at most twelve times."
      ),
      .value(
        "--webhook-repeats",
        "SHARE",
        \.webhookRepeats,
        help: "The share of acknowledged deliveries that go again."
      ),
      .value(
        "--webhook-disorder",
        "SHARE",
        \.webhookDisorder,
        help: "The share of deliveries that are late, so that others overtake them."
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

      What is written changes what it names and nothing else. Who is signed up is a subscriber once he \
      has confirmed; events are matched by id, phone and e-mail some time after their 202.

      Below /_simulator/ lies what no API has. As lines of JSON: subscribers, pending, keywords, \
      events?external_id=, event_counts, definitions, webhooks, deliveries, sent_messages, \
      message_requests and log, in which answered and took_effect tell a lost answer from a lost \
      request. To act: confirm?phone=, text?phone=&body=, unsubscribe?id=, redact?id=, remove?id=, \
      revoke?key=, advance?seconds=, mutate?count=; before?do=unsubscribe&id=&method=&target=&body= \
      does so just before the next request that has these parts, and \
      fault?kinds=&method=&target=&body= plans faults for such requests. settings? takes next-faults, \
      kinds, faults, slow, mutations, opt-outs, latency, rate-limit, write-limit, retry-after, \
      retry-after-date, deny, checks, unknown-ids, page-size, confirm-after, match-delay, \
      unique-events, webhook-token, webhook-retry, webhook-repeats and webhook-disorder.
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
