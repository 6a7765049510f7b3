import Attribution
import Policy
import StageKit

/// What the user of `transform-validate` can set.
struct TransformValidateOptions: Sendable {
  var orders: [String] = []
  var bareOrders = false
  var ordersAtEOF = EndOfInputPolicy.fail
  var ordersFacts: String?
  var ordersCover = CoverageSetting.unstated
  var policyFile: String?
  /// What the policy is without a file, and what of it was given.
  var policy = StorePolicy()
  var policyChanges: [OptionChange<StorePolicy>] = []
  var wire = WireOptions()

  static let rows: [OptionSpec<TransformValidateOptions>] =
    [
      .repeated(
        "--orders",
        "FILE",
        \.orders,
        help: "The orders to check against: a file or FIFO of Singer messages with the stream "
          + "shopify_orders, and shopify_refunds where refunds are records of their own; other "
          + "streams in it are ignored. It is read whole before the first claim. Can be given several "
          + "times.",
        required: true,
        completion: .file
      ),
      .flag(
        "--bare-orders",
        \.bareOrders,
        help: "Accept bare NDJSON as orders. Its end is then taken as it is, so that half a file "
          + "cannot be distinguished from a complete one."
      ),
      .value(
        "--orders-at-eof",
        "ACTION",
        \.ordersAtEOF,
        help: "What to do when the orders end without a closing STATE, as truncated ones do: fail "
          + "with exit code 65, or commit."
      ),
      .value(
        "--orders-facts",
        "FILE",
        \.ordersFacts,
        help: "The orders are a part, and FILE has the facts of the whole, as extract-csv and "
          + "extract-postgres write them: verdicts are then those of the whole. A claim whose order "
          + "lies in another part ends the run with 78.",
        completion: .file
      ),
      .value(
        "--orders-cover",
        "RANGE",
        \.ordersCover,
        help: "What orders cover whose STATE does not say it: whole days as FROM..UNTIL, or "
          + "records, from the first to the last order of a file. Without it a claim beyond those whose "
          + "order is not there ends the run with 78, since the orders may be a part."
      ),
    ] + policyRows + WireOptions.rows.within(\.wire)

  private static let policyRows: [OptionSpec<TransformValidateOptions>] =
    [
      OptionSpec<TransformValidateOptions>.value(
        "--policy",
        "FILE",
        \.policyFile,
        help: "The policies of all stores, as load-postgres settings export writes them. The "
          + "options below override what it says.",
        completion: .file
      )
    ].under(heading: "Policy")
    + StorePolicy.rows.map { $0.recorded(in: \.policy, \.policyChanges) }

  static let command = Command(
    "transform-validate",
    summary: "check each claim to an order against the shop's own orders",
    description:
      "Reads Singer messages, or bare NDJSON with --stream attributed_orders, and adds a "
      + "verdict to each record of attributed_orders; other streams pass through. The order is "
      + "looked up by order_id, else by order_name within the store.\n\n"
      + "validation_status is valid, adjusted (the order's own figure differs and is taken), "
      + "rejected (rejection_reasons has all reasons that apply) or unverifiable (nothing speaks "
      + "against the claim, but its order is not among those given and its time is not covered by "
      + "them, or the order's record, revenue or name leaves doubt). Which of several claims to one "
      + "order counts is decided in the warehouse.\n\n"
      + "A million orders take about 115 MiB of memory, a million refunds 500. Where the orders come through a FIFO, their "
      + "writer must not wait for this program to read claims.",
    initial: TransformValidateOptions(),
    options: rows,
    examples: [
      CommandExample(
        "Check a revenue export:",
        "extract-csv --profile postscript-revenue revenue.csv | transform-validate --orders "
          + "orders.ndjson"
      ),
      CommandExample(
        "Count clicks within three days, and no views:",
        "transform-validate --orders orders.ndjson --click-window 3d --exclude-view-only"
      ),
      CommandExample(
        "Check by the policy of the warehouse:",
        "load-postgres settings export > policy.json && transform-validate --orders orders.ndjson "
          + "--policy policy.json"
      ),
      CommandExample(
        "Leave out internal orders, and look at what was rejected:",
        "transform-validate --orders orders.ndjson --exclude-tag internal --bare | grep rejected"
      ),
    ],
    rejectCodes: ClaimValidator.rejectCodes,
    check: { options throws(StageError) in
      guard !options.orders.contains("-") else {
        throw StageError(.usage, "--orders: \"-\" is standard input, which brings the claims")
      }
    }
  )
}
