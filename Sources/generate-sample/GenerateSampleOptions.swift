import StageKit
import Wire

/// What the user of `generate-sample` can set.
struct GenerateSampleOptions: Sendable {
  var orders = 20_000
  var days = 120
  /// 2026-01-01.
  var until = CivilDate(daysSinceEpoch: 20_454)
  var seed = 1
  var claims = 350
  var directory = ""

  static let rows: [OptionSpec<GenerateSampleOptions>] = [
    .value("--orders", "N", \.orders, in: 1...100_000_000, help: "The number of orders."),
    .value(
      "--days",
      "N",
      \.days,
      in: 1...3_650,
      help: "The number of days that they are spread over."
    ),
    .value("--until", "DAY", \.until, help: "The day after the last one, as YYYY-MM-DD in UTC."),
    .value("--seed", "N", \.seed, help: "The seed of the random generator."),
    .value(
      "--claims",
      "N",
      \.claims,
      in: 0...1_000,
      help: "How many orders in a thousand Postscript claims; Klaviyo claims three for its four."
    ),
  ]

  static let command = Command(
    "generate-sample",
    summary: "make realistic exports of a fictional shop",
    description:
      "Writes seven CSV exports of the same made-up shop into DIR, as Shopify, Postscript "
      + "and Klaviyo would: orders, two overlapping revenue reports, message analytics, campaigns, "
      + "flows, and Klaviyo's claims. The same options give the same bytes. The files carry the "
      + "times at which they would have been exported.\n"
      + "The shop has what real ones have: orders of several lines, refunds, cancellations, "
      + "internal orders by tag, claims to orders that don't exist or outside the window, wrong "
      + "amounts, repeated rows, and orders that two platforms claim.",
    operands: .one(
      "DIR",
      \.directory,
      help: "The folder to write to; it is made if it is missing.",
      completion: .folder
    ),
    initial: GenerateSampleOptions(),
    options: rows,
    examples: [
      CommandExample("A small shop", "generate-sample sample/data"),
      CommandExample("A million orders", "generate-sample --orders 1000000 --days 365 big"),
    ],
    exitCodes: ExitCode.ofEveryProgram,
    handlesRecords: false
  )
}
