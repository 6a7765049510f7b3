import Claims
import StageKit

/// What the user of `transform-claims` can set.
struct TransformClaimsOptions: Sendable {
  var mapping = ClaimSource.file("")
  var printMapping = false
  var session = true
  var store: String?
  var currency: CurrencyOption?
  var wire = WireOptions()

  static let rows: [OptionSpec<TransformClaimsOptions>] =
    [
      .value(
        "--mapping",
        "NAME|FILE",
        \.mapping,
        help: "How events become claims: klaviyo, attentive, or a file of your own (JSON).",
        required: true,
        completion: .file
      ),
      .flag(
        "--print-mapping",
        \.printMapping,
        help: "Write the mapping, to be edited, and exit."
      ),
      .flag(
        "--session",
        \.session,
        help: "Give an order for which the platform names no message to the last message that was "
          + "received or clicked before, within the window that the mapping says.",
        negatable: true
      ),
      .value(
        "--store",
        "NAME",
        \.store,
        help: "The store that the platform's account is of; orders of other stores get no claims. "
          + "[default: that of the orders of shopify_orders, else default]"
      ),
      .value(
        "--currency",
        "CODE",
        \.currency,
        help: "The currency of orders that name none, an ISO 4217 code."
      ),
    ]
    + [WireOptions.stream, WireOptions.bare, WireOptions.atEOF, WireOptions.replay]
    .within(\.wire)

  static let command = Command(
    "transform-claims",
    summary: "make claims to orders of a messaging platform's events",
    description:
      "Reads Singer messages: the events of a platform, as a tap delivers them, and orders, which are "
      + "events of the platform or the records of shopify_orders. Each order becomes at most one "
      + "record of attributed_orders, however many records tell of it: for the message that the "
      + "platform itself names, else for the last one that the same person received or clicked. A "
      + "person is who has the same id, email "
      + "address or phone number.\n\nThe streams, the fields and the windows are those of the mapping. "
      + "Events are taken in; orders of shopify_orders and all other streams pass through. A touch "
      + "may come behind the order, so claims are written at the end of the input, and behind them "
      + "the last STATE: the input of a run must hold the events of the whole window before its "
      + "first order. Memory: about 50 bytes an event, 300 an order.",
    initial: TransformClaimsOptions(),
    options: rows,
    examples: [
      CommandExample(
        "Make claims of Klaviyo's events to the orders of the shop, and load both:",
        "{ tap-klaviyo --config klaviyo.json; extract-csv --profile shopify-orders orders.csv; } | "
          + "transform-claims --mapping klaviyo | load-postgres"
      ),
      CommandExample(
        "Take only what Klaviyo itself gives to a message:",
        "transform-claims --mapping klaviyo --no-session < events.ndjson"
      ),
      CommandExample(
        "Begin a mapping of your own:",
        "transform-claims --mapping attentive --print-mapping > mapping.json"
      ),
    ],
    rejectCodes: ClaimTransform.rejectCodes
  )

  /// The options in the words of the library.
  var settings: ClaimSettings {
    var settings = ClaimSettings()
    settings.store = store
    settings.currency = currency?.code
    settings.findsTouches = session
    settings.isBare = wire.bare
    return settings
  }
}
