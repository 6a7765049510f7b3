import Glibc
import StageKit
import Wire

struct Options: Sendable {
  var orders = 20_000
  var days = 120
  var until = "2026-01-01"
  var seed = 1
  var claims = 350
}

let command = Command<Options>(
  "generate-sample",
  summary: "make realistic exports of a shop that never was",
  description: "Writes seven CSV exports of the same made-up shop into DIR, as Shopify, Postscript "
    + "and Klaviyo would: orders, two overlapping revenue reports, message analytics, campaigns, "
    + "flows, and Klaviyo's claims. The same options give the same bytes. The files carry the "
    + "times at which they would have been exported.\n"
    + "The shop has what real ones have: orders of several lines, refunds, cancellations, "
    + "internal orders by tag, claims to orders that don't exist or outside the window, wrong "
    + "amounts, repeated rows, and orders that two platforms claim.",
  operands: OperandSpec("DIR", 1...1, help: "The folder to write to; made where there is none."),
  initial: Options(),
  options: [
    .value("--orders", "N", \.orders, help: "The number of orders."),
    .value("--days", "N", \.days, help: "The number of days that they are spread over."),
    .value("--until", "DAY", \.until, help: "The day after the last one, as YYYY-MM-DD in UTC."),
    .value("--seed", "N", \.seed, help: "What all random choices follow from."),
    .value(
      "--claims",
      "N",
      \.claims,
      help: "How many orders in a thousand Postscript claims; Klaviyo claims three for its four."
    ),
  ],
  examples: [
    CommandExample("A small shop", "generate-sample sample/data"),
    CommandExample("A million orders", "generate-sample --orders 1000000 --days 365 big"),
  ],
  exitCodes: [.ok, .usage, .cantCreate, .ioError, .interrupted, .terminated],
  handlesRecords: false
)

func shop(_ options: Options) throws(StageError) -> Shop {
  guard let end = options.until.withView({ CivilDate($0) }) else {
    throw StageError(.usage, "--until \(options.until): is not a day as YYYY-MM-DD")
  }
  guard (1...100_000_000).contains(options.orders) else {
    throw StageError(.usage, "--orders \(options.orders): is not between 1 and 100000000")
  }
  guard (1...3_650).contains(options.days) else {
    throw StageError(.usage, "--days \(options.days): is not between 1 and 3650")
  }
  guard (0...1_000).contains(options.claims) else {
    throw StageError(.usage, "--claims \(options.claims): is not between 0 and 1000")
  }
  return Shop(
    seed: UInt64(bitPattern: Int64(options.seed)),
    orderCount: options.orders,
    claimsPerMille: options.claims,
    start: (end.daysSinceEpoch - options.days) * 86_400,
    end: end.daysSinceEpoch * 86_400
  )
}

command.main { options, operands, stage in
  let shop = try shop(options)
  let directory = operands[0]
  guard unsafe mkdir(directory, 0o755) == 0 || errno == EEXIST else {
    let reason = DescriptorError("mkdir", errno).reason
    throw StageError(.cantCreate, "cannot make the folder \(directory): \(reason)")
  }
  try Exports(shop: shop, directory: directory).write { name, rows throws(StageError) in
    stage.log.info("\(directory)/\(name): \(rows) rows")
    stage.counts.written += rows
    try stage.checkpoint()
  }
}
